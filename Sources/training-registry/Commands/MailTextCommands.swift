import Foundation
import TrainingRegistry

extension Command {
    static let mailList = Command(
        "list", "Lists the texts of the mails and the languages that they are in",
        details: """
            A text that nobody who speaks the language has read yet is unreviewed. Where it is
            missing people get the English one. With --json it tells the names that a text can use.
            """,
        options: [.json],
        run: { invocation in
            let mails = try Settings.load(config: invocation.config).unsignedRenderer()
            let rows = MailKind.allCases.map { MailTextRow($0, mails) }
            if invocation.wantsJSON { return try printJSON(rows) }
            Table(
                ["TEMPLATE"] + mails.languages.map { $0.uppercased() },
                rows.map { row in [row.template] + mails.languages.map { row.languages[$0] ?? "" } }
            ).print()
        })

    static let mailPreview = Command(
        "preview", "Shows what a mail says, with invented people",
        details: "The texts are read anew each time, so it shows what is in their files now.",
        arguments: [Argument("TEMPLATE", "As mail list prints it")],
        options: [
            .value("language", "TAG", "In which language (en)"),
            .value(
                "without", "NAME", "As if it lacked what not every such mail has",
                mayBeRepeated: true),
            .flag("html", "The HTML form instead of the plain one"), .json,
        ],
        run: { invocation in
            let names = MailKind.allCases.map(\.rawValue)
            guard let kind = MailKind(rawValue: invocation.arguments[0]) else {
                throw CommandFailure(usage: "TEMPLATE is one of \(names.joined(separator: ", ")).")
            }
            let language = invocation["language"] ?? MailTexts.fallback
            let lacking = invocation.all("without")
            guard Set(lacking).isSubset(of: kind.names.sometimes) else {
                throw CommandFailure(
                    usage: "What may be missing: \(kind.names.sometimes.joined(separator: ", ")).")
            }
            let mails = try Settings.load(config: invocation.config).unsignedRenderer()
            guard
                let sample = mails.sample(
                    of: kind, in: language, writtenAt: Date(), without: lacking)
            else {
                throw CommandFailure("The text cannot be filled.")
            }
            let draft = sample.draft
            if invocation.wantsJSON {
                return try printJSON(
                    [
                        "language": draft.language, "state": sample.state.rawValue,
                        "subject": draft.subject, "text": draft.text, "html": draft.html,
                    ])
            }
            if invocation.has("html") { return print(draft.html) }
            switch sample.state {
            case .missing: print("There is no text in \(language): people get this one.\n")
            case .unreviewed: print("Nobody who speaks \(language) has read this text yet.\n")
            case .reviewed: break
            }
            print("Subject: \(draft.subject)\n\n\(draft.text)")
        })
}

/// A text with its state in each language, for a program to read.
private struct MailTextRow: Encodable {
    var template: String
    var languages: [String: String]
    var names: [String]
    var rareNames: [String]

    init(_ kind: MailKind, _ mails: MailRenderer) {
        template = kind.rawValue
        let states = mails.languages.map { ($0, mails.state(of: kind, in: $0).rawValue) }
        languages = Dictionary(uniqueKeysWithValues: states)
        (names, rareNames) = kind.names
    }
}
