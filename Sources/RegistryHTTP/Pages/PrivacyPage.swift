/// `/privacy`: the privacy notice whose version every interest carries.
struct PrivacyPage: Page {
    /// Changes with the words below; an interest keeps the version that was shown.
    static let version = "2026-11"

    var site: Site

    var html: HTML {
        Layout(site: site).page(
            title: "Privacy notice",
            body: """
                <article class="prose">
                <h1>Privacy notice</h1>
                <p class="lead">What we keep about people who are interested in our trainings, why,
                and what they can ask of us.</p>
                <p>Version \(Self.version)</p>
                \(held)\(use)\(keeping)\(rights)\
                </article>
                """)
    }

    private var held: HTML {
        """
        <h2>Who is responsible</h2>
        <p>The \(site.unit) of the \(site.organisation). Contact: \(site.contactLink).</p>
        <h2>What we keep</h2>
        <ul>
        <li>Your given name, family name and email address.</li>
        <li>The country and the sector you work in, and your organisation if you name it.</li>
        <li>The language you would like us to write in, and what you tell us about why you want
        to come, if you do; for an interest without a date, the topics and languages you name.
        </li>
        <li>What you expressed interest in, when, when you confirmed it, and which version of
        this notice you were shown.</li>
        <li>If a member state nominates you, or we invite you: who named you and what they told us.
        We write to you at once, and you can object.</li>
        <li>If you take part: in which event, in which role, and the sessions you attended.</li>
        <li>The mails that we send you, and whether they could be delivered.</li>
        </ul>
        <p>These pages set no cookies and use no analytics. Nothing on them comes from another
        service.</p>
        <h2>No child is ever a record</h2>
        <p>This service is for professionals. It has no place for data about a child, and we ask
        everybody to write nothing about a child or a case, even without a name. Where children
        take part in an event, only their number is noted, by age group.</p>

        """
    }

    private var use: HTML {
        """
        <h2>Why, and on what ground</h2>
        <ul>
        <li><strong>To answer your interest:</strong> to confirm your address, to choose a group
        that is balanced by state and sector, and to tell you what was decided. The ground is
        your request and our task of public interest (GDPR art. 6(1)(e)).</li>
        <li><strong>To account for the trainings:</strong> funders and member states ask how many
        people took part, from which states and sectors. We answer with numbers, never with
        names, and we leave out numbers so small that they would point to a person.</li>
        <li><strong>To keep the service safe:</strong> for a short time we count requests by
        network address, in memory only, and how many mails were asked for one email address, so
        that nobody can flood it through us.</li>
        </ul>
        <h2>Who sees it</h2>
        <p>The coordinators of the unit. The organisers of an event see the list of the people
        who take part in it. We sell nothing and pass nothing on for advertising.</p>

        """
    }

    private var keeping: HTML {
        """
        <h2>How long</h2>
        <ul>
        <li>An interest that is not confirmed is deleted after \(site.unconfirmedTime).</li>
        <li>A confirmed interest is kept until you withdraw it or ask us to erase it, and no
        longer than the trainings it was meant for need it. An interest without a date is asked
        about again, as a rule each year, and ends when you do not keep it.</li>
        <li>If you took part, the fact that one person from your state and sector was there stays
        in the figures after your name and address have been erased.</li>
        <li>When you ask to be erased, your name, your address and what you wrote go at once; what
        is in a backup goes when the backup is deleted. We keep a random number, to erase you again
        should a backup ever be needed.</li>
        </ul>

        """
    }

    private var rights: HTML {
        """
        <h2>Your rights</h2>
        <p>The mails that we send you hold a personal link. Behind it you can see what we hold
        about you, correct it, and withdraw your interest, at any time and without giving a
        reason. You can also write to \(site.contactLink) to:</p>
        <ul>
        <li>receive a copy of your data, or have it sent to somebody else;</li>
        <li>have it corrected, erased, or its use restricted;</li>
        <li>object to its use.</li>
        </ul>
        <p>If you think that we do not treat your data properly, you can complain to the data
        protection authority of the country you live or work in.</p>

        """
    }
}
