"""What coordinators write about events and programmes."""

import json

from _injection import ATTACKS, CALENDAR, FORMS, TEXT, text_of
from _stage import equal, expect, wait_for

MOVED = "days-that-move"
OFFERED = "days-for-the-pool"
PROGRAMME = "attacked"
PLACE = {"time_zone": "Europe/Riga", "city": "Riga", "country": "LV"}


def sitting(number=0):
    return {"title": "First day", "starts_at": f"2099-03-{10 + number % 10}T09:00",
            "ends_at": f"2099-03-{10 + number % 10}T16:00"}


def event(code, **changes):
    return PLACE | {
        "code": code, "kind": "training", "title": "Days", "summary": "Days.", "venue": "Hall",
        "admission": "open", "languages": ["en"], "capacity": 9, "sessions": [sitting()]} | changes


def publish(attacker, code):
    answer = attacker.service.post_json(
        {}, f"/api/v1/events/{code}/publish", **attacker.key("coordinator"))
    expect(answer.status == 200, f"{code} to be published", answer)
    wait_for(code, lambda: attacker.service.get(f"/events/{code}").status == 200)


def plan(attacker, code, **changes):
    """A published event in many years."""
    made = attacker.service.post_json(
        event(code, **changes), "/api/v1/events", **attacker.key("coordinator"))
    equal(made.status, 201, f"the status of making {code}")
    publish(attacker, code)


def offer(attacker, code, reader):
    """Offers an event to somebody in the pool; the mail that tells them."""
    wish = attacker.database.value(
        f"SELECT id FROM interest WHERE email = '{reader}' AND programme_id IS NOT NULL")
    before = len(attacker.peer.mails)
    answer = attacker.service.post_json(
        {"interests": [wish], "reason": "She can follow it."},
        f"/api/v1/events/{code}/pool/offers", **attacker.key("coordinator"))
    equal(answer.status, 200, "the status of an offer")
    return attacker.arrived(reader, before)


def moves(attacker):
    """What an event is called, where it is and why it moves"""
    bearer = attacker.key("coordinator")
    plan(attacker, MOVED)
    reader, _ = attacker.confirmed(event=MOVED)
    url = f"/api/v1/events/{MOVED}"
    number, sequence = 0, 0
    for path in (["title"], ["venue"], ["city"], ["reason"], ["sessions", 0, "title"]):
        for attack, text in ATTACKS.items():
            number += 1
            before = len(attacker.peer.mails)
            document = PLACE | {
                "sequence": sequence, "venue": f"Hall {number}", "reason": "It rains.",
                "sessions": [sitting(number)]}
            if path == ["title"]:
                known = attacker.service.get(f"/api/v1/staff/events/{MOVED}", **bearer).json
                if not attacker.send(url, path, known, text, "PUT", **bearer):
                    continue
                answer = attacker.service.post_json(document, f"{url}/move", **bearer)
            else:
                answer = attacker.send(f"{url}/move", path, document, text, **bearer)
                if not answer:
                    continue
            sequence += 1
            equal(answer.json["informed"], 1, "how many people are told")
            attacker.check(attacker.arrived(reader, before), reader, CALENDAR, attack)


def cancellations(attacker):
    """Why an event is cancelled"""
    bearer = attacker.key("coordinator")
    reader = None
    for number, (attack, text) in enumerate(ATTACKS.items()):
        if reader is None:
            code = f"days-that-end-{number}"
            plan(attacker, code)
            reader, _ = attacker.confirmed(event=code)
        before = len(attacker.peer.mails)
        if attacker.send(f"/api/v1/events/{code}/cancel", ["reason"], {"sequence": 0}, text,
                         **bearer):
            attacker.check(attacker.arrived(reader, before), reader, CALENDAR, attack)
            reader = None


def programmes(attacker):
    """What a programme is called, for who confirms, is offered an event, and is asked again"""
    bearer = attacker.key("coordinator")
    url = f"/api/v1/programmes/{PROGRAMME}"
    document = {"title": "Days", "summary": "Days.", "is_published": True, "takes_interest": True}
    equal(attacker.service.request(
        "PUT", url, json.dumps(document), Content_Type="application/json", **bearer).status, 201,
        "the status of a programme")
    # Nobody in the pool is of its audience, so that only a coordinator offers it.
    plan(attacker, OFFERED, programme=PROGRAMME, admission="selection", audience=["police"])
    for attack, text in ATTACKS.items():
        if not attacker.send(url, ["title"], document, text, "PUT", **bearer):
            continue
        reader, _ = attacker.confirmed(event=None, programme=PROGRAMME)
        attacker.check(attacker.arrived(reader, 0), reader, TEXT, attack)
        attacker.check(offer(attacker, OFFERED, reader), reader, TEXT, attack)
        before = len(attacker.peer.mails)
        attacker.database.rows(f"""
            UPDATE interest SET expires_at = now() + interval '9 days' WHERE email = '{reader}';
            SELECT ask_pool_again(100, now(), 'example.org')""")
        attacker.check(attacker.arrived(reader, before), reader, TEXT, attack)


def offers(attacker):
    """What an event is called when it is made, and where it is, for who is offered it"""
    bearer = attacker.key("coordinator")
    reader, _ = attacker.confirmed(event=None, programme=PROGRAMME)
    number = 0
    for path in (["title"], ["venue"], ["city"], ["sessions", 0, "title"]):
        for attack, text in ATTACKS.items():
            number += 1
            code = f"days-offered-{number}"
            document = event(code, programme=PROGRAMME, admission="selection", audience=["police"])
            if attacker.send("/api/v1/events", path, document, text, **bearer):
                publish(attacker, code)
                attacker.check(offer(attacker, code, reader), reader, TEXT, attack)


def imports(attacker):
    """What an event is called in a spreadsheet, where it stays when its days are added"""
    bearer = attacker.key("coordinator")
    for number, attack in enumerate(ATTACKS):
        if attack == "half a pair":
            continue
        code, title = f"days-of-a-table-{number}", text_of(attack).replace('"', '""')
        answer = attacker.service.request(
            "POST", "/api/v1/imports/events?mode=apply",
            "code,kind,title,summary,starts_on,admission,languages,capacity,city,country\n"
            f'{code},training,"{title}",Days.,2099-03-10,open,en,9,Riga,LV\n'.encode(),
            Content_Type="text/csv", **bearer)
        equal(answer.status, 200, f"the status of a table with {attack}")
        if not answer.json["is_written"]:
            # A NUL is no text at all, and nobody looks for columns there.
            places = {(error["line"], error.get("column")) for error in answer.json["errors"]}
            equal(places, {(2, None if attack == "NUL" else "title")}, f"the place of {attack}")
            attacker.refused += 1
            continue
        known = attacker.service.get(f"/api/v1/staff/events/{code}", **bearer).json
        document = json.dumps(known | {"sessions": [sitting()]})
        edited = attacker.service.request(
            "PUT", f"/api/v1/events/{code}", document, Content_Type="application/json", **bearer)
        expect(edited.status == 200, f"{code} to get its days", edited)
        publish(attacker, code)
        reader, _ = attacker.confirmed(event=code)
        attacker.check(attacker.arrived(reader, 0), reader, TEXT, attack)


def forms(attacker):
    """Where people are sent to say how an event was"""
    bearer = attacker.key("coordinator")
    url = f"/api/v1/events/{MOVED}/mail-plan"
    document = {"feedback_url": None, "tells_shortlisted": False, "reminders": []}
    for start in ("", FORMS):
        for attack, text in ATTACKS.items():
            if not attacker.send(url, ["feedback_url"], document, start + text, "PUT", **bearer):
                continue
            reader, before = attacker.somebody(), len(attacker.peer.mails)
            attacker.database.rows(f"""
                INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                    next_attempt_at)
                SELECT '<' || gen_random_uuid() || '@example.org>', '{reader}', 'feedback-request',
                    jsonb_build_object('given_name', 'Eve', 'target', 'Days', 'feedback_url',
                        feedback_url), now(), now()
                FROM event_mail_plan JOIN event ON event.id = event_id WHERE code = '{MOVED}'""")
            attacker.check(attacker.arrived(reader, before), reader, TEXT, attack,
                           is_shown=False, leads_to=(FORMS,))
