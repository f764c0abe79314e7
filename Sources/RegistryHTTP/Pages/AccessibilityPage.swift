/// `/accessibility`: how far everybody can use these pages, and whom to tell when not.
struct AccessibilityPage: Page {
    var site: Site

    var html: HTML {
        Layout(site: site).page(
            title: "Accessibility statement",
            body: """
                <article class="prose">
                <h1>Accessibility statement</h1>
                <p class="lead">Everybody who may come to a training should be able to use these
                pages: with a keyboard, a screen reader, a phone, large letters or a slow line.</p>
                <h2>What we aim at</h2>
                <p>The pages are made to meet the Web Content Accessibility Guidelines 2.2 at
                level AA, which EN 301 549 asks of public bodies.</p>
                <ul>
                <li>Everything works without JavaScript, from the keyboard alone.</li>
                <li>Pages can be enlarged to 400 % and fit a screen of 320 pixels without moving
                sideways.</li>
                <li>Colours follow the light or dark setting of your device; no meaning rests on
                colour alone.</li>
                <li>Forms say what is required before you send them. When something is wrong, all
                of it is listed at the top, and what you typed stays.</li>
                <li>Nothing moves, blinks, or ends while you are reading.</li>
                </ul>
                <h2>What falls short</h2>
                <ul>
                <li>The pages are in English only so far, whatever language you choose for
                mails.</li>
                <li>Titles and quotes may be in another language without being marked as such.</li>
                </ul>
                <h2>Tell us</h2>
                <p>If something does not work for you, or you need what is here in another form,
                write to \(site.contactLink). If our answer does not help, you can turn to the body
                that watches over the accessibility of public websites in your country.</p>
                </article>
                """)
    }
}
