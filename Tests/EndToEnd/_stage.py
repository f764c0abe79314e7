"""What the end-to-end checks stand on: a database of their own, the service, and its mails.

Everything that is made here is taken away when the script ends, also by a signal.
"""

import atexit
import glob
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
EVENT = "protect-tallinn-2027"
NOTICE = "2026-11"


class Unexpected(Exception):
    """Something was not as it has to be."""


def expect(is_so, what, *seen):
    """Fails with what was expected and what was seen instead."""
    if not is_so:
        shown = "".join(f"\n    seen: {str(one)[:1500]}" for one in seen)
        raise Unexpected(f"expected: {what}{shown}")


def equal(seen, wanted, what):
    expect(seen == wanted, f"{what}: {wanted!r}", repr(seen))


def wait_for(what, look, seconds=20):
    """Looks again and again until there is something, and returns it."""
    deadline = time.monotonic() + seconds
    pause = 0.01
    while True:
        found = look()
        if found:
            return found
        expect(time.monotonic() < deadline, f"{what} within {seconds} s", found)
        time.sleep(pause)
        # Whoever waits for long must not keep the processor from what is waited for.
        pause = min(pause * 1.2, 0.2)


def main(*checks):
    """Runs every check, says how each ended, and exits with 1 if one failed."""
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        signal.signal(getattr(signal, name), lambda number, _: sys.exit(128 + number))
    failed = 0
    for check in checks:
        begun = time.monotonic()
        title = " ".join(check.__doc__.split())
        try:
            check()
            print(f"ok   {title} ({time.monotonic() - begun:.1f} s)", flush=True)
        except Exception as error:
            failed += 1
            line = error.__traceback__
            while line.tb_next and line.tb_next.tb_frame.f_code.co_filename != __file__:
                line = line.tb_next
            place = f"{os.path.basename(line.tb_frame.f_code.co_filename)}:{line.tb_lineno}"
            print(f"FAIL {title}\n  at {place}: {type(error).__name__}: {error}", flush=True)
    sys.exit(1 if failed else 0)


def environment(name):
    value = os.environ.get(name)
    if not value:
        sys.exit(f"{name} is not set: run scripts/test, or see CONTRIBUTING.md")
    return value


def scratch():
    """A directory that is removed at the end."""
    directory = tempfile.mkdtemp(prefix="registry-end-to-end-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory


def free_port():
    """A port below those that the system hands out for connections."""
    for _ in range(100):
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise Unexpected("expected: a free port")


def start(command, **options):
    """A process with a group of its own, which ends with us even when we are killed."""
    command = ["setpriv", "--pdeathsig", "TERM", "--", *command]
    process = subprocess.Popen(
        command, start_new_session=True, **({"stdin": subprocess.DEVNULL} | options))
    atexit.register(end, process)
    return process


def end(process):
    """Ends a process and what it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


class Database:
    """A migrated database with demonstration data, dropped at the end."""

    def __init__(self, has_demo=True, is_migrated=True):
        self.server = environment("REGISTRY_TEST_DATABASE")
        self.name = f"registry_end_to_end_{os.getpid()}_{random.randrange(10 ** 9)}"
        bins = sorted(glob.glob("/usr/lib/postgresql/*/bin/psql"), reverse=True)
        self.psql = next(iter(bins), None) or shutil.which("psql")
        self.serve(f"CREATE DATABASE {self.name}")
        atexit.register(self.drop)
        self.admin_url = self.with_words(self.server, dbname=self.name)
        # The rights of the service and no more, whoever may log in to the tests' server.
        self.url = self.with_words(self.admin_url, options="-c role=registry_service")
        if is_migrated:
            self.command("migrate")
        if has_demo:
            self.command("demo")

    def command(self, *words, status=0, **settings):
        """Runs a command of the program on this database; returns what it printed."""
        done = run(*words, status=status, **(self.settings | settings))
        return done.stdout

    @property
    def settings(self):
        return {
            "REGISTRY_DATABASE_URL": self.url, "REGISTRY_ENVIRONMENT": "demo",
            "REGISTRY_MIGRATION_DATABASE_URL": self.admin_url,
        }

    def rows(self, query):
        """The rows of a query, each a list of texts; JSON is safe for anything else."""
        text = self._run(self.admin_url, query)
        return [line.split("\x1f") for line in text.split("\n") if line]

    def value(self, query):
        rows = self.rows(query)
        return rows[0][0] if rows else None

    def count(self, table, where="true"):
        return int(self.value(f"SELECT count(*) FROM {table} WHERE {where}"))

    def drop(self):
        self.serve(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def serve(self, query):
        """Has the server do what cannot be asked of the database itself."""
        return self._run(self.server, query)

    def _run(self, url, query):
        command = [
            self.psql, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
            "--field-separator=\x1f", "--set=ON_ERROR_STOP=1", "--command", query, url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        expect(done.returncode == 0, f"psql to take {query!r}", done.stderr)
        return done.stdout

    @staticmethod
    def with_words(url, **words):
        """A connection string with other words; in both forms the last one counts."""
        if "://" in url:
            query = urllib.parse.urlencode(words, quote_via=urllib.parse.quote)
            return f"{url}{'&' if '?' in url else '?'}{query}"
        return url + "".join(f" {name}='{value}'" for name, value in words.items())


def run(*words, status=0, seconds=60, **settings):
    """Runs the program; an exit status of None allows any."""
    variables = {k: v for k, v in os.environ.items() if not k.startswith("REGISTRY_")}
    done = subprocess.run(
        [environment("REGISTRY_TEST_BINARY"), *words], cwd=ROOT, env=variables | settings,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    if status is not None:
        expect(
            done.returncode == status, f"{' '.join(words)!r} to exit with {status}",
            f"{done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Answer:
    """The whole answer to one request."""

    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    def __getitem__(self, name):
        return next((v for n, v in self.fields if n.lower() == name.lower()), None)

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def errors(self):
        """Pointer and code of each field error of a problem."""
        return [(error["pointer"], error["code"]) for error in self.json.get("errors", [])]

    def __repr__(self):
        return f"{self.status} {self.fields} {self.body[:600]!r}"


class Service:
    """One `serve` on a port of its own, ready when this returns."""

    def __init__(self, database, is_awaited=True, **settings):
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = os.path.join(scratch(), "log")
        variables = {k: v for k, v in os.environ.items() if not k.startswith("REGISTRY_")}
        self.variables = variables | {
            "REGISTRY_DATABASE_URL": database.url, "REGISTRY_ENVIRONMENT": "demo",
            "REGISTRY_LISTEN": f"127.0.0.1:{self.port}", "REGISTRY_INTAKE_PER_SOURCE": "0",
        } | settings
        self.process = None
        self.start(is_awaited)

    def start(self, is_awaited=True):
        with open(self.log_path, "ab") as log:
            self.process = start(
                [environment("REGISTRY_TEST_BINARY"), "serve"], cwd=ROOT, env=self.variables,
                stdout=log, stderr=log)
        if is_awaited:
            wait_for("the service to be ready", self._is_ready)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def _is_ready(self):
        expect(self.process.poll() is None, "the service to run", self.log)
        try:
            return self.get("/readyz").status == 200
        except OSError:
            return False

    @property
    def log(self):
        with open(self.log_path, errors="replace") as log:
            return log.read()

    def stop(self, seconds=30):
        """Asks it to end, and returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def connect(self, seconds=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)

    def request(self, method, path, body=None, **fields):
        """One request on a connection of its own; `_` stands for `-` in names of fields."""
        connection = self.connect()
        try:
            fields = {name.replace("_", "-"): value for name, value in fields.items()}
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def get(self, path, **fields):
        return self.request("GET", path, **fields)

    def post_json(self, body, path="/api/v1/interests", **fields):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return self.request("POST", path, body, Content_Type="application/json", **fields)

    def post_form(self, path, form, **fields):
        body = urllib.parse.urlencode(form).encode()
        kind = "application/x-www-form-urlencoded"
        return self.request("POST", path, body, Content_Type=kind, **fields)

    def mails(self, to=None, subject=""):
        """What is in the development mailbox, the newest first."""
        return [
            mail for mail in self.get("/dev/mailbox.json").json
            if (to is None or to in mail["to"]) and mail["subject"].startswith(subject)
        ]

    def mail(self, to, subject=""):
        """Waits for a mail to somebody."""
        return wait_for(f"a mail to {to}", lambda: self.mails(to, subject))[0]


def link_in(text, path):
    """The path of the one link to `/path/…` in a text."""
    found = re.findall(rf"https?://\S+?(/{path}/[A-Za-z0-9_-]+)", text)
    expect(len(set(found)) == 1, f"one link to /{path}/… in the mail", text)
    return found[0]


def interest(**changes):
    """The body of a right interest, with changes; None removes a member."""
    body = {
        "event": EVENT, "given_name": "Ieva", "family_name": "Ozola",
        "email": "ieva.ozola@example.org", "organisation": "State Border Guard",
        "sector": "border-guard", "country": "LV", "language": "en",
        "motivation": "I meet unaccompanied children at the border.", "notice": NOTICE,
    }
    return {name: value for name, value in (body | changes).items() if value is not None}
