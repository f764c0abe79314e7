"""Mails of many are looked at before they leave: who gets them, who does not and why."""

import json

from _browser import Browser, Driver
from _console import PASSWORD, Member
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
    expect("Taken out by a colleague. Reason: Told by telephone" in browser.text, "why",
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
    service.kill()


def with_script():
    """On a large screen."""
    story(True, 1280, "wide")


def narrow():
    """On a phone of 320 px."""
    story(True, 320, "narrow")


def without_script():
    """Without scripts."""
    story(False, 1000, "plain")


main(with_script, narrow, without_script)
