"""A coordinator plans an event, moves and cancels it, and calendars understand the mails."""

import datetime
import email
import email.policy
import json
import os
import zoneinfo

import icalendar

from _stage import (
    Database, Service, equal, expect, interest, link_in, main, run, scratch)

database = Database()
CODE = "audits-in-march"
TITLE = 'Audits, by day; "and by night" \\ in Rīga – ' + "for everybody who was there " * 3
RIGA = zoneinfo.ZoneInfo("Europe/Riga")


def plan(**changes):
    """Two days, with the beginning of summer time in the night between them."""
    return {
        "code": CODE, "kind": "training", "title": TITLE.strip(), "summary": "Two days.",
        "admission": "selection", "languages": ["en"], "capacity": 12,
        "time_zone": "Europe/Riga", "venue": "Room 1, left wing; first floor", "city": "Rīga",
        "country": "LV", "sessions": [
            session("2099-03-28", "09:00", "17:00"), session("2099-03-29", "09:30", "12:00")],
    } | changes


def session(day, begins, ends):
    return {"title": f"On {day}", "starts_at": f"{day}T{begins}", "ends_at": f"{day}T{ends}"}


def file_of(document):
    path = os.path.join(scratch(), "document.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return path


def confirm(service, name):
    """Somebody expresses interest in the event and confirms it."""
    address = f"{name}@example.org"
    answer = service.post_json(interest(event=CODE, email=address, given_name=name.title()))
    equal(answer.status, 202, "the status of an interest")
    link = link_in(service.mail(address, "Please confirm")["text"], "confirm")
    service.post_form(link, {}, Sec_Fetch_Site="same-origin")
    service.mail(address, "Your interest")


def calendar_of(mail):
    """The calendar part of a mail, read by a stranger's programs."""
    message = email.message_from_string(mail["source"], policy=email.policy.default)
    parts = list(message.iter_parts())
    equal([part.get_content_type() for part in parts],
          ["text/plain", "text/html", "text/calendar"], "the parts of the mail")
    part = parts[2]
    raw = part.get_payload(decode=True)
    expect(all(len(line) <= 75 for line in raw.split(b"\r\n")), "folded lines", raw)
    for line in raw.split(b"\r\n"):
        line.decode()
    calendar = icalendar.Calendar.from_ical(raw)
    equal(part.get_content_type(), "text/calendar", "the type")
    equal(part.get_param("method"), str(calendar["METHOD"]), "the method of the part")
    for component in calendar.walk():
        equal(component.errors, [], f"errors in {component.name}")
    return calendar


def check_times(calendar, sittings):
    """Every sitting at its instant, by the zone that the mail itself describes."""
    zone = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    events = calendar.walk("VEVENT")
    equal(len(events), len(sittings), "the number of entries")
    equal({str(event["UID"]) for event in events}, {str(events[0]["UID"])}, "one UID")
    for event, (day, begins, ends) in zip(events, sittings):
        for name, clock in (("DTSTART", begins), ("DTEND", ends)):
            wall = datetime.datetime.fromisoformat(f"{day}T{clock}")
            equal(event[name].dt.replace(tzinfo=None), wall, name)
            equal(event[name].params["TZID"], "Europe/Riga", "the zone")
            equal(wall.replace(tzinfo=zone).utcoffset(), wall.replace(tzinfo=RIGA).utcoffset(),
                  f"the offset at {wall}")
        equal(str(event["SUMMARY"]), TITLE.strip(), "the title")
    others = [event["RECURRENCE-ID"].dt.replace(tzinfo=None) for event in events[1:]]
    dates = [date.dt.replace(tzinfo=None) for date in events[0]["RDATE"].dts]
    equal(dates, others, "the further recurrences")
    return events[0]


def life():
    """An event goes from draft to cancelled, and everybody concerned hears of it once"""
    database.command("event", "create", file_of(plan()))
    shown = json.loads(database.command("event", "show", CODE))
    equal((shown["state"], shown["revision"], shown["sequence"]), ("draft", 0, 0), "a draft")
    equal(shown["sessions"][1]["starts_at"], "2099-03-29T06:30:00Z", "an instant")
    refused = database.command("event", "hold", CODE, status=1)
    equal(refused, "", "nothing on standard output")
    shown["capacity"] = 20
    database.command("event", "edit", CODE, file_of(shown))
    database.command("event", "edit", CODE, file_of(shown), status=1)
    database.command("event", "publish", CODE)

    with Service(database) as service:
        for name in ("anna", "dace"):
            confirm(service, name)
        database.rows("""
            WITH held AS (
                INSERT INTO participation (event_id, interest_id, created_at)
                SELECT event_id, id, now() FROM interest WHERE given_name = 'Dace'
                RETURNING id, interest_id)
            INSERT INTO participation_fact (participation_id, person_token, status, role, country,
                sector, actor, occurred_at, recorded_at)
            SELECT held.id, person.token, 'confirmed', 'participant', 'LV', 'police', 'system',
                   now(), now()
            FROM held JOIN interest ON interest.id = held.interest_id
            JOIN person ON person.id = interest.person_id""")
        key = json.loads(database.command(
            "staff", "token", "create", "--label", "checks", "--json"))["key"]
        bearer = {"Authorization": f"Bearer {key}"}
        sittings = [("2099-03-28", "10:00", "16:00"), ("2099-03-29", "09:00", "11:00"),
                    ("2099-03-30", "09:00", "11:00")]
        move = {name: value for name, value in plan().items() if name in (
            "time_zone", "venue", "city", "country")} | {
            "sequence": 0, "reason": "The hall is taken.", "mails": "send",
            "sessions": [session(*sitting) for sitting in sittings]}
        path = f"/api/v1/events/{CODE}/move"

        first = service.post_json(move, path, **bearer)
        again = service.post_json(move, path, **bearer)

        equal((first.status, again.status), (200, 409), "one of two")
        equal(first.json["informed"], 2, "how many people are told")
        mails = {name: service.mail(f"{name}@example.org", "New time") for name in ("anna", "dace")}
        with_place = check_times(calendar_of(mails["dace"]), sittings)
        equal(with_place["STATUS"], "CONFIRMED", "status")
        expect("text/calendar" not in mails["anna"]["source"], "no calendar without a place", mails)
        equal(with_place["ATTENDEE"], "mailto:dace@example.org", "the attendee")
        equal(with_place["ATTENDEE"].params["PARTSTAT"], "ACCEPTED", "what is said of them")
        equal(str(with_place["LOCATION"]), "Room 1, left wing; first floor, Rīga, Latvia",
              "the place")
        expect("The reason: The hall is taken." in mails["anna"]["text"], "the reason", mails)
        page = service.get(f"/events/{CODE}").text
        expect("were changed on" in page, "that it was moved", page)

        database.command(
            "event", "cancel", CODE, "--sequence", "1", "--reason", "Too few people.",
            "--send")
        cancelled = calendar_of(service.mail("dace@example.org", "Cancelled"))
        event = cancelled.walk("VEVENT")[0]
        equal(str(cancelled["METHOD"]), "CANCEL", "the method")
        equal((event["UID"], event["SEQUENCE"], event["STATUS"]),
              (with_place["UID"], 2, "CANCELLED"), "the entry that is taken away")
        for template in ("event-moved", "event-cancelled"):
            equal(database.count("outbox", f"template = '{template}'"), 2, template)


def keeping():
    """Programmes, grants and organisations are kept from a terminal, and what is wrong is told"""
    database.command("organisation", "add", "harbour-police", file_of(
        {"name": "Harbour Police", "country": "SE", "aliases": ["Hamnpolisen"]}))
    database.command("organisation", "rename", "harbour-police", "--name", "Port Police",
                     "--from", "2027-01-01")
    found = json.loads(database.command(
        "organisation", "list", "--matching", "HAMNPOL", "--json"))
    equal([(one["name"], one["until"]) for one in found[0]["names"]],
          [("Harbour Police", "2027-01-01"), ("Port Police", None)], "the names")
    database.command("programme", "save", "safe-passage", file_of({"title": "Safe Passage"}))
    database.command("programme", "grant", "g-1", file_of({"funder": "harbour-police"}))
    database.command("programme", "phase", "safe-passage", "safe-passage-1", file_of(
        {"title": "One", "grants": ["g-1"],
         "partners": [{"organisation": "harbour-police", "role": "lead"}]}))
    shown = json.loads(database.command("programme", "show", "safe-passage"))
    equal(shown["phases"][0]["partners"][0]["organisation"], "harbour-police", "the partner")
    codes = [one["code"] for one in json.loads(database.command("programme", "list", "--json"))]
    expect("safe-passage" in codes, "it in the list", codes)
    done = run("programme", "phase", "safe-passage", "safe-passage-1", file_of(
        {"starts_on": "soon", "partners": [{"organisation": "nobody", "role": "lead"}]}),
        status=1, **database.settings)
    for line in ("/title: ", "/starts_on: ", "/partners/0/organisation: "):
        expect(line in done.stderr, f"a line on {line}", done.stderr)
    database.command("event", "series", "audits", "Audits")
    series = json.loads(database.command("event", "list", "--series", "audits", "--json"))
    equal(series, [], "the events of a series without any")


def known():
    """What an answer says is done is seen at once, on whichever core one asks"""
    with Service(database, REGISTRY_CORES="8") as service:
        key = json.loads(database.command("staff", "token", "create", "--label", "known", "--json"))
        bearer = {"Authorization": f"Bearer {key['key']}"}
        for number in range(10):
            code = f"known-at-once-{number}"
            made = service.post_json(plan(code=code), "/api/v1/events", **bearer)
            equal(made.status, 201, "the status of a new event")
            published = service.post_json({}, f"/api/v1/events/{code}/publish", **bearer)
            equal(published.status, 200, "the status of publishing")
            for core in range(12):
                answer = service.get(f"/api/v1/events/{code}")
                equal(answer.status, 200, f"event {number}, connection {core}")


def unauthorised():
    """Without a key nothing of the coordinators' is read or changed"""
    with Service(database) as service:
        for method, path in (
                ("GET", "/api/v1/staff/events"), ("POST", "/api/v1/events"),
                ("PUT", "/api/v1/programmes/audtrain"), ("GET", "/api/v1/organisations"),
                ("POST", f"/api/v1/events/{CODE}/cancel")):
            answer = service.request(method, path, b"{}", Content_Type="application/json")
            equal(answer.status, 401, f"{method} {path}")


main(life, keeping, known, unauthorised)
