import EventLoop
import Foundation
import Mailer
import RegistryHTTP
import TestSupport
import Testing

@testable import training_registry

@Suite struct ConfigurationFileTests {
    private func text() throws -> String {
        try Repository.text("config/registry.json5")
    }

    @Test("The file that we ship says every default as it is")
    func defaults() throws {
        let file = try SettingValue.all(json5: Array(try text().utf8))

        #expect(
            try Settings(file: file, environment: ["REGISTRY_ENVIRONMENT": "demo"])
                == Settings(environment: ["REGISTRY_ENVIRONMENT": "demo"]))
    }

    @Test("The file that we ship explains every key", arguments: Settings.keys)
    func complete(key: String) throws {
        let lines = try text().split(separator: "\n").map { $0.drop { " /".contains($0) } }

        #expect(lines.contains { $0.hasPrefix("\(key): ") })
    }

    @Test("The examples of the file that we ship are right")
    func examples() throws {
        let enabled = try text().replacing(/\/\/ (\w+: ".*",)/) { $0.output.1 }
        var file = try SettingValue.all(json5: Array(enabled.utf8))
        file["mailbox_listen"] = nil

        let settings = try Settings(file: file, environment: [:])

        #expect(settings.environment == .production)
        #expect(settings.mail.relay?.credentials != nil)
        #expect(settings.http.certificate != nil)
    }

    @Test(
        "JSON5 is read with its comments, bare keys, lists and null",
        arguments: [
            ("{/* c */ cores: 2, // d\n }", ["cores": SettingValue("2")]),
            (
                "{'a': true, b: [], c: ['x', \"y\"]}",
                [
                    "a": SettingValue("true"), "b": SettingValue(""), "c": SettingValue("x,y"),
                ]
            ),
            ("{a: null, b: 0x10}", ["a": SettingValue(nil), "b": SettingValue("16")]),
        ]
    )
    func json5(text: String, expected: [String: SettingValue]) throws {
        #expect(try SettingValue.all(json5: Array(text.utf8)) == expected)
    }

    @Test(
        "A file that holds something else is refused with its place",
        arguments: [
            ("[]", "the file must hold one object"),
            ("{a: {b: 1}}", "a: must be a text, a whole number, true, false or a list of texts"),
            ("{a: 1.5}", "a: must be a text, a whole number, true, false or a list of texts"),
        ]
    )
    func refused(text: String, complaint: String) {
        #expect(throws: Settings.Rejection(complaints: [complaint])) {
            try SettingValue.all(json5: Array(text.utf8))
        }
    }

    @Test(
        "A file that is no JSON5 is refused with the line, and none of its values is quoted",
        arguments: [
            ("{\n database_url: 'password=s3cret' oops\n}", 2),
            ("{\n a: [\n 'x',\n 'y'],\n b: 's3cret,\n c: 1,\n}", 5),
            ("{\n /* two\n lines */\n a: 1,,\n b: 2\n}", 4),
            ("", 1), ("oops", 1), ("{\n a: 1\n", 2),
        ]
    )
    func broken(text: String, line: Int) {
        let complaint = "the file is not JSON5: see line \(line) and those after it"

        #expect(throws: Settings.Rejection(complaints: [complaint])) {
            try SettingValue.all(json5: Array(text.utf8))
        }
    }

    @Test("A file that was named and is not there is refused; the usual one may be absent")
    func absent() throws {
        let demo = ["REGISTRY_ENVIRONMENT": "demo"]
        let named = demo.merging(["REGISTRY_CONFIG": "/nowhere/registry.json5"]) { $1 }
        let complaint = "/nowhere/registry.json5: the file cannot be read"

        #expect(throws: Settings.Rejection(complaints: [complaint])) {
            try Settings.load(config: nil, variables: named)
        }
        #expect(throws: Settings.Rejection(complaints: [complaint])) {
            try Settings.load(config: "/nowhere/registry.json5", variables: demo)
        }
        _ = try Settings.load(config: nil, variables: demo)
    }
}
