"""Nobody writes a header field, a recipient, a part or an entry of a calendar of their own."""

import email
import email.policy
import html.parser
import json
import os
import re

import icalendar

from _mailserver import MailServer
from _stage import Database, Service, equal, expect, interest, main, scratch, wait_for

EVENT = "days-that-move"
READER = "reader@example.org"
PLACE = {"time_zone": "Europe/Riga", "city": "Riga", "country": "LV"}
FIELDS = ["date", "from", "to", "subject", "message-id", "auto-submitted", "mime-version",
          "content-type"]
BCC = "Bcc: thief@evil.example"
# As JSON has them: half of a pair stands for itself there only.
ATTACKS = {
    "CR": fr"Eve\r{BCC}", "LF": fr"Eve\n{BCC}", "CRLF": fr"Eve\r\n{BCC}",
    "a fold": fr"Eve\r\n {BCC}", "an empty line": r"Eve\r\n\r\n<script>alert(1)</script>",
    "a lone dot": r"Eve\r\n.\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<thief@evil.example>",
    "NUL": r"Eve\u0000", "U+2028": fr"Eve\u2028{BCC}", "U+0085": fr"Eve\u0085{BCC}",
    "vertical tab": fr"Eve\u000b{BCC}", "half a pair": r"Eve\ud800", "escape": r"Eve\u001b[2J",
    "an encoded word": "=?utf-8?Q?Eve=0D=0ABcc=3A_thief=40evil.example?=",
    "encoded in base64": "=?utf-8?B?RXZlDQpCY2M6IHRoaWVmQGV2aWwuZXhhbXBsZQ==?=",
    "a script": "<script>alert(1)</script>", "an image": "<img src=//evil.example/x onerror=x>",
    "quotes": r"\"Eve\" <thief@evil.example>, \\", "10 kB": "x" * 10_000,
    "10 kB of words": "many words " * 900, "right to left": r"\u202eevE\u2066\u200f",
    "an entry": r"END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Eve\r\nATTENDEE:mailto:thief@evil.example",
    "an escaped entry": r"Eve\\nEND:VEVENT\\nBEGIN:VEVENT\\;\\,:",
    "a boundary": r"--=_r\r\nContent-Type: text/html\r\n\r\nEve", "a placeholder": "{token} {link}",
    "an equals sign": "=0D=0ABcc: thief@evil.example", "a dot": ".", "From": "From eve",
}

database = Database()
peer = MailServer()
counts = {"refused": 0, "harmless": 0}


class Markup(html.parser.HTMLParser):
    """What a browser would see of a mail: its elements, and where they lead."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        expect(not any(name.startswith("on") for name, _ in attributes), "no handler", attributes)
        self.addresses += [value for name, value in attributes if name in ("href", "src")]


def check(service, mail, recipient, kinds, attack, is_shown=True):
    """The mail has the fields, the parts and the one recipient that it has without an attack."""
    equal((mail["from"], mail["to"]), ("registry@example.org", [recipient]), "the envelope")
    content = mail["bytes"]
    expect(not re.search(rb"\r(?!\n)|(?<!\r)\n|\0", content), "whole line ends", content)
    expect(content.isascii() and max(map(len, content.split(b"\r\n"))) <= 998, "lines", content)
    message = email.message_from_bytes(content, policy=email.policy.default)
    equal(sorted(name.lower() for name in message.keys()), sorted(FIELDS), "the fields")
    equal([one.addr_spec for one in message["To"].addresses], [recipient], "To")
    for part in message.walk():
        equal(part.defects, [], f"defects of {part.get_content_type()}")
    leaves = [part for part in message.walk() if not part.is_multipart()]
    equal([part.get_content_type() for part in leaves], kinds, "the parts")
    plain = leaves[0].get_content()
    markup = Markup(leaves[1].get_content())
    expect(markup.tags <= {"html", "head", "meta", "title", "body", "p", "a", "br", "img"},
           "our elements", markup.tags)
    expect(all(one.startswith((service.url + "/", "cid:")) for one in markup.addresses),
           "our addresses", markup.addresses)
    if attack == "a placeholder" and is_shown:
        expect("{token} {link}" in plain, "the placeholder as it was written", plain)
    for part in leaves[2:]:
        if part.get_content_type() == "text/calendar":
            check_calendar(part.get_payload(decode=True), recipient)
    counts["harmless"] += 1


def check_calendar(raw, recipient):
    expect(all(len(line) <= 75 for line in raw.split(b"\r\n")), "folded lines", raw)
    calendar = icalendar.Calendar.from_ical(raw)
    equal(len(calendar.walk("VEVENT")), 1, "the entries")
    for component in calendar.walk():
        equal(component.errors, [], f"errors in {component.name}")
    equal(str(calendar.walk("VEVENT")[0]["ATTENDEE"]), f"mailto:{recipient}", "the attendee")


def body(document, path, attack):
    """A document as JSON with an attack at a path."""
    document = json.loads(json.dumps(document))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "ATTACK"
    return json.dumps(document).replace('"ATTACK"', f'"{ATTACKS[attack]}"').encode()


def is_refused(answer, path, what):
    """Refused with the path of the field, if it is not accepted."""
    if answer.status < 300:
        return False
    expect(answer.status in (400, 422), f"{what} to be refused", answer)
    if answer.status == 422:
        pointer = "/" + "/".join(map(str, path))
        equal({one for one, _ in answer.errors}, {pointer}, f"the path of {what}")
    counts["refused"] += 1
    return True


def arrived(recipient, before):
    """The one mail that came to somebody since then."""
    found = wait_for(f"a mail to {recipient}", lambda: [
        mail for mail in peer.mails[before:] if recipient in mail["to"]])
    return found[0]


def interests(service):
    """Whatever somebody writes about themselves"""
    number = 0
    for field in ("given_name", "family_name", "organisation", "motivation"):
        for attack in ATTACKS:
            number += 1
            recipient, before = f"eve{number}@example.org", len(peer.mails)
            answer = service.post_json(body(interest(email=recipient), [field], attack))
            if not is_refused(answer, [field], f"{attack} in {field}"):
                check(service, arrived(recipient, before), recipient,
                      ["text/plain", "text/html"], attack, field == "given_name")


def addresses(service):
    """Whatever somebody writes as an address"""
    for address in (
            r"eve@example.org\r\nBcc: thief@evil.example", r"eve@example.org\u0000",
            "eve@example.org,thief@evil.example", "eve@example.org thief@evil.example",
            "<eve@example.org>", "Eve <eve@example.org>", r"\"a b\"@example.org",
            "eve@example.org>\\r\\nRCPT TO:<thief@evil.example", "eve@[127.0.0.1]", "a@b@c.example",
            r"eve\u2028@example.org", r"eve@exam\u00adple.org\r", "eve@example.org SIZE=1",
            "@a.example:eve@example.org", "eve%evil.example@", r"eve@example.org\ud800"):
        answer = service.post_json(
            json.dumps(interest(email="ATTACK")).replace('"ATTACK"', f'"{address}"').encode())
        expect(is_refused(answer, ["email"], address), f"{address} to be refused", answer)


def guests(service, bearer):
    """Whatever a coordinator writes of guests and of accounts"""
    code = database.value("SELECT code FROM event WHERE admission = 'invitation'"
                          " AND cancelled_at IS NULL ORDER BY starts_on DESC LIMIT 1")
    for number, attack in enumerate(ATTACKS):
        recipient, before = f"guest{number}@example.org", len(peer.mails)
        path = ["invitations", 0, "given_name"]
        if code:
            document = {"invitations": [{"email": recipient, "given_name": "", "family_name": "E"}]}
            answer = service.post_json(
                body(document, path, attack), f"/api/v1/events/{code}/invitations", **bearer)
            if not is_refused(answer, path, f"{attack} in a guest"):
                check(service, arrived(recipient, before), recipient,
                      ["text/plain", "text/html"], attack)
    administrator = key_of("administrator")
    for number, attack in enumerate(ATTACKS):
        recipient, before = f"staff{number}@example.org", len(peer.mails)
        answer = service.post_json(
            body({"email": recipient, "role": "coordinator", "name": ""}, ["name"], attack),
            "/api/v1/staff", **administrator)
        if not is_refused(answer, ["name"], f"{attack} in an account"):
            check(service, arrived(recipient, before), recipient, ["text/plain", "text/html"],
                  attack)


def key_of(role):
    """What a request with a key of a role says of itself."""
    return {"Authorization": "Bearer " + json.loads(database.command(
        "staff", "token", "create", "--label", "checks", "--role", role, "--json"))["key"]}


def sitting(number=0):
    return {"title": "First day", "starts_at": f"2099-03-{10 + number % 10}T09:00",
            "ends_at": f"2099-03-{10 + number % 10}T16:00"}


def plan(service):
    """An event with somebody who has a seat."""
    path = os.path.join(scratch(), "event.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(PLACE | {
            "code": EVENT, "kind": "training", "title": "Days", "summary": "Days.", "venue": "Hall",
            "admission": "open", "languages": ["en"], "capacity": 9, "sessions": [sitting()]}, file)
    database.command("event", "create", path)
    database.command("event", "publish", EVENT)
    wait_for("the event", lambda: service.get(f"/events/{EVENT}").status == 200)
    equal(service.post_json(interest(event=EVENT, email=READER)).status, 202, "the status")
    token = re.search(r"/confirm/([\w-]+)", peer.mail(READER, "Please confirm")["text"])[1]
    service.post_form(f"/confirm/{token}", {}, Sec_Fetch_Site="same-origin")
    peer.mail(READER, "You have a seat")


def events(service, bearer):
    """Whatever a coordinator writes of an event"""
    plan(service)
    number, sequence = 0, 0
    kinds = ["text/plain", "text/html", "text/calendar"]
    for field in ("title", "venue", "city", "reason", "session"):
        for attack in ATTACKS:
            number += 1
            before = len(peer.mails)
            what = f"{attack} in the {field} of an event"
            document = PLACE | {
                "sequence": sequence, "venue": f"Hall {number}", "reason": "It rains.",
                "sessions": [sitting(number)]}
            path = ["sessions", 0, "title"] if field == "session" else [field]
            if field == "title":
                event = service.get(f"/api/v1/staff/events/{EVENT}", **bearer).json
                answer = service.request(
                    "PUT", f"/api/v1/events/{EVENT}", body(event, path, attack),
                    Content_Type="application/json", **bearer)
                if is_refused(answer, path, what):
                    continue
                answer = service.post_json(document, f"/api/v1/events/{EVENT}/move", **bearer)
                equal(answer.status, 200, "the status of a move")
            else:
                answer = service.post_json(
                    body(document, path, attack), f"/api/v1/events/{EVENT}/move", **bearer)
                if is_refused(answer, path, what):
                    continue
            sequence += 1
            equal(answer.json["informed"], 1, "how many people are told")
            check(service, arrived(READER, before), READER, kinds, attack, field != "session")


def injection():
    """Every attack in every field is refused with its path, or arrives and does no harm"""
    with Service(database, REGISTRY_SMTP_URL=f"smtp://127.0.0.1:{peer.port}?tls=none",
                 REGISTRY_MAIL_FROM="registry@example.org") as service:
        bearer = key_of("coordinator")
        interests(service)
        addresses(service)
        guests(service, bearer)
        events(service, bearer)
        wait_for("every mail to be sent", lambda: not database.count(
            "outbox", "state IN ('pending', 'sending')"))
    equal(database.count("outbox", "state NOT IN ('sent', 'cancelled')"), 0, "mails that failed")
    equal(len(peer.mails), database.count("outbox", "state = 'sent'"), "mails that arrived")
    equal(peer.commands.count("MAIL"), len(peer.mails), "mails that were handed over")
    expect(not any("evil" in address for mail in peer.mails for address in mail["to"]), "no thief")
    print(f"     {counts['refused']} refused, {counts['harmless']} arrived harmless", flush=True)


main(injection)
