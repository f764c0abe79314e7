"""Two delivery workers are killed again and again, and every mail arrives, as the same mail."""

import collections
import email
import email.policy
import os
import random
import time

from _mailserver import MailServer
from _stage import ROOT, Database, end, environment, equal, expect, main, start, wait_for

MAILS = 500
KILLS = 16

database = Database(has_demo=False)
# A mail takes the server a moment, so that a kill finds some after their last byte.
peer = MailServer(answers=lambda mail: time.sleep(0.003) or "250 OK")
variables = {k: v for k, v in os.environ.items() if not k.startswith("REGISTRY_")} | (
    database.settings | {
        "REGISTRY_SMTP_URL": f"smtp://127.0.0.1:{peer.port}?tls=none",
        "REGISTRY_MAIL_FROM": "registry@example.org", "REGISTRY_SMTP_SESSIONS": "3",
        "REGISTRY_OUTBOX_LEASE_MS": "1000", "REGISTRY_OUTBOX_RETRY_FIRST_MS": "50",
        "REGISTRY_OUTBOX_RETRY_LONGEST_MS": "200"})


def worker():
    return start([environment("REGISTRY_TEST_BINARY"), "deliver"], cwd=ROOT, env=variables)


def is_all_sent():
    return database.count("outbox", "state = 'sent'") == MAILS


def killed():
    """Of two workers one is killed at any moment, and no mail is lost or told to two people"""
    database.rows(f"""
        INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                            next_attempt_at)
        SELECT '<' || gen_random_uuid() || '@example.org>', 'reader.' || n || '@example.org',
               'confirm-interest', jsonb_build_object('given_name', 'Žydrė', 'target', 'AudTrain',
                   'token', 'secret-' || n, 'unconfirmed_days', 7), now(), now()
        FROM generate_series(1, {MAILS}) AS n""")
    promised = dict(database.rows("SELECT recipient, message_id FROM outbox"))
    workers = [worker(), worker()]
    for _ in range(KILLS):
        seen = len(peer.mails)
        wanted = min(seen + random.randrange(1, 2 * MAILS // KILLS), MAILS)
        wait_for("mails", lambda: len(peer.mails) >= wanted or is_all_sent(), 60)
        victim = random.randrange(2)
        end(workers[victim])
        workers[victim] = worker()
    wait_for("every mail to be sent", is_all_sent, 120)
    for one in workers:
        end(one)

    copies = collections.defaultdict(list)
    for mail in list(peer.mails):
        equal(len(mail["to"]), 1, "recipients of a mail")
        copies[mail["to"][0]].append(mail["bytes"])
    equal(set(copies), set(promised), "who got a mail")
    for recipient, texts in copies.items():
        equal(len(set(texts)), 1, f"different mails to {recipient}")
        mail = email.message_from_bytes(texts[0], policy=email.policy.default)
        equal(mail["Message-ID"], promised[recipient], f"the Message-ID to {recipient}")
        equal([one.addr_spec for one in mail["To"].addresses], [recipient], "To")
    duplicates = sum(len(texts) - 1 for texts in copies.values())
    unknown = database.count("outbox_attempt", "outcome = 'unknown'")
    expect(unknown > 0, "a kill while a mail was on its way", unknown)
    expect(duplicates <= unknown, f"at most {unknown} duplicates", duplicates)
    equal(database.count("outbox_attempt", "outcome IS NULL"), 0, "attempts without an end")
    print(f"     {MAILS} mails, {KILLS} kills, {duplicates} duplicates, {unknown} attempts of"
          " unknown fate", flush=True)


main(killed)
