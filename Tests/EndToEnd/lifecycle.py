"""The service starts, tells how it is, ends in order, and says plainly what it cannot do."""

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time

from _stage import (
    EVENT, ROOT, Database, Service, environment, equal, expect, interest, main, run, scratch,
    start, wait_for)

database = Database()


class Lock:
    """Holds up whatever would write an interest, until it is released."""

    def __enter__(self):
        self.psql = start(
            [database.psql, "--no-psqlrc", "--quiet", database.admin_url], stdout=subprocess.PIPE,
            stdin=subprocess.PIPE, text=True)
        self.psql.stdin.write("BEGIN; LOCK interest; SELECT 'locked';\n")
        self.psql.stdin.flush()
        while "locked" not in self.psql.stdout.readline():
            pass
        return self

    def __exit__(self, *_):
        self.psql.stdin.close()
        self.psql.wait()

    def wait_for_somebody(self):
        wait_for("a statement that waits", lambda: database.value(
            f"""SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
                WHERE datname = '{database.name}' AND NOT granted""") != "0")


class Asking(threading.Thread):
    """One interest that is on its way."""

    def __init__(self, service, name):
        super().__init__(daemon=True)
        self.service, self.name_part, self.answer = service, name, None
        self.start()

    def run(self):
        try:
            self.answer = self.service.post_json(
                interest(email=f"{self.name_part}@example.org"))
        except OSError as error:
            self.answer = error


def is_closed(service):
    try:
        socket.create_connection(("127.0.0.1", service.port), timeout=5).close()
    except OSError:
        return True
    return False


def drain():
    """SIGTERM closes the port, has requests in flight answered, and ends with 0"""
    with Service(database, REGISTRY_CORES="1") as service:
        end_in_order(service)


def end_in_order(service):
    """Ends a service that has a resting connection, half a request and one in flight."""
    idle = socket.create_connection(("127.0.0.1", service.port), timeout=20)
    half = socket.create_connection(("127.0.0.1", service.port), timeout=20)
    half.sendall(b"POST /api/v1/interests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
                 b"\r\nContent-Length: 2\r\n\r\n{")
    # An answer on this core shows that what came before it was read.
    equal(service.get("/healthz").status, 200, "health")
    with Lock() as lock:
        asking = Asking(service, "drain")
        lock.wait_for_somebody()
        service.process.send_signal(signal.SIGTERM)
        wait_for("the port to be closed", lambda: is_closed(service))
        equal(idle.recv(100), b"", "what a resting connection gets")
        half.sendall(b"}")
        received = half.recv(65536)
        expect(received.startswith(b"HTTP/1.1 422 "), "the answer to half a request", received)
        expect(b"\r\nConnection: close\r\n" in received, "that the connection ends", received)
        equal(service.process.poll(), None, "the end, while a request is in flight")
    equal(service.process.wait(15), 0, "the exit status")
    asking.join(15)
    equal(getattr(asking.answer, "status", asking.answer), 202, "the answer in flight")
    equal(asking.answer["Connection"], "close", "Connection of the answer in flight")
    equal(database.count("interest", "email = 'drain@example.org'"), 1, "interests")


def hurry():
    """A drain has an end, a second signal ends it at once, and Ctrl-C is the same as SIGTERM"""
    with Lock() as lock:
        slow = {"REGISTRY_CORES": "1", "REGISTRY_DATABASE_TIMEOUT_MS": "15000"}
        with Service(database, REGISTRY_DRAIN_TIMEOUT_MS="300", **slow) as service:
            Asking(service, "hurry")
            lock.wait_for_somebody()
            begun = time.monotonic()
            equal(service.stop(60), 0, "the exit status after the drain's time")
            taken = time.monotonic() - begun
            expect(0.2 < taken < 5, "an end after 0.3 s", taken)
        with Service(database, **slow) as service:
            Asking(service, "hurry.more")
            lock.wait_for_somebody()
            service.process.send_signal(signal.SIGTERM)
            wait_for("the port to be closed", lambda: is_closed(service))
            equal(service.stop(5), 1, "the exit status after a second signal")
    with Service(database) as service:
        service.process.send_signal(signal.SIGINT)
        equal(service.process.wait(10), 0, "the exit status after SIGINT")


def ready():
    """Ready means that every core answers, each time"""
    for number in range(5):
        with Service(database, REGISTRY_CORES="8") as service:
            for _ in range(8):
                equal(service.get("/api/v1/events").status, 200, f"the list at start {number}")


def outage():
    """Without its database the service is alive and not ready, and it recovers by itself"""
    with Service(database, REGISTRY_DATABASE_TIMEOUT_MS="500") as service:
        database.serve(f"ALTER DATABASE {database.name} ALLOW_CONNECTIONS false")
        try:
            database.serve(f"""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                               WHERE datname = '{database.name}'""")
            wait_for("503 from /readyz", lambda: service.get("/readyz").status == 503)
            equal(service.get("/healthz").status, 200, "health")
            equal(service.get(f"/events/{EVENT}").status, 200, "a page of what is known")
            answer = service.post_json(interest(email="outage@example.org"))
            equal((answer.status, answer.json["type"]),
                  (503, "/problems/temporarily-unavailable"), "an interest")
            expect(int(answer["Retry-After"]) > 0, "Retry-After", answer)
            begun = time.monotonic()
            page = service.request("POST", "/confirm/" + "A" * 43, Accept="text/html")
            taken = time.monotonic() - begun
            expect(taken < 15, "an answer soon, where there is no line to wait in", taken)
            equal((page.status, page["Content-Type"]), (503, "text/html; charset=utf-8"), "a page")
            equal(service.get("/metrics").status, 200, "metrics")
        finally:
            database.serve(f"ALTER DATABASE {database.name} ALLOW_CONNECTIONS true")
        wait_for("200 from /readyz", lambda: service.get("/readyz").status == 200)
        wait_for("an interest to be taken", lambda: service.post_json(
            interest(email="outage@example.org")).status == 202)
        service.mail("outage@example.org")


def migrations():
    """It is not ready while a migration is missing, and gets ready when that has run"""
    older = scratch()
    files = sorted(os.listdir(os.path.join(ROOT, "migrations")))
    for name in files[:-1]:
        shutil.copy(os.path.join(ROOT, "migrations", name), older)
    with_nothing = Database(has_demo=False, is_migrated=False)
    with_older = Database(has_demo=False, is_migrated=False)
    with_older.command("migrate", REGISTRY_MIGRATIONS_DIRECTORY=older)
    for own in (with_nothing, with_older):
        with Service(own, is_awaited=False) as service:
            wait_for("an open port", lambda: not is_closed(service))
            for _ in range(5):
                equal(service.get("/readyz").status, 503, "the status before the migration")
            equal(service.get("/healthz").status, 200, "health")
            own.command("migrate")
            wait_for("200 from /readyz", lambda: service.get("/readyz").status == 200)
            own.command("demo")
            wait_for("the events", lambda: service.get(f"/events/{EVENT}").status == 200)
    expect("up to date" in with_older.command("migrate"), "nothing more to migrate")
    changed = scratch()
    for name in files:
        shutil.copy(os.path.join(ROOT, "migrations", name), changed)
    with open(os.path.join(changed, files[0]), "a", encoding="utf-8") as file:
        file.write("-- changed\n")
    with_older.command("migrate", status=1, REGISTRY_MIGRATIONS_DIRECTORY=changed)


def metrics():
    """What is measured is well-formed and names nobody"""
    with Service(database) as service:
        service.post_json(interest(email="metrics@example.org"))
        service.get("/my/" + "A" * 43)
        service.mail("metrics@example.org")
        answer = service.get("/metrics")
    expect(answer["Content-Type"].startswith("text/plain; version=0.0.4"), "its kind", answer)
    names = set()
    for line in answer.text.splitlines():
        kind = re.fullmatch(r"# TYPE (\w+) (counter|gauge|histogram|summary)", line)
        if kind:
            expect(kind[1] not in names, "each metric once", line)
            names.add(kind[1])
        elif not line.startswith("# HELP "):
            sample = re.fullmatch(
                r'(\w+)(\{(?:\w+="(?:[^"\\]|\\.)*",?)*\})? ([-+]?[0-9.]+(?:e[-+]?\d+)?|NaN)', line)
            expect(sample, "a line of Prometheus text", line)
            expect(re.sub("_(bucket|sum|count)$", "", sample[1]) in names or sample[1] in names,
                   "a type before its samples", line)
    expect('route="/api/v1/interests",status="2xx"} 1' in answer.text, "the interest counted",
           answer.text)
    expect("outbox" in answer.text, "the outbox", answer.text)
    for secret in ("metrics@", "example.org", "A" * 43):
        expect(secret not in answer.text, f"no {secret}", answer.text)


def port():
    """A port in use is told in one plain line"""
    with Service(database) as service:
        variables = database.settings | {"REGISTRY_LISTEN": f"127.0.0.1:{service.port}"}
        done = run("serve", status=1, **variables)
        equal(done.stdout, "", "the output")
        expect(str(service.port) in done.stderr and len(done.stderr.splitlines()) == 1,
               "one line with the port", done.stderr)
        equal(service.get("/readyz").status, 200, "the status of the first")


def usage():
    """Every command has --help; wrong usage ends with 2 and says why"""
    def help_of(*path):
        done = run(*path, "--help")
        expect(done.stdout.strip() and not done.stderr, f"help of {path}", done.stdout)
        section = re.search(r"^Commands:\n((?:  .*\n?)+)", done.stdout, re.M)
        names = re.findall(r"^  (\S+)", section[1], re.M) if section else []
        for name in names:
            help_of(*path, name)
        return names

    names = help_of()
    for name in ("serve", "migrate", "deliver", "demo", "check"):
        expect(name in names, f"{name} among the commands", names)
    for words in ([], ["serv"], ["serve", "--colour"], ["serve", "now"], ["serve", "--config"],
                  ["migrate", "--help=yes"], ["deliver", "--once", "--once"]):
        done = run(*words, status=2)
        expect(done.stderr.strip() and not done.stdout, f"why {words} is wrong", done.stdout)
    expect("serve" in run("serv", status=2).stderr, "the command that was meant")
    expect(re.fullmatch(r"training-registry \d\S*\n", run("--version").stdout), "the version")


def complaints():
    """Everything that is wrong with the settings is told at once, and no secret with it"""
    file = os.path.join(scratch(), "registry.json5")
    with open(file, "w", encoding="utf-8") as stream:
        stream.write('{colour: "red", http_fields: 1, cores: "many"}')
    done = run(
        "serve", "--config", file, status=1, REGISTRY_LISTEN="nowhere",
        REGISTRY_DATABASE_URL="mysql://registry:geheim@db", REGISTRY_DRAIN_TIMEOUT_MS="soon",
        REGISTRY_SMTP_URL="smtp://registry:geheim@mail.example.org?tls=perhaps",
        REGISTRY_COLOUR="red")
    for word in ("colour", "http_fields", "cores", "REGISTRY_LISTEN", "REGISTRY_DATABASE_URL",
                 "REGISTRY_DRAIN_TIMEOUT_MS", "REGISTRY_SMTP_URL", "REGISTRY_PUBLIC_URL",
                 "REGISTRY_MAIL_FROM", "REGISTRY_COLOUR"):
        expect(word in done.stderr, f"a complaint about {word}", done.stderr)
    expect("geheim" not in done.stderr + done.stdout, "no secret", done.stderr)
    done = run("deliver", "--once", status=75, **(database.settings | {
        "REGISTRY_DATABASE_URL": "host=127.0.0.1 port=1 user=x dbname=x",
        "REGISTRY_DATABASE_TIMEOUT_MS": "300", "REGISTRY_SMTP_URL": "smtp://127.0.0.1:1?tls=none"}))
    expect("database" in done.stderr and not done.stdout, "why nothing was delivered", done.stderr)
    done = run("serve", "--config", "/nowhere.json5", status=1)
    expect("/nowhere.json5" in done.stderr, "the file that is not there", done.stderr)
    done = run("check", status=1, **(database.settings | {
        "REGISTRY_DATABASE_URL": "postgresql://registry:geheim@%%%"}))
    expect("geheim" not in done.stderr, "no secret", done.stderr)


main(drain, hurry, ready, outage, migrations, metrics, port, usage, complaints)
