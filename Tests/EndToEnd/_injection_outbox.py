"""Attacks that nothing refused: as though they stood in the database already."""

import email
import email.policy
import glob
import json
import os
import re

from _injection import ATTACKS, CALENDAR, FORMS, SEAT, TEXT, with_text
from _stage import ROOT, equal, expect, wait_for

# Every mail, by its text, with the parts that it has.
KINDS = dict.fromkeys((
    "confirm-interest", "interest-known", "interest-confirmed", "interest-shortlisted",
    "interest-declined", "invitation", "nomination-invitation", "nomination-notice",
    "nominee-ranked", "seat-offered", "offer-lapsed", "seat-awaited", "follow-up",
    "feedback-request", "certificate", "pool-match", "pool-reask", "trainer-invited",
    "staff-set-up", "staff-signed-in"), TEXT) | dict.fromkeys((
        "interest-withdrawn", "seat-freed", "seat-passed-on", "event-moved", "event-cancelled",
        "nomination-ended"), CALENDAR) | dict.fromkeys((
            "seat-taken", "seat-taken-over", "reminder"), SEAT)

# What a statement leaves for a mail; enough for every kind.
WHERE = {"starts_on": "2099-05-04", "ends_on": "2099-05-04", "venue": "Hall", "city": "Riga",
         "country_name": "Latvia", "is_online": False}
PARAMETERS = {
    "given_name": "Maija", "target": "Days", "token": "A" * 43, "unconfirmed_days": 7,
    "until": "2 March 2099, 12:00 (Europe/Riga)", "time": "2 March 2099, 09:30 (UTC)",
    "hours": 48, "feedback_url": FORMS + "days", "code": "c0de", "months": 12,
    "member": "Latvia", "named_by": "Laima Kalna", "seats": 3, "position": 4,
    "check_in_code": "7KQ2MXW4TA", "reason": "It rains.", "programme": "Courses",
    "languages": ["English"], "sequence": 1,
    "offer": "00000000-0000-4000-8000-000000000001", "uid": "days@example.org",
    "has_place": True, "was": WHERE, "schedule": WHERE | {
        "date_precision": "day", "time_zone": "Europe/Riga", "sessions": [
            {"title": "First day", "starts_at": "2099-05-04T06:00:00Z",
             "ends_at": "2099-05-04T13:00:00Z"}]}}
# What makes the link of some kinds only.
ONLY = {"code": {"certificate", "event-moved"}, "feedback_url": {"feedback-request"},
        "token": set(KINDS) - {"certificate", "feedback-request"}}
# PostgreSQL has no such text.
UNKEPT = ("NUL", "half a pair")


def placeholders():
    """What the texts say in any language: the names between braces, by the kind of mail."""
    found = {}
    for path in glob.glob(os.path.join(ROOT, "mails", "*", "*.txt")):
        kind = os.path.basename(path).removesuffix(".txt")
        if kind == "words":
            continue
        with open(path, encoding="utf-8") as file:
            names = re.findall(r"\{[?!]?(\w+)", file.read())
        found.setdefault(kind, set()).update(names)
    return found


def promise(attacker, kind, paths, texts, given=None):
    """A mail of a kind for each text, which stands at all of the paths; returns who gets them."""
    readers = [attacker.somebody() for _ in texts]
    parameters = f"$json${json.dumps(given or PARAMETERS)}$json$::jsonb"
    for path in paths:
        steps = ",".join(map(str, path))
        parameters = f"jsonb_set({parameters}, '{{{steps}}}', text)"
    attacker.database.rows(f"""
        INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
            next_attempt_at)
        SELECT '<' || gen_random_uuid() || '@example.org>', reader, '{kind}', {parameters},
            now(), now()
        FROM jsonb_array_elements($json$[{",".join(f'"{one}"' for one in texts)}]$json$)
            WITH ORDINALITY AS attack (text, n)
        JOIN unnest(ARRAY{readers!r}) WITH ORDINALITY AS told (reader, n) USING (n)""")
    return readers


def settled(attacker):
    """The mails that arrived, by who got them, and why others could not be written."""
    wait_for("mails to be settled", seconds=120, look=lambda: not attacker.database.count(
        "outbox", "state IN ('pending', 'sending') AND coalesce(last_reply, '') = ''"))
    # They would be tried again, by a version of the program that may know more.
    failed = dict(attacker.database.rows(
        "DELETE FROM outbox WHERE state = 'pending' RETURNING recipient, last_reply"))
    for reply in failed.values():
        expect(re.fullmatch(r"the parameter \w+ is missing or not usable", reply), "why", reply)
    return {mail["to"][0]: mail for mail in attacker.peer.mails}, failed


def marked(paths):
    """What a mail is given, with a mark at each path."""
    given = PARAMETERS
    for number, path in enumerate(paths):
        given = json.loads(with_text(given, path, f"Mark {number}."))
    return given


def check_marks(mail, kind, paths):
    """Each path stands in the text of the mail, so that an attack there is one on the mail."""
    message = email.message_from_bytes(mail["bytes"], policy=email.policy.default)
    text = message.get_body(("plain",)).get_content()
    for number, path in enumerate(paths):
        expect(f"Mark {number}." in text, f"{path} to stand in {kind}", text)


def texts(attacker, words, addresses):
    """Every placeholder of every text, whatever is in the database"""
    attacks = {name: text for name, text in ATTACKS.items() if name not in UNKEPT}
    promised = []
    for kind, names in sorted(placeholders().items()):
        in_words, in_links = ([
            path for name in sorted(names & set(table)) for path in table[name]
            if kind in ONLY.get(path[0], KINDS)] for table in (words, addresses))
        promised.append((
            kind, in_words, promise(attacker, kind, [], ["a mark"], marked(in_words)),
            promise(attacker, kind, in_words, attacks.values()) if in_words else [],
            promise(attacker, kind, in_links, attacks.values()) if in_links else []))
    mails, failed = settled(attacker)
    attacker.refused += len(failed)
    for kind, paths, [first], readers, followers in promised:
        check_marks(mails[first], kind, paths)
        for reader, name in zip(readers, attacks):
            expect(reader in mails, f"a mail of {kind} with {name}", failed.get(reader))
            attacker.check(mails[reader], reader, KINDS[kind], name, leads_to=(FORMS,))
        for reader, name in zip(followers, attacks):
            expect((reader in mails) != (reader in failed), f"{name} in a link of {kind} to fail")
            if reader in mails:
                attacker.check(mails[reader], reader, KINDS[kind], name, False, leads_to=("",))
