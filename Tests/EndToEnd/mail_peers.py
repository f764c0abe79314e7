"""Mails arrive whole through real mail servers, and strangers' programs read them as we meant."""

import base64
import email
import email.policy
import glob
import json
import os
import re
import shutil
import subprocess

import dkim
import icalendar

from _browser import Browser, Driver
from _mailserver import Certificates, MailServer
from _relay import Postfix
from _stage import (
    ROOT, Database, Service, equal, expect, free_port, interest, main, scratch, start, wait_for)

EVENT = "two-days-in-riga"
READER = "rasa@example.org"

certificates = Certificates()
certificate = certificates.make("good")
directory = scratch()
database = Database()


def key(name, *words):
    path = os.path.join(directory, name)
    subprocess.run(["openssl", "genpkey", *words, "-out", path], check=True, capture_output=True)
    return path


settings = {
    "REGISTRY_MAIL_FROM": "Bērnu tiesības <registry@mail.example.org>",
    "REGISTRY_SMTP_CA": certificates.ca,
    "REGISTRY_DKIM_KEYS":
        f"r:{key('rsa', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')},"
        f"e:{key('ed', '-algorithm', 'ED25519')}",
}
zone = {
    (record["name"] + ".").encode(): record["value"].encode() for record in json.loads(
        database.command("mail", "dkim-record", "--json", **settings))}


def sessions(day):
    return [{"title": "First day", "starts_at": f"{day}T09:00", "ends_at": f"{day}T16:30"}]


PLACE = {"time_zone": "Europe/Riga", "venue": "Jūras iela 1; left wing", "city": "Rīga",
         "country": "LV"}


def life():
    """Somebody takes a seat, the event is moved twice and cancelled; nothing is sent yet"""
    path = os.path.join(directory, "event.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(PLACE | {
            "code": EVENT, "kind": "training", "title": "Bērni, “klausīties” & <ņemt vērā>",
            "summary": "Two days.", "admission": "open", "languages": ["en"], "capacity": 12,
            "sessions": sessions("2099-03-28")}, file)
    database.command("event", "create", path)
    database.command("event", "publish", EVENT)
    bearer = {"Authorization": "Bearer " + json.loads(database.command(
        "staff", "token", "create", "--label", "checks", "--json"))["key"]}
    with Service(database, REGISTRY_SMTP_SESSIONS="0") as service:
        answer = service.post_json(interest(
            event=EVENT, email=READER, given_name="Žydrė", family_name="O'Neill-Ådahl"))
        equal(answer.status, 202, "the status of an interest")
        token = database.value("SELECT parameters ->> 'token' FROM outbox "
                               f"WHERE recipient = '{READER}'")
        service.post_form(f"/confirm/{token}", {}, Sec_Fetch_Site="same-origin")
        for sequence, day in enumerate(["2099-03-29", "2099-04-02"]):
            moved = service.post_json(
                PLACE | {"sequence": sequence, "reason": "The hall is taken.",
                         "sessions": sessions(day)}, f"/api/v1/events/{EVENT}/move", **bearer)
            equal(moved.status, 200, "the status of a move")
    database.command("event", "cancel", EVENT, "--sequence", "2", "--reason", "Too few people.")
    # Mails of many may be drafts that somebody has to release; here they are on their way.
    database.rows(f"""
        DELETE FROM outbox WHERE recipient <> '{READER}';
        UPDATE outbox SET state = 'pending', next_attempt_at = now();
        CREATE TABLE promised AS SELECT * FROM outbox""")
    templates = [row[0] for row in database.rows("SELECT template FROM promised ORDER BY id")]
    expect({"confirm-interest", "seat-taken", "event-moved", "event-cancelled"} <= set(templates),
           "the mails of its life", templates)


def deliver(url, find):
    """Has every mail sent once more, and returns what arrived by Message-ID."""
    database.rows("DELETE FROM outbox; INSERT INTO outbox OVERRIDING SYSTEM VALUE"
                  " SELECT * FROM promised")
    count = database.count("outbox")
    database.command("deliver", "--once", **(settings | {"REGISTRY_SMTP_URL": url}))
    equal(database.count("outbox", "state = 'sent'"), count, "mails that were sent")
    found = wait_for("the mails", lambda: len(find()) == count and find())
    mails = {}
    for content in found:
        # Servers put their own fields before ours.
        content = content[content.index(b"DKIM-Signature: "):]
        mail = email.message_from_bytes(content, policy=email.policy.default)
        mails[mail["Message-ID"]] = content
    equal(set(mails), {row[0] for row in database.rows("SELECT message_id FROM promised")},
          "which mails arrived")
    return mails


def check(content):
    """A mail as strangers' programs read it; gives its calendar, if it has one."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    for part in mail.walk():
        equal(part.defects, [], f"defects of {part.get_content_type()}")
        for name in part:
            equal(getattr(part[name], "defects", ()), (), f"defects of {name}")
    equal([one.addr_spec for one in mail["To"].addresses], [READER], "To")
    equal(mail["From"].addresses[0].display_name, "Bērnu tiesības", "From")
    text = mail.get_body(("plain",)).get_content()
    expect("Žydrė" in text, "the name as it was written", text)
    for index in range(2):
        expect(dkim.DKIM(content).verify(idx=index, dnsfunc=lambda name, timeout=5: zone.get(name)),
               f"signature {index} to hold", mail["Subject"])
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    if not calendars:
        return None
    calendar = icalendar.Calendar.from_ical(calendars[0].get_payload(decode=True))
    equal(calendars[0].get_param("method"), str(calendar["METHOD"]), "the method of the part")
    for component in calendar.walk():
        equal(component.errors, [], f"errors in {component.name}")
    return calendar


def check_all(mails):
    """What clients make of the calendars: one entry, newer and newer, then gone."""
    order = [row[0] for row in database.rows("SELECT message_id FROM promised ORDER BY id")]
    entries = []
    for message_id in order:
        calendar = check(mails[message_id])
        if calendar:
            event = calendar.walk("VEVENT")[0]
            entries.append((str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])))
    methods, uids, sequences = zip(*entries)
    equal(len(set(uids)), 1, "the UIDs of the entries")
    equal((methods[-1], set(methods[:-1])), ("CANCEL", {"REQUEST"}), "the methods")
    equal(sorted(set(sequences)), list(sequences), "sequences that grow")
    expect(len(entries) >= 3, "at least two updates and a cancellation", entries)
    print(f"     {len(mails)} mails; {', '.join(f'{m} {s}' for m, _, s in entries)}", flush=True)


seen = {}


def to_aiosmtpd():
    """They arrive at aiosmtpd, by STARTTLS and with a password"""
    peer = MailServer(certificate, password="pässword")
    mails = deliver(f"smtp://registry:p%C3%A4ssword@localhost:{peer.port}",
                    lambda: [mail["bytes"] for mail in peer.mails])
    expect(all(mail["is_secure"] for mail in peer.mails), "TLS")
    check_all(mails)
    seen.update(mails)


def to_sink():
    """They arrive at the sink of Postfix, the same to the byte"""
    place = os.path.join(directory, "sink")
    os.mkdir(place)
    for path in (directory, place):
        os.chmod(path, 0o777)
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    program = shutil.which("smtp-sink") or f"{ROOT}/.local/bin/smtp-sink"
    port = free_port()
    start([program, *user, "-d", os.path.join(place, "mail."), f"127.0.0.1:{port}", "16"])

    def find():
        mails = []
        for path in glob.glob(os.path.join(place, "mail.*")):
            with open(path, "rb") as file:
                content = file.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            # It ends each mail with an empty line of its own.
            mails.append(content.rstrip(b"\r\n") + b"\r\n")
        return mails

    mails = deliver(f"smtp://127.0.0.1:{port}?tls=none", find)
    equal({name: mail.rstrip() for name, mail in mails.items()},
          {name: mail.rstrip() for name, mail in seen.items()}, "the bytes")


def to_postfix():
    """They arrive in a mailbox through a real Postfix, the same to the byte"""
    if os.geteuid() != 0:
        print("     left out: Postfix is started by root only", flush=True)
        return
    relay = Postfix(certificate)
    mails = deliver(f"smtp://localhost:{relay.port}", lambda: relay.mails)
    for mail in relay.mails:
        expect(re.search(rb"\r\nReceived: from [^\r]*\r\n", mail), "the way they came", mail[:500])
    check_all(mails)
    equal(mails, seen, "the bytes")


def shown():
    """A browser shows each mail in the width of a telephone, with its picture"""
    browser = Browser(Driver(), width=360, height=740)
    pictures = 0
    for number, content in enumerate(seen.values()):
        mail = email.message_from_bytes(content, policy=email.policy.default)
        page = mail.get_body(("html",)).get_content()
        for part in mail.walk():
            if part["Content-ID"]:
                data = base64.b64encode(part.get_payload(decode=True)).decode()
                page = page.replace(
                    f"cid:{part['Content-ID'].strip('<>')}",
                    f"data:{part.get_content_type()};base64,{data}")
        expect("cid:" not in page, "every picture to come with the mail", page)
        expect("http" not in "".join(re.findall(r'src="([^"]*)"', page)), "nothing to be fetched")
        path = os.path.join(directory, f"mail{number}.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
        browser.open(f"file://{path}")
        browser.size(360, 740)
        browser.check_width()
        sizes = browser.script("return [...document.images].map((one) => one.naturalWidth)")
        expect(all(sizes), "pictures that show", sizes)
        pictures += len(sizes)
        browser.screenshot(f"mail-{number}-{mail['Subject'].split(':')[0].replace(' ', '-')[:30]}")
    expect(pictures > 0, "a mail with a picture")
    browser.quit()


main(life, to_aiosmtpd, to_sink, to_postfix, shown)
