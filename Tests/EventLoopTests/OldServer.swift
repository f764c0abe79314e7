import Foundation
import TestSupport

/// `openssl s_server` that knows no version of TLS after 1.1, on a port of the kernel's choice.
final class OldServer {
    struct NotStarted: Error {}

    let port: UInt16
    private let process: Process

    init(certificate: String, key: String) throws {
        process = TestCertificates.openssl([
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key,
            "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-www",
        ])
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var said = ""
        var port: UInt16?
        while port == nil {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            said += String(decoding: part, as: UTF8.self)
            if let line = said.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT") }) {
                port = line.split(separator: ":").last.flatMap { UInt16($0) }
            }
        }
        guard let port else {
            process.terminate()
            throw NotStarted()
        }
        self.port = port
    }

    deinit { process.terminate() }
}
