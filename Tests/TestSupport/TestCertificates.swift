public import EventLoop
public import Foundation

/// An authority and certificates of its own, made by the `openssl` command for one test.
public final class TestCertificates {
    public struct CommandFailed: Error { var arguments: [String] }

    private let directory: URL

    /// Makes the authority.
    public init() throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true)
        try makeAuthority("authority")
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    public func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    public var authority: String { path("authority.pem") }

    /// A self-signed root; its key is `name.key`.
    public func makeAuthority(_ name: String) throws {
        try makeKey(name)
        try run([
            "req", "-x509", "-new", "-key", path("\(name).key"), "-days", "30",
            "-subj", "/CN=Test \(name)", "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign", "-out", path("\(name).pem"),
        ])
    }

    /// A server's certificate by the authority; without `names` it has a common name only.
    public func make(
        _ name: String, names: String?, commonName: String = "localhost", days: Int = 30
    ) throws -> (certificate: String, key: String) {
        try makeKey(name)
        var request = ["req", "-new", "-key", path("\(name).key"), "-subj", "/CN=\(commonName)"]
        if let names { request += ["-addext", "subjectAltName=\(names)"] }
        try run(request + ["-out", path("\(name).csr")])
        try run([
            "x509", "-req", "-in", path("\(name).csr"), "-CA", authority,
            "-CAkey", path("authority.key"), "-CAcreateserial", "-days", "\(days)",
            "-copy_extensions", "copy", "-out", path("\(name).pem"),
        ])
        return (path("\(name).pem"), path("\(name).key"))
    }

    /// A server with a certificate for `names`, good for so many days from now.
    public func server(names: String, days: Int = 30) throws -> TLSServer {
        let (certificate, key) = try make("server", names: names, days: days)
        return try TLSServer(certificateFile: certificate, keyFile: key)
    }

    private func makeKey(_ name: String) throws {
        try run([
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-out", path("\(name).key"),
        ])
    }

    private func run(_ arguments: [String]) throws {
        let process = Self.openssl(arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CommandFailed(arguments: arguments) }
    }

    /// The command, not yet started.
    public static func openssl(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardInput = FileHandle.nullDevice
        return process
    }
}
