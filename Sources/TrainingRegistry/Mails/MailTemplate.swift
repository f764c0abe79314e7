/// The text of one mail in one language, as its file says it: `mails/README.md` tells how.
struct MailTemplate: Sendable, Equatable {
    var subject: Line
    var blocks: [Block]
    /// Whether somebody who speaks the language has read it.
    var isReviewed: Bool

    /// A line, with what a mail must have, and must not have, to say it.
    struct Line: Sendable, Equatable {
        var pieces: [Piece]
        var needs: [MailField] = []
        var lacks: [MailField] = []
    }

    enum Piece: Sendable, Equatable {
        case words(String)
        case value(MailField)
    }

    enum Block: Sendable, Equatable {
        case paragraph([Line])
        /// A link, a code or a picture, which stands alone; a picture with what it is in words.
        case alone(MailField, String)
    }

    /// What is wrong in a file, and in which line.
    struct Defect: Error, Equatable {
        var line: Int
        var reason: String
    }
}

extension MailTemplate {
    /// Everything that it can say of a mail.
    var fields: Set<MailField> {
        var fields: Set<MailField> = []
        var lines = [subject]
        for block in blocks {
            switch block {
            case .paragraph(let all): lines += all
            case .alone(let field, _): fields.insert(field)
            }
        }
        for piece in lines.flatMap(\.pieces) {
            if case .value(let field) = piece { fields.insert(field) }
        }
        return fields
    }

    /// How often each condition stands in it, as it is written there.
    var conditions: [String: Int] {
        var counts: [String: Int] = [:]
        for case .paragraph(let lines) in blocks {
            for field in lines.flatMap(\.needs) { counts["{?\(field.rawValue)}", default: 0] += 1 }
            for field in lines.flatMap(\.lacks) { counts["{!\(field.rawValue)}", default: 0] += 1 }
        }
        return counts
    }

    /// What it leaves out of another that it translates, such as until when an offer stands.
    ///
    /// Without its condition a line is said to everybody.
    func omissions(from other: MailTemplate) -> [String] {
        let conditions = conditions
        return other.fields.subtracting(fields).map { "{\($0.rawValue)}" }
            + other.conditions.filter { conditions[$0.key, default: 0] < $0.value }.map {
                "the condition \($0.key)" + (conditions[$0.key] == nil ? "" : " of a line")
            }
    }

    /// Says it with what a mail has; what it does not have is left out with its line.
    func text(
        _ values: [MailField: MailFill.Value], language: String
    ) -> MailText {
        MailText(
            subject: subject.text(values) ?? "", language: language,
            blocks: blocks.compactMap { block in
                switch block {
                case .paragraph(let lines):
                    let said = lines.compactMap { $0.text(values) }
                    return said.isEmpty ? nil : .paragraph(said.joined(separator: "\n"))
                case .alone(let field, let words): return values[field]?.block(words)
                }
            })
    }
}

extension MailTemplate.Line {
    /// Nil when the mail lacks something of it.
    fileprivate func text(_ values: [MailField: MailFill.Value]) -> String? {
        guard needs.allSatisfy({ values[$0] != nil }), lacks.allSatisfy({ values[$0] == nil })
        else { return nil }
        var text = ""
        for piece in pieces {
            switch piece {
            case .words(let words): text += words
            case .value(let field):
                guard case .words(let words) = values[field] else { return nil }
                text += words
            }
        }
        return text
    }
}

extension MailFill.Value {
    fileprivate func block(_ words: String) -> MailText.Block {
        switch self {
        case .words(let text): .paragraph(text)
        case .link(let address): .link(address)
        case .code(let code): .code(code)
        case .picture(let picture): .picture(picture, words)
        case .condition: .paragraph("")
        }
    }
}
