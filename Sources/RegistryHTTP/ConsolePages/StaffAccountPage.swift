import Foundation
import TrainingRegistry

/// `/console/staff/{id}`: one account with its roles, and what may be done with it.
struct StaffAccountPage: Page {
    var layout: ConsoleLayout
    var account: StaffAccount
    var places: [NamedPlace]
    var state: FormState

    static let shown = ["role", "place"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        return layout.page(
            title: state.title(account.name),
            body: """
                \(fields.summary)\
                <h1>\(account.name)</h1>
                <dl class="facts"><div><dt>Address</dt><dd class="address">\(account.email)</dd>\
                </div>
                <div><dt>State</dt><dd>\(RoleWords.state(account))</dd></div>
                <div><dt>Signed in</dt><dd>\(ConsoleWords.counted(
                    account.sessions, "browser", "browsers"))</dd></div>
                <div><dt>Added</dt>
                <dd>\(DateWords.day(account.createdAt, in: "UTC"))</dd></div></dl>
                <h2>Roles</h2>
                \(roles)\
                <h2>Give a role</h2>
                <form method="post" action="\(path)/roles" novalidate>\(layout.csrf.html)
                \(RoleWords.fields(fields, places))\
                <p><button class="button" type="submit">Give the role</button></p></form>
                <h2>Access</h2>
                \(access)
                """)
    }

    private var path: String { "/console/staff/\(account.id.uuidString.lowercased())" }

    private var roles: HTML {
        guard !account.grants.isEmpty else { return "<p>None, so the console shows nothing.</p>\n" }
        let entries: [HTML] = account.grants.map { grant in
            let place = places.first { $0.id == grant.scope.id }.map { RoleWords.value($0.place) }
            let words = RoleWords.grant(grant, places)
            return """
                <li><form method="post" action="\(path)/roles/end">\(layout.csrf.html)\
                <input type="hidden" name="role" value="\(grant.role.rawValue)">\
                <input type="hidden" name="place" value="\(place ?? "")">
                <span>\(words)</span> <button class="button plain" type="submit">End\
                <span class="unseen"> the role \(words)</span></button></form></li>

                """
        }
        return "<ul class=\"grants\">\n\(entries)</ul>\n"
    }

    private var access: HTML {
        if account.state == .ended {
            return """
                <p>The account is ended: nobody signs in with it.</p>
                <form method="post" action="\(path)/enable">\(layout.csrf.html)
                <p><button class="button" type="submit">Let them sign in again</button></p></form>
                """
        }
        return """
            <p>A new link lets them choose a new password and add a new phone. It ends links before
            it, and is mailed to them.</p>
            <form method="post" action="\(path)/link">\(layout.csrf.html)
            <p><button class="button plain" type="submit">Make a new link</button></p></form>
            <p>Ending the account signs it out everywhere, at once.</p>
            <form method="post" action="\(path)/disable">\(layout.csrf.html)
            <p><button class="button grave" type="submit">End the account</button></p></form>
            """
    }
}
