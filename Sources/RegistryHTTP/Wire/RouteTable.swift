/// All endpoints, found by the segments of a path.
public struct RouteTable<Endpoints>: Sendable {
    /// What a path and a method lead to.
    public enum Match: Sendable {
        case found(Route<Endpoints>, Captures)
        /// The path is known; the text is the value of an `Allow` field.
        case methodNotAllowed(allow: String)
        case notFound
    }

    /// One segment deeper per level; literals are tried before the capture.
    private struct Node: Sendable {
        var literals: [(text: String, node: Node)] = []
        var capture: [Node] = []
        var routes: [(route: Route<Endpoints>, names: [String])] = []
    }

    private var root = Node()
    private let allMethods: String

    public init(_ routes: [Route<Endpoints>]) {
        allMethods = Self.allow(routes.map(\.method))
        for route in routes {
            let names = route.parts.compactMap { part in
                if case .capture(let name) = part { name } else { nil }
            }
            Self.insert(route, names, route.parts[...], into: &root)
        }
    }

    private static func insert(
        _ route: Route<Endpoints>, _ names: [String], _ parts: ArraySlice<Route<Endpoints>.Part>,
        into node: inout Node
    ) {
        switch parts.first {
        case nil:
            node.routes.append((route, names))
        case .literal(let text):
            var index = node.literals.firstIndex { $0.text == text }
            if index == nil {
                index = node.literals.count
                node.literals.append((text, Node()))
            }
            if let index {
                insert(route, names, parts.dropFirst(), into: &node.literals[index].node)
            }
        case .capture:
            if node.capture.isEmpty { node.capture = [Node()] }
            insert(route, names, parts.dropFirst(), into: &node.capture[0])
        }
    }

    public func match(_ request: Request) -> Match {
        guard !request.target.isAsterisk else { return .methodNotAllowed(allow: allMethods) }
        var captured: [String] = []
        var allowed: [Method] = []
        let found = find(
            request.method, request.segments[...], under: root, &captured, &allowed)
        if let found { return .found(found.0, found.1) }
        return allowed.isEmpty ? .notFound : .methodNotAllowed(allow: Self.allow(allowed))
    }

    private func find(
        _ method: Method, _ segments: ArraySlice<String>, under node: Node,
        _ captured: inout [String], _ allowed: inout [Method]
    ) -> (Route<Endpoints>, Captures)? {
        guard let segment = segments.first else {
            let route =
                node.routes.first { $0.route.method == method }
                ?? node.routes.first { method == .head && $0.route.method == .get }
            if let route {
                return (route.route, Captures(names: route.names, values: captured))
            }
            allowed += node.routes.map(\.route.method)
            return nil
        }
        let rest = segments.dropFirst()
        // Equal strings may differ in their bytes, such as K and the Kelvin sign; not in ASCII of
        // the same length.
        for literal in node.literals
        where literal.text == segment && literal.text.utf8.count == segment.utf8.count {
            let found = find(method, rest, under: literal.node, &captured, &allowed)
            if let found { return found }
        }
        guard let capture = node.capture.first, !segment.isEmpty else { return nil }
        captured.append(segment)
        defer { captured.removeLast() }
        return find(method, rest, under: capture, &captured, &allowed)
    }

    /// HEAD goes with GET (RFC 9110 §9.3.2), OPTIONS with everything.
    private static func allow(_ methods: [Method]) -> String {
        Method.allCases.filter { method in
            methods.contains(method) || method == .options
                || (method == .head && methods.contains(.get))
        }.map(\.rawValue).joined(separator: ", ")
    }

    /// Finds the endpoint and has it answer; 404, 405 with `Allow`, or what OPTIONS asks for.
    ///
    /// `describe` makes a response of whatever is thrown: the one place where a handler's errors
    /// are caught, so that each response carries its route to whoever measures.
    public func respond(
        to request: Request, with service: Endpoints, describe: (any Error, Request) -> Response
    ) async -> Response {
        switch match(request) {
        case .found(let route, let captures):
            var request = request
            request.captures = captures
            var response: Response
            do {
                response = try await route.handler(service)(request)
            } catch {
                response = describe(error, request)
            }
            response.route = route.pattern
            return response
        case .methodNotAllowed(let allow):
            guard request.method == .options else {
                return describe(Problem.methodNotAllowed(allow), request)
            }
            return Response(status: 204, fields: [Field("Allow", allow)])
        case .notFound:
            return describe(Problem.notFound, request)
        }
    }

    /// What the head alone tells: the answer to a request whose content nobody would read.
    public func refusal(of request: Request) -> Problem? {
        switch match(request) {
        case .found: nil
        case .methodNotAllowed(let allow):
            request.method == .options ? nil : .methodNotAllowed(allow)
        case .notFound: .notFound
        }
    }
}
