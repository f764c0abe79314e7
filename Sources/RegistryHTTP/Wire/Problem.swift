/// An RFC 9457 problem: the only shape in which a client is told that something is wrong.
public struct Problem: Error, Sendable, Equatable {
    /// Names a page of the documentation; never changes meaning once a client may have seen it.
    public var type: String
    public var status: Int
    public var title: String
    public var detail: String?
    public var errors: [FieldError]
    /// What may be done instead, where that is the question.
    public var allowed: [String]?
    /// What the response says beside the problem, such as `Allow` or `Retry-After`.
    public var fields: [Field]

    /// What is wrong with one member of the content, pointed at with a JSON Pointer (RFC 6901).
    public struct FieldError: Sendable, Equatable {
        public var pointer: String
        /// A stable word for programs.
        public var code: String
        /// A sentence for people.
        public var detail: String

        public init(pointer: String, code: String, detail: String) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }
    }

    public init(
        _ slug: String, _ status: Int, _ title: String, detail: String? = nil,
        errors: [FieldError] = [], allowed: [String]? = nil, fields: [Field] = []
    ) {
        type = "/problems/\(slug)"
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
        self.allowed = allowed
        self.fields = fields
    }

    /// The problem as `application/problem+json`.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { problem in
            problem.member("type", type)
            problem.member("title", title)
            problem.member("status", status)
            if let detail { problem.member("detail", detail) }
            if let allowed {
                problem.name("allowed")
                problem.array { list in
                    for word in allowed { list.string(word) }
                }
            }
            guard !errors.isEmpty else { return }
            problem.name("errors")
            problem.array { list in
                for error in errors {
                    list.object {
                        $0.member("pointer", error.pointer)
                        $0.member("code", error.code)
                        $0.member("detail", error.detail)
                    }
                }
            }
        }
        return writer.bytes
    }
}

/// The problems of the protocol itself, before any rule of the domain is asked.
extension Problem {
    public static func malformed(_ detail: String) -> Problem {
        Problem("malformed-request", 400, "The request cannot be read", detail: detail)
    }

    public static let targetTooLong = Problem(
        "target-too-long", 414, "The address of the request is too long")
    public static let headTooLarge = Problem(
        "head-too-large", 431, "The fields of the request are too many or too long")
    public static let bodyTooLarge = Problem(
        "content-too-large", 413, "The content of the request is too large")
    public static let methodUnknown = Problem(
        "method-unknown", 501, "The method of the request is not known here")
    public static let codingUnknown = Problem(
        "transfer-coding-unknown", 501, "The transfer coding of the request is not known here",
        detail: "The only transfer coding that is understood is chunked.")
    public static let versionUnsupported = Problem(
        "version-not-supported", 505, "The protocol version is not supported",
        detail: "This server speaks HTTP/1.1 and HTTP/1.0.")
    public static let expectationFailed = Problem(
        "expectation-failed", 417, "The expectation cannot be met",
        detail: "The only expectation that is understood is 100-continue.")
    public static let tooSlow = Problem(
        "request-timeout", 408, "The request did not come in time")
    public static let overloaded = Problem(
        "overloaded", 503, "Too many connections are open; please try again in a moment",
        fields: [Field("Retry-After", "5")])
    public static let notFound = Problem("not-found", 404, "There is nothing at this address")
    public static let internalError = Problem(
        "internal-error", 500, "Something went wrong on our side")

    public static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(
            "method-not-allowed", 405, "This address does not take this method",
            detail: "It takes \(allowed).", fields: [Field("Allow", allowed)])
    }

    public static func unsupportedMediaType(_ expected: String) -> Problem {
        Problem(
            "unsupported-media-type", 415, "The content is of a kind that is not taken here",
            detail: "Send it as \(expected), without a content coding.",
            fields: [Field("Accept-Encoding", "identity")])
    }

    public static func malformedJSON(_ detail: String, errors: [FieldError] = []) -> Problem {
        Problem(
            "malformed-json", 400, "The content is not the JSON that is taken here",
            detail: detail, errors: errors)
    }

    public static func malformedForm(_ detail: String) -> Problem {
        Problem("malformed-form", 400, "The form cannot be read", detail: detail)
    }

    /// All that is wrong with the fields of one request, at once.
    public static func invalidFields(_ errors: [FieldError]) -> Problem {
        Problem(
            "invalid-fields", 422, "Some fields have to be mended",
            detail: "Each entry of errors says which field and why.", errors: errors)
    }

    public static func tooManyRequests(retryAfterSeconds: Int) -> Problem {
        Problem(
            "too-many-requests", 429, "Too many requests came from there",
            detail: "Please try again in \(retryAfterSeconds) seconds.",
            fields: [Field("Retry-After", String(retryAfterSeconds))])
    }
}
