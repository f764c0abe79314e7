"""Mails are signed so that a stranger's program finds them ours, and nobody can change them."""

import glob
import json
import os
import re
import shutil
import subprocess

import dkim

from _mailserver import MailServer
from _stage import (
    Database, Service, equal, expect, free_port, interest, main, run, scratch, start, wait_for)

directory = scratch()
database = Database()


def key(name, *words):
    """A private key as docs/smtp.md says to make one."""
    path = os.path.join(directory, name)
    subprocess.run(["openssl", "genpkey", *words, "-out", path], check=True, capture_output=True)
    return path


rsa = key("rsa.pem", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
ed25519 = key("ed25519.pem", "-algorithm", "ED25519")


def settings(port, keys=f"2026r:{rsa},2026e:{ed25519}", **more):
    return {
        "REGISTRY_SMTP_URL": f"smtp://127.0.0.1:{port}?tls=none", "REGISTRY_DKIM_KEYS": keys,
        "REGISTRY_MAIL_FROM": "Bērnu tiesības <registry@mail.example.org>",
        "REGISTRY_DKIM_DOMAIN": "example.org",
        "REGISTRY_PUBLIC_URL": "https://registry.example.org",
    } | more


def records():
    """What the DNS would answer, from the command that prints it."""
    zone = database.command("mail", "dkim-record", **settings(25))
    found = {}
    for line in zone.splitlines():
        name, strings = re.fullmatch(r"(\S+) IN TXT \((.*) \)", line).groups()
        pieces = re.findall(r'"([^"]*)"', strings)
        expect(all(len(piece) <= 255 for piece in pieces), "strings of a TXT record", line)
        found[name.encode()] = "".join(pieces).encode()
    printed = json.loads(database.command("mail", "dkim-record", "--json", **settings(25)))
    equal({f"{one['name']}.".encode(): one["value"].encode() for one in printed}, found,
          "the records in JSON")
    return found


def judge(content):
    """Whether each of the two signatures holds; False too where a mail cannot be judged."""
    zone = records()
    verdicts = []
    for index in range(2):
        try:
            verdicts.append(dkim.DKIM(content).verify(
                idx=index, dnsfunc=lambda name, timeout=5: zone.get(name)))
        except (dkim.DKIMException, ValueError):
            verdicts.append(False)
    return verdicts


def sent(name, peer_port, find):
    with Service(database, **settings(peer_port)) as service:
        answer = service.post_json(interest(
            email=f"{name}@example.org", given_name="Žydrė", family_name="Šimkutė-Ådahl"))
        equal(answer.status, 202, "the status")
        return wait_for("the mail", find)


def verified():
    """Both signatures hold, and no longer when a stranger changes or adds anything"""
    peer = MailServer()
    content = sent("signed", peer.port, lambda: peer.mails and peer.mails[0]["bytes"])
    equal(judge(content), [True, True], "the signatures")
    equal(content.count(b"DKIM-Signature: "), 2, "signatures")

    head, body = content.split(b"\r\n\r\n", 1)
    mails = {
        "another subject": content.replace(b"Subject: Please", b"Subject: PLEASE"),
        "another body": content.replace(b"Dear", b"Near"),
        "more body": content + b"And more\r\n",
        "a second From": b"From: eve@example.net\r\n" + content,
        "a second From below": head + b"\r\nFrom: eve@example.net\r\n\r\n" + body,
        "a second Subject": b"Subject: Money\r\n" + content,
        "a Reply-To": head + b"\r\nReply-To: eve@example.net\r\n\r\n" + body,
        "another kind": b"Content-Type: text/html\r\n" + content,
        "another key": content.replace(b"s=2026r", b"s=2026e"),
    }
    for what, mail in mails.items():
        expect(mail != content, f"a change: {what}")
        expect(judge(mail)[0] is False, f"no valid signature with {what}")
        if what != "another key":
            equal(judge(mail), [False, False], f"the signatures with {what}")
    # What servers may do on the way (RFC 6376 §3.4).
    equal(judge(b"Received: by a server\r\n" + content + b"\r\n \r\n"), [True, True],
          "the signatures with an empty line at the end")


def same_bytes():
    """A mail that is sent again is the same to the byte, signatures too"""
    seen = []
    peer = MailServer(answers=lambda mail: (
        seen.append(mail["bytes"]), "250 OK" if len(seen) > 1 else "451 4.3.0 later")[1])
    sent("again", peer.port, lambda: database.count(
        "outbox", "recipient = 'again@example.org' AND state = 'pending' AND attempts = 1"))
    # Without the bytes that were kept: they are made anew.
    database.rows("UPDATE outbox SET next_attempt_at = now(), content = NULL "
                  "WHERE recipient = 'again@example.org'")
    database.command("deliver", "--once", **settings(peer.port))
    equal(len(seen), 2, "times that it was handed over")
    equal(seen[0], seen[1], "the bytes")
    equal(judge(seen[1]), [True, True], "the signatures")


def through_postfix():
    """Both signatures hold after the way through somebody else's mail server"""
    os.chmod(directory, 0o755)
    place = os.path.join(directory, "sink")
    os.mkdir(place)
    os.chmod(place, 0o777)
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    program = shutil.which("smtp-sink") or os.path.join(
        os.path.dirname(__file__), "../../.local/bin/smtp-sink")
    port = free_port()
    start([program, *user, "-d", os.path.join(place, "mail."), f"127.0.0.1:{port}", "16"])

    def find():
        done = database.count("outbox", "recipient = 'postfix@example.org' AND state = 'sent'")
        return glob.glob(os.path.join(place, "mail.*")) if done else None

    files = sent("postfix", port, find)
    with open(files[0], "rb") as file:
        content = file.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    content = content[content.index(b"DKIM-Signature: "):]
    equal(judge(content), [True, True], "the signatures")


def refused():
    """A key that is none is told at the start, by name, and never its content"""
    short = key("short.pem", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
    other = key("other.pem", "-algorithm", "X25519")
    table = [
        (f"a:{short}", "has 1024 bits; an RSA key must have 2048 to 4096"),
        (f"a:{other}", "must be a key for RSA or Ed25519"),
        (f"a:{directory}/none.pem", "cannot be read"),
        (f"a:{__file__}", "holds no private key in PEM without a passphrase"),
    ]
    for keys, reason in table:
        for command in (["serve"], ["deliver", "--once"], ["mail", "dkim-record"]):
            done = run(*command, status=1, **(database.settings | settings(25, keys)))
            expect(f"dkim_keys: {keys[2:]} {reason}" in done.stderr, reason, done.stderr)
        done = run("check", status=1, **(database.settings | settings(25, keys)))
        expect(reason in done.stdout, f"{reason} found by check", done.stdout)
    done = run("check", status=None, **(database.settings | settings(25, "nothing")))
    expect("must list selectors and files" in done.stderr, "a complaint", done.stderr)
    done = run("check", status=None,
               **(database.settings | settings(25, REGISTRY_DKIM_DOMAIN="example.net")))
    expect("must be the domain of mail_from" in done.stderr, "a complaint", done.stderr)


main(verified, same_bytes, through_postfix, refused)
