/// `/leave/{token}`: one button, because a mail scanner follows links but presses no buttons.
///
/// It says nothing about the person or their interest: whoever has only the link learns nothing.
struct LeavePage: Page {
    var site: Site
    var token: String
    var isDone: Bool

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: isDone ? "We will not write again" : "No more mails about this interest",
            body: isDone ? done : question)
    }

    private var question: HTML {
        """
        <h1>No more mails about this interest</h1>
        <p class="lead">Press the button, and your interest without a date ends. We then write to
        you no more about events that may suit you.</p>
        <form method="post" action="/leave/\(token)">
        <input type="hidden" name="List-Unsubscribe" value="One-Click">
        <p><button class="button" type="submit">End my interest</button></p>
        </form>
        <p>Seats that you have, and other interests, stay as they are.</p>
        """
    }

    private var done: HTML {
        """
        <h1>We will not write again</h1>
        <p class="lead">Your interest without a date has ended. You get no more mails about events
        that may suit you.</p>
        <p>Seats that you have, and other interests, stay as they are. You are welcome to
        <a href="/events">choose an event</a> or to express your interest again.</p>
        """
    }
}
