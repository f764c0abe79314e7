"""Mails that come back put an address on hold, and forged reports do nothing."""

import base64
import json
import os
import subprocess

from _mailserver import MailServer
from _stage import (
    ROOT, Database, Service, equal, expect, environment, interest, main, run, scratch, wait_for)

database = Database()
peer = MailServer()
directory = scratch()
settings = {"REGISTRY_SMTP_URL": f"smtp://127.0.0.1:{peer.port}?tls=none"}


def report(message_id, to, status="5.1.1", action="failed"):
    """What Postfix writes, with the header of the mail that it returns."""
    return f"""From: MAILER-DAEMON@mail.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: registry@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Zx.1732/mail.example"

This is a MIME-encapsulated message.

--4Zx.1732/mail.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.example.

--4Zx.1732/mail.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Queue-ID: 4Zx
Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected: User
    unknown in virtual mailbox table

--4Zx.1732/mail.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <registry@example.org>
From: Training registry <registry@example.org>
To: {to}
Message-ID: {message_id}

--4Zx.1732/mail.example--
"""


def bounces(text, *words, status=0, **more):
    """Reads reports from standard input."""
    variables = {k: v for k, v in os.environ.items() if not k.startswith("REGISTRY_")}
    done = subprocess.run(
        [environment("REGISTRY_TEST_BINARY"), "mail", "bounces", *words], cwd=ROOT,
        env=variables | database.settings | more, input=text.encode(), capture_output=True,
        timeout=60)
    equal(done.returncode, status, f"the exit code ({done.stderr.decode()})")
    expect(b"@" not in done.stdout, "no address in what is printed", done.stdout)
    return done.stdout.decode()


def ask(service, name):
    answer = service.post_json(interest(
        email=f"{name}@example.org", given_name="Anna", family_name="Liepa"))
    equal(answer.status, 202, "the status")


def sent(service, name):
    """The Message-ID of a mail that the mail server took."""
    ask(service, name)
    where = f"recipient = '{name}@example.org' AND state = 'sent'"
    wait_for("the mail", lambda: database.count("outbox", where))
    return database.value(f"SELECT message_id FROM outbox WHERE {where}")


def life():
    """An address that is gone gets no more mail, until it is released and mails are sent again"""
    with Service(database, **settings) as service:
        gone = sent(service, "gone")
        equal(bounces(report(gone, "gone@example.org")), "1: held 5.1.1\n", "what is printed")
        database.rows("""
            INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                                next_attempt_at)
            VALUES ('<2@example.org>', 'Gone@example.org', 'interest-withdrawn',
                    '{"given_name": "Anna", "target": "PROTECT"}', now(), now())""")
        wait_for("a mail that is held", lambda: database.count("outbox", "state = 'held'"))
        equal(len(peer.mails), 1, "mails that were sent")

        holds = json.loads(database.command("address", "list", "--json"))
        equal([(one["address"], one["cause"], one["status"], one["held_mails"]) for one in holds],
              [("gone@example.org", "bounce", "5.1.1", 1)], "the holds")
        hold = holds[0]["id"]
        database.command("address", "resend", hold, status=1)
        database.command("address", "release", hold, "--reason", "Open again")
        equal(bounces(report(gone, "gone@example.org")), "1: noted 5.1.1\n", "the same again")
        equal(database.command("address", "resend", hold), "1 mail is on its way.\n",
              "what is printed")
        wait_for("the mail", lambda: len(peer.mails) == 2)


def table():
    """Of an mbox each message is judged by itself, and who is only slow or full is not held"""
    with Service(database, **settings) as service:
        ids = {name: sent(service, name) for name in ("full", "slow", "alias", "blocked")}
    messages = [
        report(ids["full"], "full@example.org", "5.2.2"),
        report(ids["slow"], "slow@example.org", "4.4.1", "delayed"),
        report(ids["alias"], "somebody.else@example.net"),
        report(ids["blocked"], "blocked@example.org", "5.7.1"),
        report("<forged@example.org>", "full@example.org"),
        "Subject: I am away\n\nUntil Monday.\n",
    ]
    path = os.path.join(directory, "mbox")
    with open(path, "w", encoding="utf-8") as file:
        for message in messages:
            file.write(f"From MAILER-DAEMON Sat Nov 21 10:00:00 2026\n{message}\n")
    lines = json.loads(database.command("mail", "bounces", path, "--json"))
    equal([(one["verdict"], one["statuses"]) for one in lines],
          [("noted", ["5.2.2"]), ("noted", ["4.4.1"]), ("noted", ["5.1.1"]), ("noted", ["5.7.1"]),
           ("unknown", ["5.1.1"]), ("no-report", [])], "the verdicts")
    equal(json.loads(database.command("address", "list", "--json")), [], "the holds")
    noted = dict(database.rows("SELECT split_part(recipient, '@', 1), bounce_status FROM outbox "
                               "WHERE bounce_status IS NOT NULL AND recipient <> 'gone@example.org'"))
    equal(noted, {"full": "5.2.2", "slow": "4.4.1", "alias": "5.1.1", "blocked": "5.7.1"},
          "what is noted")


def forms():
    """A report is read as gateways and lists rewrite it, and out of a Maildir"""
    with Service(database, **settings) as service:
        ids = {name: sent(service, name) for name in ("coded", "quoted", "listed", "kept")}
    head, *parts, _ = report(ids["coded"], "coded@example.org").split("--4Zx.1732/mail.example")
    for place in (1, 2):
        fields, body = parts[place].split("\n\n", 1)
        coded = base64.encodebytes(body.encode()).decode()
        parts[place] = f"{fields} (read it)\nContent-Transfer-Encoding: base64\n\n{coded}"
    boundary = "--4Zx.1732/mail.example"
    coded = boundary.join([head.replace("report-type=delivery-status;", ""), *parts, "--\n"])
    equal(bounces(coded), "1: held 5.1.1\n", "what is printed of encoded parts")

    fields = "text/rfc822-headers\nContent-Transfer-Encoding: quoted-printable"
    quoted = report(ids["quoted"].replace("@", "=40"), "quoted@example.org").replace(
        "text/rfc822-headers", fields)
    equal(bounces(quoted), "1: held 5.1.1\n", "what is printed of a quoted header")

    listed = f"""From: list@example.org
Content-Type: multipart/mixed; boundary=list

--list
{report(ids["listed"], "listed@example.org")}
--list
Content-Type: text/plain

Sent by a list.
--list--
"""
    maildir = os.path.join(directory, "Maildir")
    for folder, name, text in [
            ("new", "1", listed), ("cur", "2:2,S", report(ids["kept"], "kept@example.org")),
            ("new", ".hidden", "no mail"), ("tmp", "3", "half a mail")]:
        os.makedirs(os.path.join(maildir, folder), exist_ok=True)
        with open(os.path.join(maildir, folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    equal(bounces("", maildir), "1: held 5.1.1\n2: held 5.1.1\n", "what is printed of a Maildir")
    equal(sorted(os.listdir(os.path.join(maildir, "new"))), [".hidden", "1"], "what is left there")
    other = os.path.join(directory, "other")
    os.makedirs(other)
    error = run("mail", "bounces", other, status=1, **database.settings).stderr
    expect("no Maildir that can be read" in error, "a plain sentence", error)


def exit_codes():
    """A mail server is told to try again only when the database is away"""
    equal(bounces(""), "", "what is printed of nothing")
    equal(bounces("no mail at all"), "1: no-report\n", "what is printed of something else")
    bounces("x", "/nowhere/at/all", status=1)
    bounces("x", "one", "two", status=2)
    bounces(report("<1@example.org>", "a@example.org"), status=75,
            REGISTRY_DATABASE_URL="host=127.0.0.1 port=1 dbname=registry connect_timeout=1",
            REGISTRY_DATABASE_TIMEOUT_MS="1000")


main(life, table, forms, exit_codes)
