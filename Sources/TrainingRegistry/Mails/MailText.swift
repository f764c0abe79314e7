import Mailer

/// What a mail says, in one source for its plain and its HTML form.
struct MailText {
    /// A piece of it that stands alone.
    enum Block {
        case paragraph(String)
        /// An address, on a line of its own so that any reader finds its end.
        case link(String)
        /// What is typed or read out, in letters that stand out.
        case code(String)
        /// A square picture that comes with the HTML form, with what it is in words.
        case picture(MIMEMessage.Picture, String)
    }

    let subject: String
    /// BCP 47.
    let language: String
    let blocks: [Block]

    /// As `text/plain`; nothing is wrapped, because a reader wraps better than we do.
    var plain: String {
        blocks.compactMap { block in
            switch block {
            case .paragraph(let text), .link(let text), .code(let text): text
            case .picture: nil
            }
        }
        .joined(separator: "\n\n") + "\n"
    }

    /// What the HTML form shows.
    var pictures: [MIMEMessage.Picture] {
        blocks.compactMap { block in
            guard case .picture(let picture, _) = block else { return nil }
            return picture
        }
    }

    /// As `text/html`: paragraphs and links, nothing that is fetched, nothing that traces.
    var html: String {
        let body = blocks.map { block in
            switch block {
            case .paragraph(let text):
                "<p>\(Self.escaped(text, lineEnd: "<br>\n"))</p>\n"
            case .link(let address):
                "<p><a href=\"\(Self.escaped(address))\">\(Self.escaped(address))</a></p>\n"
            case .code(let text):
                "<p style=\"font:bold 1.5em monospace\">\(Self.escaped(text))</p>\n"
            case .picture(let picture, let words):
                "<p><img src=\"cid:\(Self.escaped(picture.contentID))\" width=\"240\" "
                    + "height=\"240\" alt=\"\(Self.escaped(words))\"></p>\n"
            }
        }
        return "<!DOCTYPE html>\n<html lang=\"\(language)\">\n<head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\">"
            + "<title>\(Self.escaped(subject))</title></head>\n"
            // Addresses are longer than the lines of a telephone.
            + "<body style=\"overflow-wrap:anywhere\">\n\(body.joined())</body>\n</html>\n"
    }

    /// Byte by byte, because it is done for every mail: what is escaped is ASCII.
    private static func escaped(_ text: String, lineEnd: String = "\n") -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + 64)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): output += "&amp;".utf8
            case UInt8(ascii: "<"): output += "&lt;".utf8
            case UInt8(ascii: ">"): output += "&gt;".utf8
            case UInt8(ascii: "\""): output += "&quot;".utf8
            case UInt8(ascii: "'"): output += "&#39;".utf8
            case UInt8(ascii: "\n"): output += lineEnd.utf8
            default: output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
