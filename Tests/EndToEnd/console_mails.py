"""Mails of many are looked at before they leave: who gets them, who does not and why."""

import json

from _browser import Browser, Driver
from _console import PASSWORD, Member, three_ways
from _stage import EVENT, Database, Service, equal, expect, interest, link_in, main, wait_for

PATH = f"/console/events/{EVENT}/mailings"


def arrive(service, name, is_confirmed=True):
    """Somebody expresses interest in the event, and confirms it."""
    address = f"{name}@example.org"
    answer = service.post_json(interest(email=address, given_name=name.title()))
    equal(answer.status, 202, "the status of an interest")
    link = link_in(service.mail(address, "Please confirm")["text"], "confirm")
    if is_confirmed:
        service.post_form(link, {}, Sec_Fetch_Site="same-origin")
        service.mail(address, "Your interest")
    return address


def states(database):
    return dict(database.rows("""
        SELECT split_part(recipient, '@', 1), state FROM outbox
        WHERE template = 'event-moved' ORDER BY 1"""))


def go(browser, css):
    before = browser.find("html")
    browser.find(css).click()
    wait_for("another page", before.is_gone)


def story(has_script, width, name):
    database = Database()
    service = Service(database)
    member = Member(service, "ieva@example.org").set_up()
    browser = Browser(Driver(), has_script=has_script, width=width)

    def look(where, picture):
        browser.look(where, f"console-mails-{picture}-{name}")

    for one in ("anna", "dace", "egils", "hanna"):
        arrive(service, one)
    arrive(service, "berta", is_confirmed=False)
    key = json.loads(database.command(
        "staff", "token", "create", "--label", "checks", "--json"))["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    database.command("address", "hold", "dace@example.org", "--reason", "Asked by letter")
    event = service.get(f"/api/v1/staff/events/{EVENT}", **bearer).json
    moved = service.post_json(
        {"sequence": event["sequence"], "venue": "Another house", "city": "Tartu",
         "country": "EE"},
        f"/api/v1/events/{EVENT}/move", **bearer)
    expect(moved.status == 200, "the move", moved)
    equal(moved.json["informed"], 4, "who is concerned")
    mailing = moved.json["mailing"]
    equal(set(states(database).values()), {"draft"}, "that nothing left")
    database.rows("""
        UPDATE interest SET withdrawn_at = now() WHERE given_name = 'Anna' RETURNING id""")

    browser.open(service.url + "/console/sign-in")
    for field, text in (
            ("email", member.email), ("password", PASSWORD), ("code", member.fresh_code())):
        browser.find(f"[name={field}]").type(text)
    go(browser, "main button[type=submit]")
    expect("mails of many wait to be looked at" in browser.text, "the dashboard", browser.text)
    browser.open(service.url + "/console/mailings")
    look("all mailings", "all")
    browser.open(service.url + PATH)
    look("the mailings of the event", "event")
    go(browser, f"a[href$='{mailing}']")
    for line in (
            "Who gets it: 2 people", "Anna Ozola: They withdrew.",
            "Berta Ozola: They never confirmed their address.",
            "Dace Ozola: Their address is on hold: a coordinator put it on hold."):
        expect(line in browser.text, line, browser.text)
    look("what waits", "waiting")

    go(browser, "form[action$='/take-out'] button")
    expect("Choose whom to take out." in browser.text, "what is missing", browser.text)
    look("what waits, with errors", "errors")
    mail = database.value("""
        SELECT id FROM outbox WHERE template = 'event-moved' AND recipient LIKE 'egils@%'""")
    browser.find(f"#mail option[value='{mail}']").click()
    browser.find("#take-out-reason").type("Told by telephone")
    go(browser, "form[action$='/take-out'] button")
    expect("Who gets it: 1 person" in browser.text, "who is left", browser.text)
    expect("Taken out by you. Reason: Told by telephone" in browser.text, "why",
           browser.text)
    go(browser, "form[action$='/release'] button")
    service.mail("hanna@example.org", "New time")
    browser.open(f"{service.url}{PATH}/{mailing}")
    look("what was sent", "sent")
    equal(states(database), {
        "anna": "cancelled", "dace": "held", "egils": "cancelled", "hanna": "sent"}, "the mails")
    late = service.post_json({}, f"/api/v1/events/{EVENT}/mailings/{mailing}/release", **bearer)
    equal((late.status, late.json["type"].split("/")[-1]), (409, "ended-already"), "too late")

    sent = database.value("""
        SELECT id FROM outbox WHERE template = 'event-moved' AND recipient LIKE 'hanna@%'""")
    again = service.post_json(
        {"reason": "She lost it"}, f"/api/v1/events/{EVENT}/mails/{sent}/resend", **bearer)
    equal(again.status, 200, "the status of sending again")
    wait_for("a second mail", lambda: len(service.mails("hanna@example.org", "New time")) == 2)
    ids = [one["source"].lower().split("message-id:")[1].split()[0]
           for one in service.mails("hanna@example.org", "New time")]
    equal(len(set(ids)), 2, "the Message-IDs")
    other = database.value("""
        SELECT id FROM outbox WHERE template = 'event-moved' AND recipient LIKE 'anna@%'""")
    refused = service.post_json(
        {"reason": "Once more"}, f"/api/v1/events/{EVENT}/mails/{other}/resend", **bearer)
    equal((refused.status, refused.json["type"].split("/")[-1]), (409, "withdrew"), "a refusal")
    shown = json.loads(database.command("mailing", "show", EVENT, mailing, "--json"))
    equal([one["name"] for one in shown["gets"]], ["Hanna Ozola"], "who got it, by the command")
    explained(database, service, browser, look, mailing)
    service.kill()


def person(database, name):
    """The address of the page of somebody in the event."""
    id = database.value(f"SELECT id FROM interest WHERE given_name = '{name}'")
    return f"/console/events/{EVENT}/people/{id}"


def explained(database, service, browser, look, mailing):
    """Which mails somebody got and why not others; one of them is sent again in the console."""
    wait_for("the last outcome", lambda: not database.count(
        "outbox", "state IN ('pending', 'sending')"))
    berta = person(database, "Berta").split("/")[-1]
    told = json.loads(database.command("mail", "explain", EVENT, berta, "--json"))
    equal([one["template"] for one in told["mails"]], ["confirm-interest"], "the mails to Berta")
    equal({one["template"]: one["reason"] for one in told["missing"]},
          {"interest-confirmed": "not-confirmed", "event-moved": "never-confirmed"},
          "why Berta got no others")
    browser.open(f"{service.url}/console/events/{EVENT}/mails")
    expect("Their address is on hold: a coordinator put it on hold." in browser.text,
           "the hold among the mails", browser.text)
    look("the mails of the event", "tab")

    hanna = person(database, "Hanna")
    browser.open(service.url + hanna)
    for line in ("The event was moved", "Sent again: the mail of", "1 attempt",
                 "Mails that were not written, and why", "Nobody has decided about them yet."):
        expect(line in browser.text, line, browser.text)
    expect(browser.all(f"a[href$='/mailings/{mailing}']"), "the way to the mailing")
    browser.all("section[aria-labelledby=mails] summary")[0].click()
    expect("(end-of-data, 250)" in browser.text, "what the mail server said", browser.text)
    look("the mails to one person", "person")
    go(browser, "form[action$='/resend'] button")
    expect("Choose which mail is sent again." in browser.text, "what is missing", browser.text)
    look("the mails to one person, with errors", "person-errors")
    mail = database.value("""
        SELECT id FROM outbox WHERE template = 'interest-confirmed' AND recipient LIKE 'hanna@%'
        """)
    browser.find(f"#mail option[value='{mail}']").click()
    browser.find("#again-reason").type("They say that nothing came")
    go(browser, "form[action$='/resend'] button")
    wait_for("a second confirmation",
             lambda: len(service.mails("hanna@example.org", "Your interest")) == 2)

    browser.open(service.url + person(database, "Anna"))
    mail = database.value("""
        SELECT id FROM outbox WHERE template = 'event-moved' AND recipient LIKE 'anna@%'""")
    browser.find(f"#mail option[value='{mail}']").click()
    browser.find("#again-reason").type("Once more")
    go(browser, "form[action$='/resend'] button")
    expect("They withdrew." in browser.find(".problem[role=alert]").text, "why not", browser.text)
    look("a refusal to send again", "refused")


main(*three_ways(story))
