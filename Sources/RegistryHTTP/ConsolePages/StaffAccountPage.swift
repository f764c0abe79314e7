import Foundation
import TrainingRegistry

/// `/console/staff/{id}`: one account with its roles, and what may be done with it.
struct StaffAccountPage: Page {
    var layout: ConsoleLayout
    var account: StaffAccount
    var places: [NamedPlace]
    var state: FormState

    static let shown = ["role", "place"]

    private var words: ConsoleWords.Staff.Type { ConsoleWords.Staff.self }

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        return layout.page(
            title: state.title(account.name),
            body: """
                \(fields.summary)\
                <h1>\(account.name)</h1>
                <dl class="facts"><div><dt>\(words.address)</dt>\
                <dd class="address">\(account.email)</dd>\
                </div>
                <div><dt>\(words.state)</dt><dd>\(RoleWords.state(account))</dd></div>
                <div><dt>\(words.signedIn)</dt><dd>\(words.browsers(account.sessions))</dd></div>
                <div><dt>\(words.added)</dt>
                <dd>\(DateWords.day(account.createdAt, in: "UTC"))</dd></div></dl>
                <h2>\(words.roles)</h2>
                \(roles)\
                <h2>\(words.giveRole)</h2>
                <form method="post" action="\(path)/roles" novalidate>\(layout.csrf.html)
                \(RoleWords.fields(fields, places))\
                <p><button class="button" type="submit">\(words.giveTheRole)</button></p></form>
                <h2>\(words.access)</h2>
                \(access)
                """)
    }

    private var path: String { "/console/staff/\(account.id.uuidString.lowercased())" }

    private var roles: HTML {
        guard !account.grants.isEmpty else { return "<p>\(words.noRoles)</p>\n" }
        let entries: [HTML] = account.grants.map { grant in
            let place = places.first { $0.id == grant.scope.id }.map { RoleWords.value($0.place) }
            let role = RoleWords.grant(grant, places)
            return """
                <li><form method="post" action="\(path)/roles/end">\(layout.csrf.html)\
                <input type="hidden" name="role" value="\(grant.role.rawValue)">\
                <input type="hidden" name="place" value="\(place ?? "")">
                <span>\(role)</span> <button class="button plain" type="submit">\(words.end)\
                <span class="unseen">\(words.endRole(role))</span></button></form></li>

                """
        }
        return "<ul class=\"grants\">\n\(entries)</ul>\n"
    }

    private var access: HTML {
        if account.state == .ended {
            return """
                <p>\(words.isEnded)</p>
                <form method="post" action="\(path)/enable">\(layout.csrf.html)
                <p><button class="button" type="submit">\(words.letIn)</button></p></form>
                """
        }
        return """
            <p>\(words.linkHint)</p>
            <form method="post" action="\(path)/link">\(layout.csrf.html)
            <p><button class="button plain" type="submit">\(words.makeLink)</button></p></form>
            <p>\(words.endHint)</p>
            <form method="post" action="\(path)/disable">\(layout.csrf.html)
            <p><button class="button grave" type="submit">\(words.endAccount)</button></p></form>
            """
    }
}
