"""One seat from its invitation to its end in somebody's calendar, and the page that plans mails."""

import datetime
import email
import email.policy
import json
import os

import icalendar

from _console import enter, staff
from _hands import Pointer
from _stage import (
    Database, Service, equal, expect, interest, link_in, main, scratch, wait_for)

database = Database()
CODE = "hall-soon"
ADDRESS = "dace@example.org"
NOW = datetime.datetime.now(datetime.timezone.utc)
FIRST = NOW.date() + datetime.timedelta(days=3)


def event():
    """An event in three days whom anybody may join."""
    return {
        "code": CODE, "kind": "training", "title": "The hall", "summary": "One day.",
        "admission": "open", "languages": ["en"], "capacity": 2, "time_zone": "Africa/Abidjan",
        "city": "Rīga", "country": "LV", "sessions": [
            {"title": "Morning", "starts_at": f"{FIRST}T09:00", "ends_at": f"{FIRST}T12:00"}]}


def plan():
    """A reminder whose time was ten minutes ago, and two mails that are to come."""
    due = NOW - datetime.timedelta(minutes=10)
    return {"feedback_url": None, "tells_shortlisted": False, "reminders": [
        {"kind": "reminder", "days": (FIRST - due.date()).days, "at": f"{due:%H:%M}"},
        {"kind": "follow-up", "days": 1, "at": "10:00"},
        {"kind": "feedback-request", "days": 2, "at": "10:00"}]}


def file_of(document):
    path = os.path.join(scratch(), "document.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return path


def entry(mail):
    """The method and the one entry of the calendar of a mail, read by a stranger's programs."""
    message = email.message_from_string(mail["source"], policy=email.policy.default)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    equal(len(parts), 1, "calendars in the mail")
    calendar = icalendar.Calendar.from_ical(parts[0].get_payload(decode=True))
    for component in calendar.walk():
        equal(component.errors, [], f"errors in {component.name}")
    equal(parts[0].get_param("method"), str(calendar["METHOD"]), "the method of the part")
    [found] = calendar.walk("VEVENT")
    equal(found["ATTENDEE"], f"mailto:{ADDRESS}", "the attendee")
    return str(calendar["METHOD"]), found


def express(service):
    answer = service.post_json(interest(event=CODE, email=ADDRESS, given_name="Dace"))
    equal(answer.status, 202, "the status of an interest")
    link = link_in(service.mail(ADDRESS, "Please confirm")["text"], "confirm")
    service.post_form(link, {}, Sec_Fetch_Site="same-origin")


def seat():
    """A calendar gets a seat, is reminded, is told that it moves, and loses what is given back"""
    database.command("event", "create", file_of(event()))
    database.command("event", "publish", CODE)
    with Service(database) as service:
        express(service)
        taken = service.mail(ADDRESS, "You have a seat")
    database.command("event", "plan-mails", CODE, file_of(plan()))
    # The keeper looks when the service starts, and so do two of them at once.
    with Service(database) as service, Service(database) as other:
        reminder = wait_for("a reminder", lambda: service.mails(ADDRESS, "Reminder")
                            + other.mails(ADDRESS, "Reminder"))[0]
        moved = event()["sessions"][0] | {"starts_at": f"{FIRST}T10:00"}
        database.command("event", "move", CODE, file_of({"sequence": 0, "sessions": [moved]}))
        told = wait_for("a change", lambda: service.mails(ADDRESS, "New time")
                        + other.mails(ADDRESS, "New time"))[0]
        own = link_in(reminder["text"], "my")
        identity = database.value("SELECT id FROM interest WHERE email = 'dace@example.org'")
        given = service.post_form(
            f"{own}/offer", {"interest": identity, "answer": "decline"}, Sec_Fetch_Site="same-origin")
        equal(given.status, 303, "the status of giving back")
        freed = wait_for("an end", lambda: service.mails(ADDRESS, "Your seat")
                         + other.mails(ADDRESS, "Your seat"))[0]
    mails = [entry(mail) for mail in (taken, reminder, told, freed)]
    equal([method for method, _ in mails], ["REQUEST", "REQUEST", "REQUEST", "CANCEL"], "methods")
    equal(len({str(found["UID"]) for _, found in mails}), 1, "UIDs")
    first, again, changed, last = [found["SEQUENCE"] for _, found in mails]
    expect(first == again < changed < last, "sequences that grow", first, again, changed, last)
    equal([str(found.get("STATUS")) for _, found in mails],
          ["CONFIRMED", "CONFIRMED", "CONFIRMED", "None"], "what is said of the event")
    for text in ("The hall", "09:00–12:00: Morning", "check-in code"):
        expect(text in reminder["text"], text, reminder["text"])
    equal(database.count("outbox", "template = 'reminder'"), 1, "reminders")


def file():
    """Everybody can take the sessions along as a file, which changes only when the event does"""
    with Service(database) as service:
        path = f"/events/{CODE}/calendar.ics"
        expect(path in service.get(f"/events/{CODE}").text, "a link to the file")
        answer = service.get(path)
        equal((answer.status, answer["Content-Type"]), (200, "text/calendar; charset=utf-8"),
              "the file")
        calendar = icalendar.Calendar.from_ical(answer.body)
        for component in calendar.walk():
            equal(component.errors, [], f"errors in {component.name}")
        [found] = calendar.walk("VEVENT")
        equal((str(calendar["METHOD"]), found.get("ATTENDEE"), found["SEQUENCE"]),
              ("PUBLISH", None, 1), "what it is")
        equal(str(found["UID"]).split("@")[0],
              "session-" + database.value("SELECT id FROM session WHERE title = 'Morning' AND "
                                          f"starts_at::date = '{FIRST}'"), "its UID")
        equal(found["DTSTART"].dt.hour, 10, "when it begins")
        again = service.get(path, If_None_Match=answer["ETag"])
        equal(again.status, 304, "the same file")
        equal(service.get("/events/nothing/calendar.ics").status, 404, "no event")


def page():
    """A coordinator sees what left, adds a form, and is told what is wrong"""
    with Service(database) as service:
        member = staff(service, "coordinator")
        expect(service.mail("coordinator@example.org", "Somebody signed in"), "a notice")
        browser = enter(member)
        hands = Pointer(browser)
        browser.open(f"{service.url}/console/events/{CODE}/mail-plan")
        rows = [row.text for row in browser.all("table.people tbody tr")]
        equal(len(rows), 3, "mails that are planned")
        expect("Left" in rows[0] and rows[0].endswith("1"), "a reminder that left", rows)
        expect("Needs a form" in browser.text, "a question without a form", rows)
        browser.look("the plan of mails", "mail-plan-wide")
        hands.fill("#feedback_url", "http://forms.example/hall")
        hands.follow("section.narrow button")
        expect("There is a problem" in browser.text, "a form without TLS is refused", browser.text)
        browser.look("a plan that is refused", "mail-plan-wrong", schemes=("light",))
        hands.fill("#feedback_url", "https://forms.example/hall")
        hands.follow("section.narrow button")
        expect("The plan is set." in browser.text, "that it is set", browser.text)
        expect("Needs a form" not in browser.text, "no mail without a form", browser.text)
        browser.size(320, 900)
        browser.colours("dark")
        browser.look("the plan on a phone", "mail-plan-narrow", schemes=("dark",))
        browser.quit()
        again = member.sign_in()
        equal(len(service.mails("coordinator@example.org", "Somebody signed in")), 1,
              "notices, of which a browser that is known causes none")
        expect(again, "a second sign-in")
        shown = json.loads(database.command("event", "mail-plan", CODE, "--json"))
        equal(shown["feedback_url"], "https://forms.example/hall", "the form")
        equal([one["state"] for one in shown["reminders"]], ["left", "waiting", "waiting"],
              "what became of them")


main(seat, file, page)
