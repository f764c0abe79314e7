"""What people write about themselves, and what others write about them."""

import re

from _injection import ATTACKS, CALENDAR, SEAT, TEXT, text_of
from _injection_events import plan
from _stage import NOTICE, equal, expect, interest

SEATS = "seats-that-change"
OWN = "seats-that-are-given-back"
CHOSEN = "days-for-the-chosen"
GUESTS = "days-for-guests"
WORDS = {"sector": "border-guard", "country": "LV", "given_name": "Ieva", "family_name": "Ozola"}


def interests(attacker):
    """Whatever somebody writes about themselves"""
    url = "/api/v1/interests"
    for field in ("given_name", "family_name", "organisation", "motivation"):
        attacker.attack(url, [field], lambda reader: interest(email=reader),
                        is_shown=field == "given_name")
    attacker.refuse_addresses(url, ["email"], interest())


def guests(attacker):
    """Whom a coordinator invites"""
    bearer = attacker.key("coordinator")
    plan(attacker, GUESTS, admission="invitation")
    url = f"/api/v1/events/{GUESTS}/invitations"

    def document(reader):
        return {"invitations": [{"email": reader, "given_name": "Eve", "family_name": "E"}],
                "reason": "They asked."}
    for field in ("given_name", "family_name"):
        attacker.attack(url, ["invitations", 0, field], document, is_shown=field == "given_name",
                        **bearer)
    attacker.attack(url, ["reason"], document, is_shown=False, **bearer)
    attacker.refuse_addresses(url, ["invitations", 0, "email"], document(""), **bearer)
    reader = None
    for attack in ATTACKS:
        if reader is None:
            reader, before = attacker.somebody(), len(attacker.peer.mails)
            attacker.service.post_json(document(reader), url, **bearer)
            page = attacker.link(reader, "invitations", before)
        form = attacker.service.get(page).text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        before = len(attacker.peer.mails)
        if attacker.send_form(page, "given_name", WORDS | hidden | {"notice": NOTICE}, attack):
            attacker.check(attacker.arrived(reader, before), reader, SEAT, attack)
            reader = None


def accounts(attacker):
    """Whom an administrator gives an account"""
    bearer = attacker.key("administrator")
    attacker.attack("/api/v1/staff", ["name"], lambda reader: {
        "email": reader, "role": "coordinator", "name": ""}, **bearer)
    attacker.refuse_addresses("/api/v1/staff", ["email"], {
        "role": "coordinator", "name": "Eve"}, **bearer)


def substitutes(attacker):
    """Who comes instead of somebody, and who comes without a seat"""
    bearer = attacker.key("coordinator")
    plan(attacker, SEATS, capacity=99)
    attacker.confirmed(event=SEATS)

    def newcomer(reader):
        return WORDS | {"organisation": "Police", "email": reader}
    for url, more in ((f"/api/v1/events/{SEATS}/seats/1/substitute", {"reason": "Ill."}),
                      (f"/api/v1/events/{SEATS}/walk-ins", {"notice": NOTICE})):
        for field in ("given_name", "family_name", "organisation"):
            attacker.attack(url, [field], lambda reader: newcomer(reader) | more, SEAT,
                            is_shown=field == "given_name", **bearer)
        attacker.refuse_addresses(url, ["email"], newcomer("") | more, **bearer)
    attacker.attack(f"/api/v1/events/{SEATS}/seats/1/substitute", ["reason"], newcomer, SEAT,
                    is_shown=False, **bearer)


def decisions(attacker):
    """Why somebody is declined, which is for coordinators and never in the mail"""
    bearer = attacker.key("coordinator")
    plan(attacker, CHOSEN, admission="selection")
    for path in (["moves", 0, "reason"], ["decision"]):
        reader = None
        for attack, text in ATTACKS.items():
            if reader is None:
                reader, _ = attacker.confirmed(event=CHOSEN)
                wish = attacker.database.value(f"SELECT id FROM interest WHERE email = '{reader}'")
            before = len(attacker.peer.mails)
            document = {"moves": [{"interest": wish, "to": "declined", "reason": "Full."}]}
            if attacker.send(f"/api/v1/events/{CHOSEN}/moves", path, document, text, **bearer):
                message = attacker.check(
                    attacker.arrived(reader, before), reader, TEXT, attack, is_shown=False)
                said = message.get_body(("plain",)).get_content()
                expect(attack == "a dot" or text_of(attack) not in said, "no word of it", said)
                reader = None


def own_page(attacker):
    """What somebody corrects on their own page, and is told by the next mail"""
    plan(attacker, OWN, capacity=99)
    reader = None
    for attack in ATTACKS:
        if reader is None:
            reader, own = attacker.confirmed(event=OWN)
        before = len(attacker.peer.mails)
        if attacker.send_form(own, "given_name", WORDS, attack):
            page = attacker.service.get(own).text
            identity = page.split('name="interest" value="')[1].split('"')[0]
            answer = attacker.service.post_form(
                f"{own}/offer", {"interest": identity, "answer": "decline"},
                Sec_Fetch_Site="same-origin")
            equal(answer.status, 303, "the status of giving back")
            message = attacker.check(attacker.arrived(reader, before), reader, CALENDAR, attack)
            text = message.get_body(("plain",)).get_content()
            expect(text_of(attack) in text, "the name as it was corrected", text)
            reader = None
