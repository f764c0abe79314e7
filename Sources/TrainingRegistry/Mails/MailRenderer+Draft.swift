public import Foundation
import Mailer

/// What a mail would say, to be looked at before anybody gets it.
public struct MailDraft: Sendable, Equatable {
    public let subject: String
    public let text: String
    public let html: String
    /// The HTML form with its pictures in it (RFC 2397), for a browser without a mail around it.
    public let page: String
    /// In which language it is: English where there is no text in the one asked for (BCP 47).
    public let language: String
}

extension MailRenderer {
    /// The text that a mail of these parameters has; nil when it could not be written.
    public func draft(
        template: String, parameters: String, writtenAt: Date, language: String
    ) -> MailDraft? {
        draft(
            template: template, parameters: parameters, writtenAt: writtenAt, language: language,
            without: [])
    }

    /// As though the mail lacked some of what it has.
    func draft(
        template: String, parameters: String, writtenAt: Date, language: String,
        without lacking: Set<MailField>
    ) -> MailDraft? {
        let mail = ClaimedMail(
            id: 0, number: 0, attempts: 0, ownTroubles: 0, messageID: "", recipient: "",
            template: template, language: language, parameters: parameters, content: nil,
            writtenAt: writtenAt)
        return (try? text(of: mail, in: language, without: lacking)).map {
            MailDraft(
                subject: $0.subject, text: $0.plain, html: $0.html, page: $0.page,
                language: $0.language)
        }
    }
}

extension MailText {
    fileprivate var page: String {
        pictures.reduce(html) { html, picture in
            html.replacing(
                "cid:\(picture.contentID)",
                with: "data:image/png;base64,\(Data(picture.png).base64EncodedString())")
        }
    }
}
