import TrainingRegistry

/// What somebody's own page shows of the events they come to and came to.
struct OwnPlaceParts {
    var places: [OwnPlace]
    /// Where the pictures lead, without a slash at the end.
    var publicURL: String

    /// A code for each event to come, made to be held up at the door or to be printed.
    var passes: HTML {
        let passes = places.compactMap { place in place.checkInCode.map { pass(place, $0) } }
        guard !passes.isEmpty else { return .empty }
        return """
            <section aria-labelledby="passes"><h2 id="passes">Your check-in codes</h2>
            <p>Show the code at the door, on your phone or on paper, or say it.</p>
            \(passes)</section>

            """
    }

    private func pass(_ place: OwnPlace, _ code: CheckInCode) -> HTML {
        let picture = CodePicture(
            of: code.address(under: publicURL),
            words: "QR code of the check-in code \(code.words)")
        let event = "/events/\(place.code.description)"
        return """
            <div class="pass">
            <h3><a href="\(event)">\(place.title)</a></h3>
            <p>\(DateWords.range(place.startsOn, place.endsOn))</p>
            <p class="key">\(code.words)</p>
            \(HTML.with(picture) { $0.html })\
            <p class="unprinted"><a class="past" href="\(event)/calendar.ics">File for your \
            calendar<span class="unseen"> (\(place.title))</span></a></p></div>

            """
    }

    /// Each with the page that others check it by.
    var certificates: HTML {
        let entries = places.compactMap { place in place.certificate.map { entry(place, $0) } }
        guard !entries.isEmpty else { return .empty }
        return """
            <section aria-labelledby="certificates"><h2 id="certificates">Your certificates</h2>
            <ul class="held">
            \(entries)</ul></section>

            """
    }

    private func entry(_ place: OwnPlace, _ code: String) -> HTML {
        """
        <li><h3>\(place.title)</h3>
        <p>\(DateWords.range(place.startsOn, place.endsOn))</p>
        <p><a class="past" href="/certificates/\(code)">Certificate to print
        <span class="unseen">of \(place.title)</span></a></p>
        <p><a class="past" href="/verify/\(code)">Page where anybody can check it
        <span class="unseen">(\(place.title))</span></a></p></li>

        """
    }
}
