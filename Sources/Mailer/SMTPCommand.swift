/// One command line of a client, read strictly (RFC 5321 §4.1).
enum SMTPCommand: Equatable {
    case hello(extended: Bool)
    case startTLS
    /// An empty sender is the null reverse-path of a bounce (RFC 5321 §4.5.5).
    case mail(from: String, size: Int?, isUTF8: Bool)
    case recipient(String)
    case data
    case reset
    case noop
    case verify
    case quit

    /// Why a line is no command, as the answer to it.
    enum Rejection: Error, Equatable {
        case unknown, badSyntax, badParameter
    }

    init(parsing line: ArraySlice<UInt8>) throws(Rejection) {
        let verb = line.prefix { $0 != .space }
        let rest = line.dropFirst(verb.count)
        if verb.equalsIgnoringCase("MAIL") {
            self = try Self.mail(rest)
        } else if verb.equalsIgnoringCase("RCPT") {
            self = try Self.recipient(rest)
        } else if verb.equalsIgnoringCase("EHLO") || verb.equalsIgnoringCase("HELO") {
            guard rest.contains(where: { $0 != .space }) else { throw .badSyntax }
            self = .hello(extended: verb.equalsIgnoringCase("EHLO"))
        } else if verb.equalsIgnoringCase("NOOP") {
            self = .noop
        } else if verb.equalsIgnoringCase("VRFY") {
            self = .verify
        } else {
            let command = try Self.alone(verb)
            guard rest.allSatisfy({ $0 == .space }) else { throw .badSyntax }
            self = command
        }
    }

    private static func alone(_ verb: ArraySlice<UInt8>) throws(Rejection) -> SMTPCommand {
        if verb.equalsIgnoringCase("DATA") { return .data }
        if verb.equalsIgnoringCase("RSET") { return .reset }
        if verb.equalsIgnoringCase("QUIT") { return .quit }
        guard verb.equalsIgnoringCase("STARTTLS") else { throw .unknown }
        return .startTLS
    }

    private static func mail(_ rest: ArraySlice<UInt8>) throws(Rejection) -> SMTPCommand {
        let (path, parameters) = try path(of: rest, after: " FROM:")
        var size: Int?
        var isUTF8 = false
        for parameter in parameters {
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            let value = parameter.dropFirst(name.count + 1)
            if name.equalsIgnoringCase("SIZE") {
                guard (1...18).contains(value.count), value.allSatisfy({ $0.isDigit }) else {
                    throw .badParameter
                }
                size = value.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            } else if name.equalsIgnoringCase("SMTPUTF8"), name.count == parameter.count {
                isUTF8 = true
            } else if name.equalsIgnoringCase("BODY") {
                guard value.equalsIgnoringCase("7BIT") || value.equalsIgnoringCase("8BITMIME")
                else { throw .badParameter }
            } else {
                throw .badParameter
            }
        }
        guard isUTF8 || path.allSatisfy({ $0 < 128 }) else { throw .badSyntax }
        return .mail(from: String(decoding: path, as: UTF8.self), size: size, isUTF8: isUTF8)
    }

    private static func recipient(_ rest: ArraySlice<UInt8>) throws(Rejection) -> SMTPCommand {
        let (path, parameters) = try path(of: rest, after: " TO:")
        guard !path.isEmpty else { throw .badSyntax }
        guard parameters.isEmpty else { throw .badParameter }
        return .recipient(String(decoding: path, as: UTF8.self))
    }

    /// What stands between the angle brackets, and the words behind them.
    private static func path(
        of rest: ArraySlice<UInt8>, after keyword: StaticString
    ) throws(Rejection) -> (path: ArraySlice<UInt8>, parameters: [ArraySlice<UInt8>]) {
        let opening = rest.prefix(keyword.utf8CodeUnitCount)
        guard opening.equalsIgnoringCase(keyword) else { throw .badSyntax }
        let bracketed = rest.dropFirst(opening.count)
        guard bracketed.first == UInt8(ascii: "<"),
            let end = bracketed.firstIndex(of: UInt8(ascii: ">"))
        else { throw .badSyntax }
        let path = bracketed[..<end].dropFirst()
        let tail = bracketed[(end + 1)...]
        guard path.count <= EmailAddress.longest,
            path.allSatisfy({ $0.isVisible && $0 != UInt8(ascii: "<") || $0 >= 128 }),
            String(validating: path, as: UTF8.self) != nil,
            path.isEmpty || path.contains(UInt8(ascii: "@")),
            tail.isEmpty || tail.first == .space
        else { throw .badSyntax }
        return (path, tail.split(separator: .space))
    }
}
