/// What a mail says, in one source for its plain and its HTML form.
struct MailText {
    /// A piece of it that stands alone.
    enum Block {
        case paragraph(String)
        /// An address, on a line of its own so that any reader finds its end.
        case link(String)
    }

    let subject: String
    let blocks: [Block]

    /// As `text/plain`; nothing is wrapped, because a reader wraps better than we do.
    var plain: String {
        blocks.map { block in
            switch block {
            case .paragraph(let text), .link(let text): text
            }
        }
        .joined(separator: "\n\n") + "\n"
    }

    /// As `text/html`: paragraphs and links, nothing that is fetched, nothing that traces.
    var html: String {
        let body = blocks.map { block in
            switch block {
            case .paragraph(let text):
                "<p>\(Self.escaped(text).replacing("\n", with: "<br>\n"))</p>\n"
            case .link(let address):
                "<p><a href=\"\(Self.escaped(address))\">\(Self.escaped(address))</a></p>\n"
            }
        }
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>"
            + "\(Self.escaped(subject))</title></head>\n<body>\n\(body.joined())</body>\n</html>\n"
    }

    private static func escaped(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output.append(contentsOf: "&amp;".unicodeScalars)
            case "<": output.append(contentsOf: "&lt;".unicodeScalars)
            case ">": output.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": output.append(contentsOf: "&quot;".unicodeScalars)
            case "'": output.append(contentsOf: "&#39;".unicodeScalars)
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}
