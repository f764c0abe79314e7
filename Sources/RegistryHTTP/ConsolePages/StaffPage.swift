import Foundation
import TrainingRegistry

/// `/console/staff`: who may use the console, and what they may do.
struct StaffPage: Page {
    var layout: ConsoleLayout
    var accounts: [StaffAccount]
    var places: [NamedPlace]

    private var words: ConsoleWords.Staff.Type { ConsoleWords.Staff.self }

    var html: HTML {
        let titles = [words.name, words.address, words.roles, words.state, words.signedIn]
        return layout.page(
            title: words.title,
            body: """
                <h1>\(words.title)</h1>
                <p><a class="button" href="/console/staff/new">\(words.add)</a></p>
                <table><caption class="unseen">\(words.accounts)</caption>
                <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
                <tbody>
                \(accounts.map(row))</tbody></table>
                """)
    }

    private func row(_ account: StaffAccount) -> HTML {
        let roles = account.grants.map { RoleWords.grant($0, places) }
        return """
            <tr><td><a href="/console/staff/\(account.id.uuidString.lowercased())">\
            \(account.name)</a></td><td class="address">\(account.email)</td>
            <td>\(roles.isEmpty ? words.noRole : roles.joined(separator: "; "))</td>
            <td>\(RoleWords.state(account))</td><td>\(words.browsers(account.sessions))</td></tr>

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
        let words = ConsoleWords.Staff.self
        return layout.page(
            title: state.title(words.add),
            body: """
                \(fields.summary)\
                <h1>\(words.add)</h1>
                <p>\(words.addHint(MakeStaffLink.hours))</p>
                <form method="post" action="/console/staff" novalidate>\(layout.csrf.html)
                \(fields.text("email", words.email, type: "email", autocomplete: "off"))\
                \(fields.text(
                    "name", words.name, hint: words.nameHint, autocomplete: "off"))\
                \(RoleWords.fields(fields, places))\
                <p><button class="button" type="submit">\(words.addNow)</button></p>
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
        let words = ConsoleWords.Staff.self
        return layout.page(
            title: words.link(for: email),
            body: """
                <h1>\(words.link(for: account))</h1>
                <p class="lead">\(words.mailedBefore)<strong>\(email)</strong>\
                \(words.mailedAfter(MakeStaffLink.hours))</p>
                <div class="field"><label for="link">\(words.link)</label>
                <input type="text" id="link" readonly value="\(link)"></div>
                <p><a class="button plain" href="\(path)">\(words.toAccount)</a></p>
                """)
    }
}
