/// `/confirm/{token}`: one button, because a mail scanner follows links but presses no buttons.
///
/// It says nothing about the person or the event: whoever has only the link learns nothing.
struct ConfirmPage: Page {
    var site: Site
    var token: String

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: "Confirm your interest",
            body: """
                <h1>Confirm your interest</h1>
                <p class="lead">Press the button, and your interest counts. You then see what we
                hold about you and can correct or withdraw it.</p>
                <form method="post" action="/confirm/\(token)">
                <p><button class="button" type="submit">Confirm my interest</button></p>
                </form>
                <p>It wasn't you? Then close this page. Without the button nothing happens, and
                what was entered is deleted after \(site.unconfirmedTime).</p>
                """)
    }
}
