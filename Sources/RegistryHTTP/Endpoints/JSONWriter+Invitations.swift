import Foundation
public import TrainingRegistry

/// Invitations as the API shows them to coordinators.
extension JSONWriter {
    public mutating func invitation(_ invitation: Invitation) {
        object { json in
            json.member("id", invitation.id.lowercased)
            json.member("email", invitation.email)
            json.optional("given_name", invitation.givenName)
            json.optional("family_name", invitation.familyName)
            json.optional("language", invitation.language)
            json.member("state", invitation.state.rawValue)
            json.instant("invited_at", invitation.invitedAt)
            json.instant("sent_at", invitation.sentAt)
            json.instant("used_at", invitation.usedAt)
            json.instant("revoked_at", invitation.revokedAt)
            json.optional("interest", invitation.interest?.lowercased)
        }
    }

    /// A row for each address, and whether it was invited now or before.
    public mutating func invitationAnswers(
        _ answers: [InvitationAnswer], mailing: Mailing? = nil
    ) {
        items(answers, mailing: mailing) { json, answer in
            json.object {
                $0.member("id", answer.id.lowercased)
                $0.member("email", answer.email)
                $0.member("outcome", answer.isNew ? "invited" : "known")
            }
        }
    }
}
