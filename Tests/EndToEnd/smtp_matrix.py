"""Whatever goes wrong wherever with a mail server: no mail is lost, none goes twice unnoticed."""

import collections
import concurrent.futures
import queue
import re
import time

from _mailserver import Certificates
from _smtp import Peer
from _stage import Database, equal, expect, main, run

LANES = 6
LIMIT = 3
OPENING = ["greeting", "ehlo", "starttls", "ehlo-tls", "auth"]
MAIL = ["mail", "rcpt", "data", "end-of-data", "rset"]
ANSWERS = [
    "4xx", "5xx", "421", "silence", "close", "reset", "garbage", "long-line", "endless-line",
    "many-lines", "endless-lines", "bare-lf", "wrong-class", "slow-ok", "slow-late"]
HARMLESS = ["long-line", "many-lines", "slow-ok"]
CASES = [
    ("connect", "refuse", True),
    *((phase, kind, True) for phase in [*OPENING, *MAIL, "quit"] for kind in ANSWERS),
    *(("tls", kind, True) for kind in ["garbage", "silence", "close", "reset", "slow-late"]),
    *(("content", kind, True) for kind in [
        "4xx", "5xx", "5xx-silence", "5xx-close", "5xx-reset", "421", "silence", "close", "reset",
        "garbage", "slow-ok"]),
    *((phase, kind, False) for phase in MAIL for kind in ANSWERS)]

certificates = Certificates()
good = certificates.make("good")
databases = queue.SimpleQueue()
for _ in range(LANES):
    databases.put(Database(has_demo=False))


def expected(phase, kind):
    """What becomes of the mail that meets the fault: state, outcome and phase of its attempt."""
    if phase == "rset":
        return ["failed", "refused", "rcpt"]
    if kind in HARMLESS or phase == "quit":
        return ["sent", "sent", "end-of-data"]
    if phase in ["connect", "tls", *OPENING]:
        return ["pending", "session-failed", phase.removesuffix("-tls")]
    if phase == "content":
        refused = kind.startswith("5xx")
        return ["failed", "refused", "body"] if refused else ["pending", "deferred", "body"]
    if kind == "421":
        return ["pending", "session-failed", phase]
    if kind == "5xx":
        return ["failed", "refused", phase]
    if phase == "end-of-data" and kind != "4xx":
        return ["pending", "unknown", phase]
    return ["pending", "deferred", phase]


def deliver(database, peer, patience):
    """One run of the worker, which waits so many seconds for each answer."""
    limit = str(int(patience * 1000))
    begun = time.monotonic()
    done = run("deliver", "--once", status=None, **(database.settings | {
        "REGISTRY_SMTP_URL": f"smtp://registry:secret@localhost:{peer.port}",
        "REGISTRY_SMTP_CA": certificates.ca, "REGISTRY_SMTP_SESSIONS": "1",
        "REGISTRY_MAIL_FROM": "registry@example.org",
        "REGISTRY_SMTP_CONNECT_TIMEOUT_MS": limit, "REGISTRY_SMTP_GREETING_TIMEOUT_MS": limit,
        "REGISTRY_SMTP_COMMAND_TIMEOUT_MS": limit, "REGISTRY_SMTP_DATA_TIMEOUT_MS": limit,
        "REGISTRY_SMTP_END_OF_DATA_TIMEOUT_MS": limit,
    }))
    expect(done.returncode in (0, 1), "an end of its own", done.returncode, done.stderr)
    expect(time.monotonic() - begun < 60, "an end in time", time.monotonic() - begun)
    expect("secret" not in done.stdout + done.stderr, "no password in the log", done.stderr)


def promise(database, phase):
    """A mail that meets the fault, and one behind it."""
    name = "repeat('many words ', 400000)" if phase == "content" else "'Ieva'"
    database.rows(f"""
        DELETE FROM outbox;
        INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                            next_attempt_at)
        SELECT '<' || who || '.' || gen_random_uuid() || '@example.org>', who || '@example.org',
               'confirm-interest', jsonb_build_object('given_name',
                   CASE who WHEN 'bad' THEN {name} ELSE 'Ieva' END, 'target', 'AudTrain',
                   'token', 'secret', 'unconfirmed_days', 7), now(),
               now() - CASE who WHEN 'bad' THEN interval '1 second' ELSE interval '0' END
        FROM unnest('{{bad,good}}'::text[]) AS who""")


def states(database):
    return dict(database.rows("SELECT split_part(recipient, '@', 1), state FROM outbox"))


def check(phase, kind, pipelining, limit=LIMIT):
    database = databases.get()
    peer = Peer(good, phase, kind, pipelining, limit)
    try:
        promise(database, phase)
        deliver(database, peer, limit)
        first = database.rows("""
            SELECT o.state, a.outcome, a.phase FROM outbox o
            JOIN outbox_attempt a ON a.outbox_id = o.id AND a.number = 1
            WHERE o.recipient = 'bad@example.org'""")
        if (phase, kind) == ("greeting", "reset") and first[0][2] == "connect":
            # The reset came before the connection was looked at.
            first[0][2] = "greeting"
        equal(first, [expected(phase, kind)], "the mail that met it")
        is_closed = first[0][1] == "session-failed" and phase not in MAIL
        equal(states(database)["good"], "pending" if is_closed else "sent", "the mail behind it")

        peer.mend()
        waiting = database.count("outbox", "state = 'pending' AND attempts > 0"
                                 " AND next_attempt_at <= now()")
        equal(waiting, 0, "mails that would be tried again at once")
        database.rows("UPDATE outbox SET next_attempt_at = now() WHERE state = 'pending'")
        deliver(database, peer, 20)
        end = {"bad": "failed" if first[0][0] == "failed" else "sent", "good": "sent"}
        equal(states(database), end, "the end")
        check_copies(database, peer)
        equal(peer.violations, [], "rules that we broke")
    finally:
        peer.stop()
        databases.put(database)


def check_copies(database, peer):
    """Nothing is lost, and what went twice was of unknown fate; attempts are described."""
    copies = collections.defaultdict(list)
    for mail in list(peer.accepted):
        copies[mail["to"].split("@")[0], mail["id"]].append(mail["bytes"])
    for who, state, message_id, unknown in database.rows("""
            SELECT split_part(recipient, '@', 1), state, message_id,
                   (SELECT count(*) FROM outbox_attempt
                    WHERE outbox_id = id AND outcome = 'unknown')
            FROM outbox"""):
        seen = copies.pop((who, message_id), [])
        least = 1 if state == "sent" else 0
        expect(least <= len(seen) <= least + int(unknown),
               f"{least} to {least + int(unknown)} copies for {who}", len(seen))
        expect(len(set(seen)) <= 1, "the same bytes each time", seen)
    equal(dict(copies), {}, "mails that nobody promised")
    for outcome, reply in database.rows(
            "SELECT outcome, coalesce(reply, '') FROM outbox_attempt WHERE outcome <> 'released'"):
        expect(0 < len(reply.encode()) <= 500 and not re.search(r"[\x00-\x1f\x7f]", reply),
               f"one line for an attempt that was {outcome}", reply)


def failed(cases, limit, lanes):
    """The cases that end otherwise than expected, with what was seen."""
    failures = {}
    with concurrent.futures.ThreadPoolExecutor(lanes) as pool:
        running = {pool.submit(check, *case, limit): case for case in cases}
        for done in concurrent.futures.as_completed(running):
            if error := done.exception():
                failures[running[done]] = error
    return failures


def matrix():
    """Every phase of a session, and everything that can go wrong there"""
    failures = failed(CASES, LIMIT, LANES)
    if failures:
        # On a busy machine an answer may be late that was to be in time.
        print(f"     {len(failures)} of {len(CASES)} cases once more, with patience", flush=True)
        failures = failed(failures, 4 * LIMIT, 2)
    for (phase, kind, pipelining), error in sorted(failures.items()):
        print(f"     {phase}, {kind}, {pipelining=}: {error}", flush=True)
    equal(len(failures), 0, f"failures in {len(CASES)} cases")
    print(f"     {len(CASES)} cases", flush=True)


main(matrix)
