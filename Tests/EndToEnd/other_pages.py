"""axe looks at the pages that no story comes by: conflicts, refusals, and what is not there."""

import base64
import re
import secrets

from _browser import Browser, Driver
from _console import PASSWORD, Member, code_of, enter, plan
from _stage import EVENT, Database, Service, equal, expect, interest, link_in, main, wait_for

database = Database()

# Sends a form of this site that no script of the page looks at before.
SEND = """
    const [path, fields] = arguments, form = document.createElement("form");
    form.method = "post"; form.action = path; form.hidden = true;
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("input");
      field.name = name; field.value = value; form.append(field); }
    document.body.append(form); form.submit();"""


def send(browser, path, **fields):
    before = browser.find("html")
    browser.script(SEND, path, fields)
    browser.settle(before)


def look(browser, heading, where):
    """The page is the one that is meant, and nothing is wrong with it, on a desk or a phone."""
    expect(heading in browser.text, f"{heading!r} on {where}", browser.text[:600])
    for scheme, width in (("light", 1280), ("dark", 320)):
        browser.size(width, 900)
        browser.look(where, f"other-{where.replace(' ', '-')}-{width}", (scheme,))
    browser.size(1280, 900)


def staff(service, name, *role):
    return Member(service, f"{name}@example.org", *role).set_up().sign_in()


def two_on_one_sheet():
    """The page of a sheet where two marked the same, and of counts that cannot be"""
    path = plan(database, "pair", people=3)
    with Service(database) as service:
        one, two = staff(service, "one"), staff(service, "two")
        browser = enter(one)
        browser.open(service.url + path)
        page = two.get(path).text
        sheet = page[page.index('id="sheet"'):]
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', sheet))
        equal(two.post(path, form | {"m0.1": "a", "m1.1": "p"}, csrf=form["csrf"]).status, 303,
              "the status for the first")
        before = browser.find("html")
        browser.script("""
            for (const name of ["m0.1", "m1.1"])
              document.querySelector(`input[name="${name}"][value="e"]`).checked = true;
            document.getElementById("sheet").submit()""")
        browser.settle(before)
        look(browser, "2 marks were changed meanwhile", "a sheet with two marks changed meanwhile")
        expect("problem" in (browser.focus.attribute("class") or ""), "focus on the summary")
        browser.open(service.url + path)
        browser.find("#h-15-to-17").type("some")
        browser.find(".heads button").go()
        look(browser, "a whole number from 0 is needed", "counts that are none")
        browser.open(f"{service.url}{path}/csv")
        browser.find("#csv").type("name\nnobody")
        browser.find("button[value=look]").go()
        look(browser, "There is a problem", "a file that is no sheet")
        browser.quit()


def two_on_one_event():
    """The pages of an event that two edit, and of moves that are refused"""
    with Service(database) as service:
        one, two = staff(service, "editor"), staff(service, "faster")
        path = f"/console/events/{EVENT}"
        browser = enter(one)
        browser.open(f"{service.url}{path}/edit/form")
        other = enter(two)
        other.open(f"{service.url}{path}/edit/form")
        for page, title in ((other, "The title of the faster"), (browser, "A title too late")):
            page.find("#title").type(title)
            page.find("main form.narrow > p:last-child button").go()
        look(browser, "The title of the faster", "an event that two edited")
        equal([row.text for row in browser.all("table.matrix tbody th")], ["Title"],
              "what differs")
        email = "moved@example.org"
        service.post_json(interest(email=email))
        link = link_in(service.mail(email)["text"], "confirm")
        service.post_form(link, {}, Sec_Fetch_Site="same-origin")
        identity = wait_for("the interest", lambda: database.value(f"""SELECT id FROM interest
            WHERE email = '{email}' AND confirmed_at IS NOT NULL"""))
        browser.open(f"{service.url}{path}/people")
        browser.find("input[name=pick]").click()
        browser.find("#to option[value=shortlisted]").click()
        browser.find("button[value=draft]").go()
        database.command("interest", "move", EVENT, "declined", identity)
        browser.find("form[action$='/send'] button:not([name])").go()
        look(browser, "There is a problem", "somebody who was moved meanwhile")
        browser.open(f"{service.url}{path}/seats")
        look(browser, "Seats", "seats")
        browser.open(f"{service.url}{path}/move")
        browser.script("document.getElementById('ends_on').value = '1999-01-01'")
        browser.find("main form.narrow > p:last-child button").go()
        look(browser, "There is a problem", "a move into the past")
        for page in (browser, other):
            page.quit()


def turned_away():
    """The pages of who may not, of what is not there, and of who is signed out"""
    with Service(database) as service:
        helper = Member(service, "helper@example.org", "check-in", "Ieva Ozola",
                        "--event", EVENT).set_up().sign_in()
        browser = enter(helper)
        for path, heading in (
                ("/console/staff", "may not"), ("/console/events/none/attendance", "not here"),
                ("/console/check-in/AAAAAAAAAA", "not here"), ("/console/nothing", "not here")):
            browser.open(service.url + path)
            look(browser, "", f"the answer to {path.replace('/', ' ').strip()}")
        browser.open(service.url + "/console")
        look(browser, "Take attendance", "the console of a helper")
        send(browser, "/console/sign-out", csrf="A" * 43)
        look(browser, "", "a form of another session")
        helper.post("/console/sign-out")
        send(browser, "/console/sign-out", csrf="A" * 43)
        look(browser, "You are signed out", "a form of who is signed out")
        browser.open(service.url + "/console/set-up/" + "A" * 43)
        look(browser, "", "a link to set up that is not known")
        browser.quit()


def too_many_tries():
    """The page of who tried to sign in too often, and of a form that is not filled"""
    with Service(database) as service:
        member = Member(service, "often@example.org").set_up()
        browser = Browser(Driver())
        browser.open(service.url + "/console/sign-in")
        browser.find("main form button").go()
        look(browser, "There is a problem", "signing in with nothing")
        for _ in range(10):
            equal(member.try_sign_in(code_of(member.secret), "wrong words").status, 401, "a guess")
        for name, text in (("email", member.email), ("password", PASSWORD),
                           ("code", code_of(member.secret))):
            browser.find(f"#{name}").type(text)
        browser.find("main form button").go()
        look(browser, "it takes a quarter of an hour", "signing in after too many tries")
        browser.quit()


def own_page(person):
    """The address of somebody's own page, with a link that is made here."""
    secret = secrets.token_bytes(32)
    database.rows(f"""INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
        VALUES (sha256('\\x{secret.hex()}'), 'my', '{person}', now(), now() + interval '1 day')""")
    return "/my/" + base64.urlsafe_b64encode(secret).decode().rstrip("=")


def own_pages():
    """A person's own page in each status that an interest may have, and what belongs to it"""
    plan(database, "own", people=1, sessions=1)
    with Service(database) as service:
        browser = Browser(Driver())
        email = "own@example.org"
        service.post_json(interest(email=email))
        link = link_in(service.mail(email)["text"], "confirm")
        service.post_form(link, {}, Sec_Fetch_Site="same-origin")
        identity, person = wait_for("the person", lambda: database.rows(f"""
            SELECT id, person_id FROM interest WHERE email = '{email}'
            AND confirmed_at IS NOT NULL"""))[0]
        path = own_page(person)
        for status in ("shortlisted", "offered", "waiting", "declined"):
            database.command("interest", "move", EVENT, status, identity)
            browser.open(service.url + path)
            look(browser, "What we hold about you", f"an interest that is {status}")
        browser.open(f"{service.url}{path}/trainer")
        look(browser, "", "no invitation to become a trainer")
        browser.open(f"{service.url}{path}/chance/{identity}")
        look(browser, "", "a chance that is not known")
        walked_in = database.value("SELECT person_id FROM interest WHERE email LIKE 'own1@%'")
        browser.open(service.url + own_page(walked_in))
        look(browser, "You have", "a seat of who walked in")
        send(browser, f"{path}/withdraw", interest="no id")
        look(browser, "", "a form that is damaged")
        browser.quit()


def other_forms():
    """The forms of a programme and of who is invited: empty, wrong and sent; and refusals"""
    invited = database.value("""SELECT code FROM event WHERE admission = 'invitation'
        AND published_at IS NOT NULL AND ends_on > now() LIMIT 1""")
    with Service(database) as service:
        browser = Browser(Driver())
        browser.open(service.url + "/programmes/protect/interest")
        browser.find("main form button[type=submit]").go()
        look(browser, "There is a problem", "the form of a programme, wrong")
        fill(browser, email="pool@example.org")
        browser.find("main form button[type=submit]").go()
        look(browser, "Check your mail", "an interest in a programme")
        link = link_in(service.mail("pool@example.org")["text"], "confirm")
        browser.open(service.url + link)
        browser.find("main form button").go()
        look(browser, "Your interest is confirmed", "somebody in the pool")

        database.command("event", "invite", invited, "--email", "guest@example.org")
        link = link_in(service.mail("guest@example.org")["text"], "invitations")
        browser.open(service.url + link)
        look(browser, "You are invited", "an invitation")
        browser.find("main form button[type=submit]").go()
        look(browser, "There is a problem", "an invitation, wrong")
        fill(browser)
        browser.find("main form button[type=submit]").go()
        look(browser, "", "an invitation that is taken up")
        browser.open(service.url + link)
        look(browser, "", "an invitation that was taken up")
        for path in ("/invitations/" + "A" * 43, "/nominate/" + "A" * 43, "/verify/AAAAAAAAAA",
                     "/certificates/AAAAAAAAAA", "/nothing", "/events?programme=none",
                     "/events?when=sometime", "/events?when=past&kind=roundtable"):
            browser.open(service.url + path)
            look(browser, "", f"the answer to {path.replace('/', ' ').strip()[:40]}")
        browser.quit()


def fill(browser, **changes):
    """What a form of interest asks for."""
    values = {"given_name": "Ieva", "family_name": "Ozola", "country": "LV",
              "sector": "border-guard"} | changes
    for name, value in values.items():
        field = browser.find(f"#{name}")
        if field.live("tagName") == "SELECT":
            field.find(f"option[value={value}]").click()
        else:
            field.type(value)
    browser.find("#notice").click()


def too_many_forms():
    """The page of who sent too many forms"""
    with Service(database, REGISTRY_INTAKE_PER_SOURCE="1") as service:
        browser = Browser(Driver())
        for _ in range(3):
            browser.open(f"{service.url}/events/{EVENT}/interest")
            browser.find("main form button[type=submit]").go()
        look(browser, "", "too many forms")
        browser.quit()


main(two_on_one_sheet, two_on_one_event, turned_away, too_many_tries, own_pages, other_forms,
     too_many_forms)
