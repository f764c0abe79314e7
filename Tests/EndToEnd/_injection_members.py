"""What is written of members: who speaks for them, and whom they name."""

import datetime
import json

from _injection import ATTACKS, SEAT, TEXT
from _injection_events import plan
from _stage import NOTICE, equal

EVENT = "days-of-members"
URL = f"/api/v1/events/{EVENT}/nominations"
NOMINEE = {"given_name": "Ieva", "family_name": "Ozola", "organisation": "Police",
           "sector": "police", "country": "LV", "language": "en"}
TODAY = datetime.date.today().isoformat()
POINT = {"member": "LV", "name": "Laima Kalna", "email": "laima@example.org", "from": TODAY}


def invite(attacker, bearer):
    """Asks Latvia to nominate, and returns the link to its desk and the mail that brings it."""
    before = len(attacker.peer.mails)
    answer = attacker.service.post_json(
        {"deadline": "2099-03-01T00:00:00Z", "members": [{"member": "LV", "seats": 50}]}, URL,
        **bearer)
    equal(answer.status, 200, "the status of asking a member")
    return (attacker.link(POINT["email"], "nominate", before),
            attacker.arrived(POINT["email"], before))


def nominees(attacker):
    """Who is named by a member or by a coordinator, and who confirms"""
    bearer = attacker.key("coordinator")
    plan(attacker, EVENT, kind="expert-group-meeting", admission="nomination", capacity=90)
    equal(attacker.service.request(
        "PUT", "/api/v1/focal-points", json.dumps(POINT), Content_Type="application/json",
        **bearer).status, 200, "the status of a focal point")
    desk, _ = invite(attacker, bearer)
    for field in ("given_name", "family_name", "organisation", "reason"):
        attacker.attack(
            f"{URL}/LV", [field], lambda reader: NOMINEE | {"email": reader, "reason": "Late."},
            is_shown=field == "given_name", **bearer)
    attacker.refuse_addresses(f"{URL}/LV", ["email"], NOMINEE, **bearer)
    for field in ("given_name", "family_name", "organisation"):
        for attack in ATTACKS:
            reader, before = attacker.somebody(), len(attacker.peer.mails)
            if attacker.send_form(desk, field, NOMINEE | {"email": reader}, attack):
                attacker.check(attacker.arrived(reader, before), reader, TEXT, attack,
                               is_shown=field == "given_name")
    reader = None
    for attack in ATTACKS:
        if reader is None:
            reader, before = attacker.somebody(), len(attacker.peer.mails)
            attacker.service.post_form(
                desk, NOMINEE | {"email": reader}, Sec_Fetch_Site="same-origin")
            page = attacker.link(reader, "nominated", before)
        before = len(attacker.peer.mails)
        if attacker.send_form(page, "given_name", NOMINEE | {"notice": NOTICE}, attack):
            attacker.check(attacker.arrived(reader, before), reader, SEAT, attack)
            reader = None


def successors(attacker):
    """Who is named in the place of somebody, and who hears that they are not named any more"""
    bearer = attacker.key("coordinator")
    first = attacker.somebody()
    equal(attacker.service.post_json(NOMINEE | {"email": first}, f"{URL}/LV", **bearer).status, 200,
          "the status of naming somebody")
    for attack, text in ATTACKS.items():
        identity = attacker.database.value(f"SELECT id FROM nomination WHERE email = '{first}'")
        reader, before = attacker.somebody(), len(attacker.peer.mails)
        document = NOMINEE | {"email": reader, "reason": "Late."}
        if attacker.send(f"{URL}/LV/{identity}", ["given_name"], document, text, "PUT", **bearer):
            attacker.check(attacker.arrived(reader, before), reader, TEXT, attack)
            attacker.check(attacker.arrived(first, before), first, TEXT, "another")
            first, before = reader, len(attacker.peer.mails)
            identity = attacker.database.value(
                f"SELECT id FROM nomination WHERE email = '{first}'")
            ended = attacker.service.request("DELETE", f"{URL}/LV/{identity}", **bearer)
            equal(ended.status, 200, "the status of a withdrawal")
            attacker.check(attacker.arrived(first, before), first, TEXT, attack)
            first = attacker.somebody()
            attacker.service.post_json(NOMINEE | {"email": first}, f"{URL}/LV", **bearer)


def focal_points(attacker):
    """Who speaks for a member, and who is told whom they named"""
    bearer = attacker.key("coordinator")
    for attack, text in ATTACKS.items():
        if not attacker.send("/api/v1/focal-points", ["name"], POINT, text, "PUT", **bearer):
            continue
        desk, mail = invite(attacker, bearer)
        attacker.check(mail, POINT["email"], TEXT, attack)
        reader, before = attacker.somebody(), len(attacker.peer.mails)
        answer = attacker.service.post_form(
            desk, NOMINEE | {"email": reader}, Sec_Fetch_Site="same-origin")
        equal(answer.status, 303, "the status of naming somebody")
        attacker.check(attacker.arrived(reader, before), reader, TEXT, attack)
    attacker.refuse_addresses("/api/v1/focal-points", ["email"], POINT, method="PUT", **bearer)
