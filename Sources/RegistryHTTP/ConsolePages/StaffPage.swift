import Foundation
import TrainingRegistry

/// `/console/staff`: who may use the console, and what they may do.
struct StaffPage: Page {
    var layout: ConsoleLayout
    var accounts: [StaffAccount]
    var places: [NamedPlace]

    var html: HTML {
        layout.page(
            title: "Staff",
            body: """
                <h1>Staff</h1>
                <p><a class="button" href="/console/staff/new">Add somebody</a></p>
                <table><caption class="unseen">Accounts of the console</caption>
                <thead><tr><th scope="col">Name</th><th scope="col">Address</th>
                <th scope="col">Roles</th><th scope="col">State</th>
                <th scope="col">Signed in</th></tr></thead>
                <tbody>
                \(accounts.map(row))</tbody></table>
                """)
    }

    private func row(_ account: StaffAccount) -> HTML {
        let roles = account.grants.map { RoleWords.grant($0, places) }
        let sessions = ConsoleWords.counted(account.sessions, "browser", "browsers")
        return """
            <tr><td><a href="/console/staff/\(account.id.uuidString.lowercased())">\
            \(account.name)</a></td><td class="address">\(account.email)</td>
            <td>\(roles.isEmpty ? "No role" : roles.joined(separator: "; "))</td>
            <td>\(RoleWords.state(account))</td><td>\(sessions)</td></tr>

            """
    }
}

/// `/console/staff/new`: an account with its first role.
struct NewStaffPage: Page {
    var layout: ConsoleLayout
    var places: [NamedPlace]
    var state: FormState

    static let shown = ["email", "name", "role", "place"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        return layout.page(
            title: state.title("Add somebody"),
            body: """
                \(fields.summary)\
                <h1>Add somebody</h1>
                <p>They get a mail with a link, with which they choose a password and add a
                phone. It works once, for \(MakeStaffLink.hours) hours.</p>
                <form method="post" action="/console/staff" novalidate>\(layout.csrf.html)
                \(fields.text("email", "Email address", type: "email", autocomplete: "off"))\
                \(fields.text(
                    "name", "Name", hint: "As the console greets them.", autocomplete: "off"))\
                \(RoleWords.fields(fields, places))\
                <p><button class="button" type="submit">Add</button></p>
                </form>
                """)
    }
}

/// The link of an account, which is shown once.
struct StaffLinkPage: Page {
    var layout: ConsoleLayout
    var account: String
    var email: String
    var path: String
    var link: String

    var html: HTML {
        layout.page(
            title: "A link for \(email)",
            body: """
                <h1>A link for \(account)</h1>
                <p class="lead">It was mailed to <strong>\(email)</strong>. Here it is shown this
                one time, should the mail not arrive. It works once, for \(MakeStaffLink.hours)
                hours; links before it do not work any more.</p>
                <div class="field"><label for="link">Link</label>
                <input type="text" id="link" readonly value="\(link)"></div>
                <p><a class="button plain" href="\(path)">To the account</a></p>
                """)
    }
}
