/// Reads the file of a template.
///
/// First lines such as `Subject: …`, then an empty line, then paragraphs with empty lines between
/// them. Lines of a paragraph are joined by a space, but for one that ends with a backslash.
struct MailTemplateParser {
    private let kind: MailKind
    private var number = 0

    init(_ kind: MailKind) { self.kind = kind }

    mutating func parse(_ text: String) throws(MailTemplate.Defect) -> MailTemplate {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let (header, first) = try self.header(lines)
        guard let subject = header["Subject"] else { throw defect("there is no Subject") }
        guard ["yes", "no", nil].contains(header["Reviewed"]) else {
            throw defect("Reviewed is yes or no")
        }
        let template = MailTemplate(
            subject: try line(subject), blocks: try blocks(lines[first...]),
            isReviewed: header["Reviewed"] != "no")
        try checkWhole(template)
        return template
    }

    private func defect(_ reason: String) -> MailTemplate.Defect {
        MailTemplate.Defect(line: number, reason: reason)
    }

    private mutating func header(
        _ lines: [String]
    ) throws(MailTemplate.Defect) -> (fields: [String: String], end: Int) {
        var fields: [String: String] = [:]
        for line in lines {
            number += 1
            if line.isEmpty { return (fields, number) }
            let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
            guard parts.count == 2, ["Subject", "Reviewed"].contains(parts[0]) else {
                throw defect("before the first empty line stand Subject: and Reviewed:")
            }
            guard fields.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw defect("\(parts[0]) stands twice")
            }
        }
        throw defect("there is no text after an empty line")
    }

    private mutating func blocks(
        _ lines: ArraySlice<String>
    ) throws(MailTemplate.Defect) -> [MailTemplate.Block] {
        var blocks: [MailTemplate.Block] = []
        var paragraph: [String] = []
        for (index, line) in zip(lines.indices, lines) {
            // Of the paragraph's last line.
            number = line.isEmpty ? index : index + 1
            if !line.isEmpty { paragraph.append(line) }
            guard line.isEmpty || index == lines.endIndex - 1, !paragraph.isEmpty else { continue }
            blocks.append(try block(paragraph))
            paragraph = []
        }
        guard !blocks.isEmpty else { throw defect("there is no text") }
        return blocks
    }

    private func block(_ lines: [String]) throws(MailTemplate.Defect) -> MailTemplate.Block {
        var joined = [""]
        for line in lines {
            let breaks = line.hasSuffix("\\")
            let last = joined.removeLast()
            joined.append((last.isEmpty ? "" : last + " ") + (breaks ? line.dropLast() : line[...]))
            if breaks { joined.append("") }
        }
        if joined.last?.isEmpty == true { throw defect("a backslash stands at the end of all") }
        if joined.count == 1, let alone = try alone(joined[0]) { return alone }
        var parsed: [MailTemplate.Line] = []
        for text in joined { parsed.append(try line(text)) }
        return .paragraph(parsed)
    }

    /// A link, a code or a picture, when the paragraph is nothing else.
    private func alone(_ text: String) throws(MailTemplate.Defect) -> MailTemplate.Block? {
        guard text.first == "{", text.firstIndex(of: "}") == text.indices.last else { return nil }
        let inside = text.dropFirst().dropLast()
        guard inside.first != "?", inside.first != "!" else { return nil }
        let colon = inside.firstRange(of: ": ")
        let words = colon.map { String(inside[$0.upperBound...]) }
        let field = try field(inside[..<(colon?.lowerBound ?? inside.endIndex)])
        switch (field.form, words) {
        case (.link, nil), (.code, nil): return .alone(field, "")
        case (.picture, let words?) where !words.isEmpty: return .alone(field, words)
        case (.picture, _):
            throw defect("{\(field.rawValue): …} needs words for who cannot see it")
        case (_, .some): throw defect("only a picture has words after its name")
        default: return nil
        }
    }

    private func line(_ text: String) throws(MailTemplate.Defect) -> MailTemplate.Line {
        var line = MailTemplate.Line(pieces: [])
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            if open > rest.startIndex { line.pieces.append(.words(String(rest[..<open]))) }
            guard rest[open] == "{", let end = rest[open...].firstIndex(of: "}") else {
                throw defect("a brace has no other")
            }
            let name = rest[rest.index(after: open)..<end]
            rest = rest[rest.index(after: end)...]
            switch name.first {
            case "?": line.needs.append(try field(name.dropFirst()))
            case "!": line.lacks.append(try field(name.dropFirst()))
            default:
                let field = try field(name)
                guard field.form == .words else {
                    throw defect(
                        field.form == .condition
                            ? "{\(name)} can only be asked for: {?\(name)} or {!\(name)}"
                            : "{\(name)} stands in a paragraph of its own")
                }
                line.pieces.append(.value(field))
            }
        }
        if !rest.isEmpty { line.pieces.append(.words(String(rest))) }
        guard !line.pieces.isEmpty else { throw defect("the line says nothing") }
        return line
    }

    private func field(_ name: Substring) throws(MailTemplate.Defect) -> MailField {
        let known = kind.fields + kind.rareFields
        guard let field = MailField(rawValue: String(name)), known.contains(field) else {
            let names = known.map(\.rawValue).joined(separator: ", ")
            throw defect("{\(name)} is nothing that this mail can say; it can say \(names)")
        }
        return field
    }

    /// A mail without its link or its code would be of no use.
    private func checkWhole(_ template: MailTemplate) throws(MailTemplate.Defect) {
        for field in kind.fields + kind.rareFields where [.link, .code].contains(field.form) {
            guard template.blocks.contains(.alone(field, "")) else {
                throw defect("{\(field.rawValue)} is missing")
            }
        }
        for field in template.subject.pieces {
            if case .value(let field) = field, kind.rareFields.contains(field) {
                throw MailTemplate.Defect(
                    line: 1, reason: "not every mail has {\(field.rawValue)} for its subject")
            }
        }
        guard template.subject.needs.isEmpty, template.subject.lacks.isEmpty else {
            throw MailTemplate.Defect(line: 1, reason: "a subject has no conditions")
        }
    }
}
