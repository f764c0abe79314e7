"""From the mail with the seat to the door, and to a certificate on paper."""

import email
import email.policy
import re

from _browser import Browser, Driver
from _console import enter, staff
from _paper import A4, LETTER, Paper, read_code
from _stage import Database, Service, equal, expect, interest, link_in, main

database = Database()
EVENT, TITLE = "door-days", "Days at the door"
ANNA = "anna.liepa@example.org"


def plan():
    """An open event of yesterday and today, whose last session runs now."""
    database._run(database.admin_url, f"""
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            city, country, published_at)
        SELECT '{EVENT}', 'training', '{TITLE}', 'Two days.', 'open', today - 1, today + 1,
            'Europe/Riga', 'Rīga', 'LV', now() - interval '30 days'
        FROM (SELECT (now() AT TIME ZONE 'Europe/Riga')::date) AS clock (today);
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, 'Now', now() - interval '1 hour', now() + interval '2 hours'
        FROM event WHERE code = '{EVENT}';""")


def come(address):
    """Expresses and confirms an interest; returns the own page and the mail with the seat."""
    body = interest(event=EVENT, email=address, given_name="Anna", family_name="Liepa")
    equal(service.post_json(body).status, 202, "the status")
    link = link_in(service.mail(address, "Please confirm")["text"], "confirm")
    own = service.post_form(link, {}, Sec_Fetch_Site="same-origin")["Location"].split("?")[0]
    source = service.mail(address, f"You have a seat in {TITLE}")["source"]
    return own, email.message_from_bytes(source.encode(), policy=email.policy.default)


def code_of(address):
    return database.value(f"""SELECT check_in_code FROM participation p
        JOIN interest i ON i.id = p.interest_id WHERE i.email = '{address}'""")


def marked(code):
    return database.rows(f"""SELECT a.status FROM attendance_now a
        JOIN participation p ON p.id = a.participation_id WHERE p.check_in_code = '{code}'""")


def check_mail(mail, address, words):
    """The picture in the mail, as a stranger's program finds and reads it."""
    parts = list(mail.walk())
    for part in parts:
        equal(part.defects, [], "defects of the mail")
    equal([part.get_content_type() for part in parts],
          ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
           "text/calendar"], "the parts of the mail")
    _, plain, related, html, picture, _ = parts
    equal(related.get_param("type"), "text/html", "what the picture belongs to")
    equal(picture.get_content_disposition(), "inline", "where the picture is shown")
    shown = re.findall(r'src="cid:([^"]+)"', html.get_content())
    equal([f"<{one}>" for one in shown], [picture["Content-ID"]], "the picture that is shown")
    equal(re.findall(r'src="(?!cid:)', html.get_content()), [], "what is fetched")
    expect('alt="QR code of your check-in code"' in html.get_content(), "words for the picture")
    for text in (plain.get_content(), html.get_content()):
        expect(words in text, "the code in letters", text)
    equal(read_code(picture.get_content()), address, "what the picture says")
    equal(str(mail.as_bytes()).count("cid:"), 1, "pictures")


def look(browser, where, picture):
    browser.check_width()
    for scheme in ("light", "dark") if browser.has_script else ():
        browser.colours(scheme)
        browser.check_axe(f"{where}, {scheme}")
        browser.screenshot(f"pass-{picture}-{scheme}")
    browser.colours("light")


def at_the_door():
    """The code of a real mail opens its person at the door: scanned, typed and read out."""
    own, mail = come(ANNA)
    code = code_of(ANNA)
    words = f"{code[:5]} {code[5:]}"
    address = f"{service.url}/console/check-in/{code}"
    check_mail(mail, address, words)
    equal(service.get(f"/console/check-in/{code}").status, 303, "without signing in")

    phone = enter(staff(service, "helper", "check-in", "--event", EVENT), width=320)
    phone.open(address)
    equal(phone.find("h1").text, "Anna Liepa", "who it is")
    phone.find("button[value=mark]").go()
    expect("Marked present." in phone.text, "that it is marked", phone.text)
    equal(marked(code), [["present"]], "the mark")
    for typed in (address, words, words.lower(), code):
        phone.open(f"{service.url}/console/events/{EVENT}/check-in")
        phone.find("#who").type(typed)
        phone.find("button[value=find]").go()
        equal(phone.url, address, f"where {typed!r} leads")

    for width in (320, 1280):
        browser = Browser(Driver(), width=width)
        browser.open(service.url + own)
        equal(browser.find(".pass .key").text, words, "the code on the own page")
        look(browser, "the own page with a code", f"own-{width}")
        for scheme in ("light", "dark"):
            browser.colours(scheme)
            equal(read_code(browser.picture), address,
                  f"what is read from a screen of {width} px, {scheme}")
        paper = Paper(browser)
        expect(words in paper.text(1), "the code on the first sheet", paper.text(1))
        expect("Your data" not in paper.text(1), "nothing behind it on that sheet",
               paper.text(1))
        equal(read_code(paper.picture(f"pass-paper-{width}")), address, "what paper says")
    plain = Browser(Driver(), has_script=False, width=320)
    plain.open(service.url + own)
    look(plain, "without scripts", "plain")
    equal(read_code(plain.picture), address, "without scripts")
    expect(code not in service.log and own not in service.log, "no secret in the log",
           service.log)


def check_paper(browser, name, certificate, *wanted):
    """One sheet, on the paper of here and of overseas, that says all it has to and no more."""
    for kind, size in {"A4": A4, "letter": LETTER, "A4, wide": A4[::-1]}.items():
        paper = Paper(browser, size)
        equal((paper.pages, paper.size), (1, kind.split(",")[0]), "how many sheets of which size")
        text = paper.text()
        for words in (*wanted, "Certificate of attendance", "Children at Risk Unit",
                      f"{service.url}/verify/{certificate}"):
            expect(words in text, f"{words!r} on {kind}", text)
        for words in ("Print this page", "demonstration", "Programmes", "Privacy"):
            expect(words not in text, f"no {words!r} on {kind}", text)
        paper.picture(f"pass-certificate-{name}-{kind}")


def on_paper():
    """A certificate is on the own page, prints on one sheet, and is checked by its address."""
    own = link_in(service.mail(ANNA, "You have a seat")["text"], "my")
    session = database.value(f"""SELECT s.id FROM session s JOIN event e ON e.id = s.event_id
        WHERE e.code = '{EVENT}'""")
    database.command("attendance", "seal", EVENT, session)
    database.command("attendance", "certify", EVENT)
    certificate = database.value("SELECT code FROM certificate")
    browser = Browser(Driver(), width=320)
    browser.open(service.url + own)
    look(browser, "the own page with a certificate", "own-certificate")
    browser.find(f".held a[href='/certificates/{certificate}']").go()
    look(browser, "a certificate", "certificate")
    check_paper(browser, "short", certificate, "Anna Liepa", TITLE)

    title = " ".join(["Guidelines for the protection of children on the move"] * 4)[:200].strip()
    database._run(database.admin_url, f"""
        UPDATE event SET title = '{title}' WHERE code = '{EVENT}';
        UPDATE certificate SET name = 'Anna Sofia Wilhelmina ' || repeat('Kalnina ', 9)
            || 'Ozola'; UPDATE session SET ends_at = now() WHERE id = '{session}';""")
    browser.open(f"{service.url}/certificates/{certificate}")
    look(browser, "a certificate with long words", "certificate-long")
    check_paper(browser, "long", certificate, "Anna Sofia Wilhelmina Kalnina", "Ozola",
                title[:30], title[-20:])

    browser.open(service.url + own)
    equal(browser.all(".pass"), [], "codes of an event that is over")
    browser.find(f".held a[href='/verify/{certificate}']").go()
    equal(browser.find("h1").text, "This certificate is valid", "what the address says")
    for path in (f"/certificates/{certificate}", f"/verify/{certificate}", own):
        equal(service.get(path)["Referrer-Policy"], "no-referrer", f"the policy of {path}")


plan()
service = Service(database)
main(at_the_door, on_paper)
