"""Texts that would like to be more than texts, and what a mail is whatever they say."""

import email
import email.policy
import html.parser
import json
import re

import icalendar

from _mailserver import MailServer
from _stage import equal, expect, interest, wait_for

SENDER = "registry@example.org"
FIELDS = ["date", "from", "to", "subject", "message-id", "auto-submitted", "mime-version",
          "content-type"]
TEXT = ["text/plain", "text/html"]
CALENDAR = TEXT + ["text/calendar"]
SEAT = TEXT + ["image/png", "text/calendar"]
# A form of somebody else, to which a mail may lead.
FORMS = "https://forms.example/"
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
ADDRESSES = [
    r"eve@example.org\r\nBcc: thief@evil.example", r"eve@example.org\u0000",
    "eve@example.org,thief@evil.example", "eve@example.org thief@evil.example",
    "<eve@example.org>", "Eve <eve@example.org>", r"\"a b\"@example.org",
    r"eve@example.org>\r\nRCPT TO:<thief@evil.example", "eve@[127.0.0.1]", "a@b@c.example",
    r"eve\u2028@example.org", r"eve@exam\u00adple.org\r", "eve@example.org SIZE=1",
    "@a.example:eve@example.org", "eve%evil.example@", r"eve@example.org\ud800",
]


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


def text_of(attack):
    """An attack as a form has it."""
    return json.loads(f'"{ATTACKS[attack]}"')


def with_text(document, path, text):
    """A document as JSON with a text at a path, which is JSON already."""
    document = json.loads(json.dumps(document))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "ATTACK"
    return json.dumps(document).replace('"ATTACK"', f'"{text}"').encode()


def check_calendar(raw, recipient):
    expect(all(len(line) <= 75 for line in raw.split(b"\r\n")), "folded lines", raw)
    calendar = icalendar.Calendar.from_ical(raw)
    equal(len(calendar.walk("VEVENT")), 1, "the entries")
    for component in calendar.walk():
        equal(component.errors, [], f"errors in {component.name}")
    equal(str(calendar.walk("VEVENT")[0]["ATTENDEE"]), f"mailto:{recipient}", "the attendee")


class Attacker:
    """Sends attacks to a service, and looks at what came of them."""

    def __init__(self, database):
        self.database, self.peer = database, MailServer()
        self.service, self.keys = None, {}
        self.refused = self.harmless = self.people = 0

    @property
    def settings(self):
        return {"REGISTRY_SMTP_URL": f"smtp://127.0.0.1:{self.peer.port}?tls=none",
                "REGISTRY_MAIL_FROM": SENDER}

    def key(self, role):
        """What a request with a key of a role says of itself."""
        if role not in self.keys:
            self.keys[role] = json.loads(self.database.command(
                "staff", "token", "create", "--label", "checks", "--role", role, "--json"))["key"]
        return {"Authorization": f"Bearer {self.keys[role]}"}

    def somebody(self):
        """An address that nobody had before."""
        self.people += 1
        return f"reader{self.people}@example.org"

    def send(self, url, path, document, text, method="POST", **fields):
        """Sends a document with a text at a path; nil when it is refused with that path."""
        answer = self.service.request(
            method, url, with_text(document, path, text), Content_Type="application/json", **fields)
        if answer.status < 300:
            return answer
        what = f"{text[:80]} at {path} of {url}"
        expect(answer.status in (400, 422), f"{what} to be refused", answer)
        if answer.status == 422:
            pointer = "/" + "/".join(map(str, path))
            equal({one for one, _ in answer.errors}, {pointer}, f"the path of {what}")
        self.refused += 1
        return None

    def send_form(self, url, field, form, attack):
        """The same for a form; the page names the field beside what is wrong with it."""
        if attack == "half a pair":
            return None
        answer = self.service.post_form(
            url, form | {field: text_of(attack)}, Sec_Fetch_Site="same-origin")
        if answer.status == 303:
            return answer
        expect(answer.status in (400, 422), f"{attack} in {field} of {url} to be refused", answer)
        if answer.status == 422:
            equal(set(re.findall(r'<li><a href="#(\w+)">', answer.text)), {field}, "the path")
        self.refused += 1
        return None

    def attack(self, url, path, document, kinds=TEXT, is_shown=True, **fields):
        """Every attack at a path of a document, which is made anew for each one's reader."""
        for attack, text in ATTACKS.items():
            reader, before = self.somebody(), len(self.peer.mails)
            if self.send(url, path, document(reader), text, **fields):
                self.check(self.arrived(reader, before), reader, kinds, attack, is_shown)

    def refuse_addresses(self, url, path, document, **fields):
        """Nothing but one address is taken for one."""
        for address in ADDRESSES:
            answer = self.send(url, path, document, address, **fields)
            expect(answer is None, f"{address} at {path} of {url} to be refused", answer)

    def arrived(self, recipient, before):
        """The first mail that came to somebody since then."""
        return wait_for(f"a mail to {recipient}", lambda: [
            mail for mail in self.peer.mails[before:] if recipient in mail["to"]])[0]

    def link(self, recipient, path, before=0):
        """The path of the link in the first mail that came to somebody since then."""
        mail = email.message_from_bytes(
            self.arrived(recipient, before)["bytes"], policy=email.policy.default)
        text = mail.get_body(("plain",)).get_content()
        found = re.search(rf"(/{path}/[\w-]+)", text)
        expect(found, f"a link to /{path}/", text)
        return found[1]

    def confirmed(self, **words):
        """Somebody's interest, confirmed; their address, and the link to their own page."""
        reader = self.somebody()
        body = interest(email=reader, **words)
        # One core of the service may know of a new event a moment before another.
        wait_for("an interest to be taken", lambda: self.service.post_json(body).status == 202)
        link, before = self.link(reader, "confirm"), len(self.peer.mails)
        self.service.post_form(link, {}, Sec_Fetch_Site="same-origin")
        return reader, self.link(reader, "my", before)

    def check(self, mail, recipient, kinds, attack, is_shown=True, leads_to=()):
        """The mail has the fields, parts and the one recipient that it has without an attack."""
        equal((mail["from"], mail["to"]), (SENDER, [recipient]), "the envelope")
        content = mail["bytes"]
        expect(not re.search(rb"\r(?!\n)|(?<!\r)\n|\0", content), "whole line ends", content)
        expect(content.isascii() and max(map(len, content.split(b"\r\n"))) <= 998, "lines", content)
        message = email.message_from_bytes(content, policy=email.policy.default)
        names = [name.lower() for name in message.keys()]
        if "list-unsubscribe" in names:
            names.remove("list-unsubscribe")
            leave = message["List-Unsubscribe"]
            expect(re.fullmatch(rf"<{re.escape(self.service.url)}/leave/[\w-]{{43}}>", leave),
                   "a link to leave", leave)
        equal(sorted(names), sorted(FIELDS), "the fields")
        equal([one.addr_spec for one in message["To"].addresses], [recipient], "To")
        for part in message.walk():
            equal(part.defects, [], f"defects of {part.get_content_type()}")
        leaves = [part for part in message.walk() if not part.is_multipart()]
        equal([part.get_content_type() for part in leaves], kinds, "the parts")
        plain = leaves[0].get_content()
        markup = Markup(leaves[1].get_content())
        expect(markup.tags <= {"html", "head", "meta", "title", "body", "p", "a", "br", "img"},
               "our elements", markup.tags)
        ours = (self.service.url + "/", "cid:", *leads_to)
        expect(all(one.startswith(ours) for one in markup.addresses), "our addresses",
               markup.addresses)
        if attack == "a placeholder" and is_shown:
            expect("{token} {link}" in plain, "the placeholder as it was written", plain)
        for part in leaves[2:]:
            if part.get_content_type() == "text/calendar":
                check_calendar(part.get_payload(decode=True), recipient)
        self.harmless += 1
        return message
