import Foundation
import Testing

@testable import TrainingRegistry

@Suite struct QRCodeTests {
    @Test("The correction is that of the standard's example, annex I")
    func correction() {
        let data: [UInt8] = [
            0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
            0xEC, 0x11,
        ]

        #expect(
            ReedSolomon(correctionCount: 10).correction(of: data[...])
                == [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55])
    }

    @Test(
        "Level and mask are written as in the standard's table C.1",
        arguments: [
            (0, 0x5412), (1, 0x5125), (2, 0x5E7C), (3, 0x5B4B), (4, 0x45F9), (5, 0x40CE),
            (6, 0x4F97), (7, 0x4AA0),
        ])
    func format(mask: Int, bits: Int) {
        #expect(QRMatrix.formatBits(mask: mask) == bits)
    }

    @Test(
        "The version is written as in the standard's table D.1",
        arguments: [(7, 0x07C94), (8, 0x085BC), (9, 0x09A99), (10, 0x0A4D3)])
    func versionBits(version: Int, bits: Int) {
        #expect(QRMatrix.versionBits(version) == bits)
    }

    @Test("Each version holds what table 7 says, and a byte more takes the next")
    func capacities() {
        let most = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]

        #expect(QRLayout.all.map(\.bytesMax) == most)
        #expect(most.map { QRCode(Self.text($0))?.version } == Array(1...10))
        #expect(most.map { QRCode(Self.text($0 + 1))?.version } == Array(2...10) + [nil])
        #expect(QRCode("")?.version == 1)
    }

    @Test("Data ends with as many bits of the end as fit, and is padded by turns")
    func padding() {
        let layout = QRLayout.all[0]

        #expect(layout.data(of: [0xFF]).prefix(5) == [0x40, 0x1F, 0xF0, 0xEC, 0x11])
        #expect(layout.data(of: [UInt8](repeating: 0, count: 14)).count == 16)
    }

    @Test("The same text is the same picture, and every module of it is in the path")
    func path() throws {
        let code = try #require(QRCode("https://trainings.example.org/"))
        let runs = code.path.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/)
        let drawn = runs.reduce(0) { $0 + (Int($1.3) ?? 0) }
        let dark = (0..<code.side * code.side).count {
            code.isDark($0 % code.side, $0 / code.side)
        }

        #expect(code == QRCode("https://trainings.example.org/"))
        #expect(drawn == dark)
        #expect(runs.map(\.0).joined() == code.path)
        #expect(runs.first?.1 == "4" && runs.first?.2 == "4")
        #expect(!code.isDark(-1, 0) && !code.isDark(code.side, 0))
    }

    @Test("The sums of a PNG are those of their definitions")
    func sums() {
        #expect(BitmapPNG.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(BitmapPNG.crc32(Array("IEND".utf8)) == 0xAE42_6082)
        #expect(BitmapPNG.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
    }

    @Test("Another program reads every version, full and nearly empty, from the PNG")
    func reading() throws {
        let texts =
            QRLayout.all.flatMap { [Self.text($0.bytesMax), Self.text($0.bytesMax - 7)] } + [
                "A", "https://trainings.example.org/my/q3v9Yk0mT7cXb2LrWnE5uJd8HsAf1GpZ4oIiKxVtQyM",
                "otpauth://totp/Unit%20trainings:ieva@example.org?secret=GEZDGNBVGY3TQOJQ",
                "Pēteris Ķēniņš, Tromsø, Łódź",
            ]
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "codes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try texts.enumerated().map { index, text in
            let code = try #require(QRCode(text))
            let file = folder.appending(path: "\(index).png")
            try Data(code.png).write(to: file)
            return file.path()
        }

        let read = try Self.zbarimg(files)

        #expect(read == texts)
    }

    private static func text(_ count: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789:/?&=-".utf8)
        return String(
            decoding: (0..<count).map { alphabet[$0 * 7 % alphabet.count] }, as: UTF8.self)
    }

    /// What Debian's zbar-tools see in pictures; a missing program is a failure.
    static func zbarimg(_ files: [String]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"] + files
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "zbarimg of zbar-tools is needed")
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
