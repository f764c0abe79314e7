"""Mail goes to real mail servers, and never over a session that is not as safe as it must be."""

import email
import email.policy
import glob
import json
import os
import shutil
import time
from email.utils import parsedate_to_datetime

from _mailserver import Certificates, MailServer
from _stage import (
    Database, Service, equal, expect, free_port, interest, main, run, scratch, start, wait_for)

TITLE = "PROTECT training: children on the move"
PUBLIC = "https://registry.example.org"

certificates = Certificates()
certificates.authority("stranger")
database = Database()
good = certificates.make("good")


def settings(url):
    """A production's: nothing of a demonstration is left."""
    return {
        "REGISTRY_ENVIRONMENT": "production", "REGISTRY_PUBLIC_URL": PUBLIC,
        "REGISTRY_SMTP_URL": url, "REGISTRY_SMTP_CA": certificates.ca,
        "REGISTRY_MAIL_FROM": "Bērnu tiesības <registry@example.org>",
    }


def ask(service, name):
    answer = service.post_json(interest(
        email=f"{name}@example.org", given_name="Žydrė", family_name="Šimkutė-Ådahl"))
    equal(answer.status, 202, "the status")


def ended(name):
    """State, outcome, phase and reply of the first attempt for a recipient, once it ended."""
    rows = wait_for("an attempt that ended", lambda: database.rows(f"""
        SELECT o.state, a.outcome, a.phase, a.reply FROM outbox o
        JOIN outbox_attempt a ON a.outbox_id = o.id
        WHERE o.recipient = '{name}@example.org' AND a.outcome IS NOT NULL
        ORDER BY a.number LIMIT 1"""))
    return rows[0]


def check_mail(content, name):
    """The mail as a stranger's program reads it."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    stored, written = database.rows(f"""
        SELECT message_id, extract(epoch FROM date_trunc('second', written_at))::bigint
        FROM outbox WHERE recipient = '{name}@example.org'""")[0]
    parts = list(mail.iter_parts())
    for part in [mail, *parts]:
        equal(part.defects, [], "defects of the mail")
    equal(mail.get_content_type(), "multipart/alternative", "the kind of the mail")
    equal([part.get_content_type() for part in parts], ["text/plain", "text/html"], "its parts")
    equal(mail["Message-ID"], stored, "the Message-ID")
    equal(int(parsedate_to_datetime(mail["Date"]).timestamp()), int(written), "the Date")
    expect(abs(time.time() - int(written)) < 600, "a Date of now", mail["Date"])
    equal(mail["Auto-Submitted"], "auto-generated", "Auto-Submitted")
    equal(mail["MIME-Version"], "1.0", "MIME-Version")
    sender = mail["From"].addresses[0]
    equal((sender.display_name, sender.addr_spec),
          ("Bērnu tiesības", "registry@example.org"), "From")
    equal([one.addr_spec for one in mail["To"].addresses], [f"{name}@example.org"], "To")
    equal(mail["Subject"], f"Please confirm your interest in {TITLE}", "Subject")
    plain, html = (part.get_content() for part in parts)
    for text in (plain, html):
        expect("Dear Žydrė," in text, "the name as it was written", text)
        expect(f"“{TITLE}”" in text, "the title as it is written", text)
    link = next(word for word in plain.split() if word.startswith(PUBLIC))
    expect(f'href="{link}"' in html, "the same link in both", link, html)
    equal(len(link), len(f"{PUBLIC}/confirm/") + 43, "the length of the link")
    expect(content.replace(b"\r\n", b"").find(b"\r") < 0, "no bare CR", content)
    expect(content.replace(b"\r\n", b"").find(b"\n") < 0, "no bare LF", content)
    expect(max(map(len, content.split(b"\r\n"))) <= 78, "lines of at most 78", content)
    expect(content.isascii(), "nothing beyond ASCII", content)


def with_starttls():
    """A mail arrives over STARTTLS, whole and right, with credentials inside TLS only"""
    peer = MailServer(good, password="pässword")
    url = f"smtp://registry:p%C3%A4ssword@localhost:{peer.port}"
    with Service(database, **settings(url)) as service:
        ask(service, "starttls")
        mail = wait_for("a mail", lambda: peer.mails)[0]
        equal(service.get("/dev/mailbox").status, 404, "the mailbox of a production")
        expect(mail["is_secure"], "TLS", mail)
        equal((mail["from"], mail["to"]), ("registry@example.org", ["starttls@example.org"]),
              "the envelope")
        equal(peer.commands, ["EHLO", "EHLO in TLS", "AUTH PLAIN", "MAIL"], "the commands")
        check_mail(mail["bytes"], "starttls")
        equal(ended("starttls")[:3], ["sent", "sent", "end-of-data"], "the attempt")


def refused(name, peer, phase, word, host="localhost", login=""):
    """Nothing is sent, the message waits, and the attempt says why."""
    with Service(database, **settings(f"smtp://{login}{host}:{peer.port}")) as service:
        ask(service, name)
        state, outcome, seen, reply = ended(name)
    equal((state, outcome, seen), ("pending", "session-failed", phase), f"the attempt of {name}")
    expect(word in reply, f"{word!r} in the reply for {name}", reply)
    expect("MAIL" not in peer.commands and not peer.mails, f"nothing sent to {name}",
           peer.commands)
    expect("@example.org" not in service.log, "no address in the log", service.log)
    expect("no mail can be sent" in service.log, "a word to the operator", service.log)
    equal(database.count("outbox", f"state = 'pending' AND recipient = '{name}@example.org'"
                         " AND parameters ? 'token'"), 1, f"messages of {name} that wait")
    database.rows("DELETE FROM outbox")
    peer.stop()


def wrong_name():
    """A certificate for another name is refused, although its common name is right"""
    refused("wrong-name", MailServer(certificates.make("other", "DNS:mail.example.net")), "tls",
            "mismatch")


def wrong_address():
    """A certificate for a name does not do for an address"""
    refused("wrong-address", MailServer(good), "tls", "mismatch", host="127.0.0.1")


def expired():
    """A certificate that is too old is refused"""
    refused("expired", MailServer(certificates.make("old", days=-1)), "tls", "expired")


def unknown():
    """A certificate by an unknown authority is refused"""
    stranger = certificates.make("unknown", by="stranger")
    refused("unknown", MailServer(stranger), "tls", "issuer")


def stripped():
    """A server that offers no STARTTLS gets nothing, neither mail nor password"""
    peer = MailServer()
    refused("stripped", peer, "starttls", "STARTTLS", login="registry:secret@")
    equal(set(peer.commands), {"EHLO"}, "the commands")


def wrong_password():
    """A refused password is the operator's trouble, not the mail's"""
    peer = MailServer(good, password="right")
    refused("wrong-password", peer, "auth", "535", login="registry:wrong@")
    expect("wrong" not in str(peer.mails), "no mail")


def once():
    """`deliver --once` hands over what waits, and says how much"""
    peer = MailServer(good)
    closed = free_port()
    with Service(database, **settings(f"smtp://localhost:{closed}")) as service:
        ask(service, "once")
        equal(ended("once")[:3], ["pending", "session-failed", "connect"], "the attempt")
    database.rows("UPDATE outbox SET next_attempt_at = now() WHERE state = 'pending'")
    said = database.command("deliver", "--once", **settings(f"smtp://localhost:{peer.port}"))
    equal(said, "1 sent, 0 failed, 0 put off\n", "what it says")
    equal(len(peer.mails), 1, "mails")
    check_mail(peer.mails[0]["bytes"], "once")
    run("check", **(database.settings | settings(f"smtp://localhost:{peer.port}")))


def limited():
    """Under a limit `deliver --once` says how many wait for their turn, and the next run goes on"""
    peer = MailServer(good)
    database.rows("""
        INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                            next_attempt_at)
        SELECT '<' || n || '.limited@example.org>', n || '@limited.example', 'confirm-interest',
               '{"given_name": "Ieva", "target": "AudTrain", "token": "t0ken",
                 "unconfirmed_days": 7}', now(), now() FROM generate_series(1, 4) AS n""")
    limits = settings(f"smtp://localhost:{peer.port}") | {
        "REGISTRY_MAIL_PER_DOMAIN_PER_MINUTE": "40"}
    said = database.command("deliver", "--once", **limits)
    equal(said, "2 sent, 0 failed, 0 put off, 2 wait for their turn\n", "what it says")
    database.rows("""
        UPDATE outbox SET next_attempt_at = now() WHERE state = 'pending';
        UPDATE mail_pace SET next_at = now() - interval '1 minute', queued_until = now()""")
    said = database.command("deliver", "--once", "--json", **limits)
    equal(json.loads(said), {"sent": 2, "failed": 0, "deferred": 0, "waiting": 0}, "the tally")


def sink():
    """A server without TLS gets mail when the settings say so"""
    directory = scratch()
    os.chmod(directory, 0o777)
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    program = shutil.which("smtp-sink") or os.path.join(
        os.path.dirname(__file__), "../../.local/bin/smtp-sink")
    port = free_port()
    start([program, *user, "-d", os.path.join(directory, "mail."), f"127.0.0.1:{port}", "16"])
    with Service(database, **settings(f"smtp://127.0.0.1:{port}?tls=none")) as service:
        ask(service, "sink")
        wait_for("the mail to be sent", lambda: database.count(
            "outbox", "recipient = 'sink@example.org' AND state = 'sent'"))
    with open(glob.glob(os.path.join(directory, "mail.*"))[0], "rb") as file:
        # The sink writes its own lines before the mail, and all line ends as LF.
        content = file.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    check_mail(content[content.index(b"\r\nDate: ") + 2:], "sink")


main(with_starttls, wrong_name, wrong_address, expired, unknown, stripped, wrong_password, once,
     limited, sink)
