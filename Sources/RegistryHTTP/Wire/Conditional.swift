extension Response {
    /// The response with an entity tag, or 304 when the client has that very content already.
    ///
    /// `tag` is what stands between the quotes. The comparison is the weak one (RFC 9110 §13.1.2).
    public func conditional(on request: Request, tag: String) -> Response {
        var response = self
        response["ETag"] = "\"\(tag)\""
        guard status == 200, request.method == .get || request.method == .head,
            request.fields.values("if-none-match").contains(where: { Self.lists($0, tag: tag) })
        else { return response }
        response.status = 304
        response.body = []
        response["Content-Type"] = nil
        return response
    }

    /// Whether a list of entity tags names that tag, or is `*` (RFC 9110 §8.8.3).
    private static func lists(_ value: ArraySlice<UInt8>, tag: String) -> Bool {
        let value = ASCII.trimmed(value)
        if value.elementsEqual("*".utf8) { return true }
        var rest = value
        while true {
            while let byte = rest.first, ASCII.isBlank(byte) || byte == UInt8(ascii: ",") {
                rest.removeFirst()
            }
            if rest.starts(with: "W/".utf8) { rest.removeFirst(2) }
            guard rest.first == UInt8(ascii: "\"") else { return false }
            rest.removeFirst()
            guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return false }
            if rest[..<end].elementsEqual(tag.utf8) { return true }
            rest = rest[(end + 1)...]
        }
    }
}
