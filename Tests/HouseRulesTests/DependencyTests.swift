import Foundation
import Testing

/// Imports and names go down only: a circle is easier to refuse than to undo.
@Suite struct DependencyTests {
    static let standard: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc",
    ]

    /// What each target may import besides the standard library; locks are EventLoop's alone.
    static let imports: [String: Set<String>] = [
        "EventLoop": ["COpenSSL", "Synchronization"],
        "Postgres": ["CPostgres", "EventLoop"],
        "Mailer": ["EventLoop"],
        "TrainingRegistry": ["EventLoop", "Postgres", "Mailer"],
        "RegistryHTTP": ["EventLoop", "Postgres", "Mailer", "TrainingRegistry"],
        "training-registry": [
            "EventLoop", "Postgres", "Mailer", "TrainingRegistry", "RegistryHTTP",
        ],
    ]

    /// What each folder of a target may name: the compiler sees one module and cannot help.
    ///
    /// A new folder needs a line here, with only what it cannot do without.
    static let folders: [String: [String: Set<String>]] = [
        "TrainingRegistry": [
            "Values": [],
            "Files": [],
            "Pictures": [],
            "Staff": ["Values"],
            "Organisations": ["Values", "Staff"],
            "Programmes": ["Values", "Staff"],
            "Roster": ["Values", "Staff", "Programmes"],
            "Events": ["Values", "Staff", "Programmes", "Roster"],
            "Figures": ["Values", "Programmes", "Staff", "Reports"],
            "Reference": ["Values", "Programmes", "Events", "Figures"],
            "Reports": ["Events", "Files", "Ladder", "Staff", "Values"],
            "Mails": ["Values", "Pictures"],
            "Outbox": ["Values", "Mails", "Staff", "People"],
            "People": ["Values", "Staff"],
            "Holds": ["Values", "Staff", "People", "Outbox"],
            "Mailings": ["Values", "Staff", "People", "Mails", "Outbox", "Holds", "Reminders"],
            "Ladder": ["Values", "Staff"],
            "Import": ["Values", "Staff", "Events"],
            "Seats": ["Values", "Staff"],
            "Reminders": ["Values", "Staff"],
            "Invitations": ["Values", "Staff"],
            "Attendance": ["Values", "Staff"],
            "Exports": ["Values", "Files", "Staff"],
            "Dashboard": ["Values", "Staff", "Events"],
            "Pool": ["Values", "Staff"],
            "Nominations": ["Values", "Staff", "Programmes", "Roster", "Seats"],
            "Workbench": ["Values", "Staff", "Events", "Seats", "Outbox"],
            "Interests": ["Values", "Programmes", "Events", "People", "Outbox"],
            "Demo": ["Values", "Programmes", "Events", "Figures", "People", "Interests"],
        ],
        "RegistryHTTP": [
            "Wire": [],
            "Server": ["Wire"],
            "Assets": [],
            "Pages": ["Wire", "Assets"],
            "ConsolePages": ["Wire", "Assets", "Pages"],
            "Service": ["Wire", "Server", "Assets", "Pages", "ConsolePages"],
            "Endpoints": ["Wire", "Server", "Assets", "Pages", "Service"],
            "Console": ["Wire", "Assets", "Pages", "ConsolePages", "Service", "Endpoints"],
        ],
        "training-registry": [
            "CommandLine": [],
            "Settings": ["CommandLine"],
            "Serving": ["CommandLine", "Settings"],
            "Commands": ["CommandLine", "Settings", "Serving"],
        ],
    ]

    /// Every pair of folders of which the first may not name the second.
    static let strangers: [(target: String, folder: String, other: String)] = folders.flatMap {
        target, table in
        table.flatMap { folder, allowed in
            table.keys.filter { $0 != folder && !allowed.contains($0) }
                .map { (target, folder, $0) }
        }
    }

    /// The types that each file declares and mentions, read once: pairs of folders are many.
    private static let types = Result {
        try SourceFile.all(under: "Sources").map {
            (path: $0.path, declared: $0.topLevelTypes, mentioned: $0.mentionedTypes)
        }
    }

    @Test("Imports go one way", arguments: imports.keys.sorted())
    func oneWay(target: String) throws {
        let allowed = Self.standard.union(Self.imports[target, default: []])

        for file in try SourceFile.all(under: "Sources/\(target)") {
            #expect(file.imports.subtracting(allowed).sorted() == [], "\(file)")
        }
    }

    @Test("Every target with Swift in it has a line in the table of imports")
    func everyTarget() throws {
        let targets = try SourceFile.folders(in: "Sources").filter {
            try !SourceFile.all(under: "Sources/\($0)").isEmpty
        }

        #expect(targets == Self.imports.keys.sorted())
    }

    @Test("The project needs no package")
    func noPackages() throws {
        let manifest = SourceFile.root.appending(path: "Package.swift")

        #expect(try !String(contentsOf: manifest, encoding: .utf8).contains(".package("))
    }

    @Test("A folder names only folders below it", arguments: strangers)
    func downwards(target: String, folder: String, other: String) throws {
        let types = try Self.types.get()
        let declared = Set(
            types.filter { $0.path.hasPrefix("Sources/\(target)/\(other)/") }.flatMap(\.declared))

        for file in types where file.path.hasPrefix("Sources/\(target)/\(folder)/") {
            let named = file.mentioned.intersection(declared).sorted()
            #expect(named == [], "\(file.path) names what \(other) declares")
        }
    }

    @Test("Every folder has a line in its target's table", arguments: folders.keys.sorted())
    func everyFolder(target: String) throws {
        let known = Self.folders[target, default: [:]]
        let folders = try SourceFile.folders(in: "Sources/\(target)")

        #expect(folders.filter { known[$0] == nil } == [])
    }

    @Test("The tables themselves have no circle", arguments: folders.keys.sorted())
    func noCircle(target: String) {
        var rest = Self.folders[target, default: [:]]
        var done: Set<String> = []
        while let next = rest.first(where: { $0.value.isSubset(of: done) }) {
            done.insert(next.key)
            rest[next.key] = nil
        }

        #expect(rest.keys.sorted() == [])
    }
}
