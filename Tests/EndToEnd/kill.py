"""The service is killed under load, again and again, and nothing that it acknowledged is lost."""

import collections
import email
import email.policy
import http.client
import json
import random
import threading
import time

from _mailserver import MailServer
from _stage import Database, Service, equal, expect, interest, main, wait_for

ROUNDS = 5
CLIENTS = 24

database = Database()
# Each mail takes the server a moment, so that a kill finds some between their last byte and the
# answer to it.
peer = MailServer(answers=lambda mail: time.sleep(0.002) or "250 OK")
service = Service(
    database, REGISTRY_SMTP_URL=f"smtp://127.0.0.1:{peer.port}?tls=none",
    REGISTRY_OUTBOX_LEASE_MS="1000", REGISTRY_OUTBOX_RETRY_FIRST_MS="50",
    REGISTRY_OUTBOX_RETRY_LONGEST_MS="200", REGISTRY_SMTP_SESSIONS="4")


class Load:
    """Clients that ask for one interest after another and remember what they were answered."""

    def __init__(self):
        self.asked = set()
        self.acknowledged = set()
        self.strange = []
        self.is_over = False
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self._client, args=[number], daemon=True)
            for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def _client(self, number):
        connection, count = None, 0
        while not self.is_over:
            count += 1
            address = f"kill.{number}.{count}@example.org"
            body = json.dumps(interest(email=address)).encode()
            with self.lock:
                self.asked.add(address)
            try:
                connection = connection or http.client.HTTPConnection(
                    "127.0.0.1", service.port, timeout=20)
                connection.request(
                    "POST", "/api/v1/interests", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                content = answer.read()
                with self.lock:
                    if answer.status == 202:
                        self.acknowledged.add(address)
                    elif answer.status != 503:
                        self.strange.append((answer.status, content))
            except (OSError, http.client.HTTPException):
                if connection:
                    connection.close()
                connection = None
                # Nobody is there for a while: asking on without end would only heat the processor.
                time.sleep(0.005)

    def end(self):
        self.is_over = True
        for thread in self.threads:
            thread.join(30)


def load():
    """Whatever was acknowledged before a SIGKILL is there once, with its message"""
    running = Load()
    for _ in range(ROUNDS):
        before = len(running.acknowledged)
        wanted = before + random.randrange(100, 400)
        wait_for("answers", lambda: len(running.acknowledged) >= wanted, 30)
        service.kill()
        service.start()
    wait_for("answers after the last kill", lambda: len(running.acknowledged) > wanted)
    running.end()
    equal(running.strange, [], "answers other than 202 and 503")
    expect(len(running.acknowledged) > ROUNDS * 100, "a load", len(running.acknowledged))
    interests = collections.Counter(
        row[0] for row in database.rows("SELECT email FROM interest"))
    messages = collections.Counter(
        row[0] for row in database.rows("SELECT recipient FROM outbox"))
    equal(running.acknowledged - set(interests), set(), "interests that were lost")
    equal([one for one, count in interests.items() if count > 1], [], "interests kept twice")
    equal(set(interests), set(messages), "who has a message")
    equal([one for one, count in messages.items() if count > 1], [], "messages promised twice")
    equal(set(interests) - running.asked, set(), "interests nobody asked for")
    equal(database.count("interest"), database.count("access_token"), "links")
    print(f"     {len(running.acknowledged)} acknowledged, {len(interests)} kept, "
          f"{ROUNDS} kills", flush=True)


def is_all_sent():
    return database.count("outbox", "state = 'sent'") == database.count("outbox")


def delivery():
    """After the kills every mail is delivered, and a duplicate is the same mail"""
    promised = dict(database.rows("SELECT recipient, message_id FROM outbox"))
    # How fast is not asked here: the peer takes them one after another.
    wait_for("every mail to be sent", is_all_sent, 240)
    copies = collections.defaultdict(list)
    for mail in list(peer.mails):
        copies[mail["to"][0]].append(mail["bytes"])
    equal(set(promised) - set(copies), set(), "people without their mail")
    equal(set(copies) - set(promised), set(), "mails that were not promised")
    for recipient, texts in copies.items():
        equal(len(set(texts)), 1, f"different mails to {recipient}")
        mail = email.message_from_bytes(texts[0], policy=email.policy.default)
        equal(mail["Message-ID"], promised[recipient], f"the Message-ID to {recipient}")
    duplicates = sum(len(texts) - 1 for texts in copies.values())
    unknown = database.count("outbox_attempt", "outcome = 'unknown'")
    expect(duplicates <= unknown, f"at most {unknown} duplicates", duplicates)
    print(f"     {len(copies)} mails, {duplicates} duplicates, {unknown} attempts of unknown fate",
          flush=True)


main(load, delivery)
