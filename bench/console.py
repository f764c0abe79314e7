"""Measures the console with 400 people against the same work as bare SQL on one connection.

Run by scripts/bench, which says what program and which PostgreSQL. What led to a line goes to
standard error.
"""

import concurrent.futures
import html
import os
import re
import statistics
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Tests", "EndToEnd"))

from _console import Member  # noqa: E402
from _stage import ROOT, Database, Service, equal, expect, interest, wait_for  # noqa: E402

PEOPLE, DRAFTED, SESSIONS, ROUNDS = 400, 200, 4, 15
CODE = "four-hundred"
COUNTRIES = ("LV", "EE", "LT", "SE", "FI", "DE", "PL", "NO")
SECTORS = ("border-guard", "police", "ombudsman")
PATH = f"/console/events/{CODE}"

database = Database()
# The peer sends no mail either.
service = Service(database, REGISTRY_SMTP_SESSIONS="0")


def plan():
    """An open event that begins tomorrow, with seats for half of those who are interested."""
    database.rows(f"""
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            city, country, published_at)
        SELECT '{CODE}', 'training', 'Four hundred', 'Four days.', 'selection', day + 1, day + 4,
            'UTC', 'Rīga', 'LV', now() - interval '1 day'
        FROM (SELECT now()::date AS day) AS today;
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, 'Day ' || n, starts_on + (n - 1) * interval '1 day' + interval '9 hours',
               starts_on + (n - 1) * interval '1 day' + interval '16 hours'
        FROM event, generate_series(1, {SESSIONS}) AS n WHERE code = '{CODE}'""")
    database.command("event", "set-seats", CODE, str(PEOPLE))


def token_of(email, template):
    """What stands in the link of a mail that waits."""
    return database.value(f"""SELECT parameters ->> 'token' FROM outbox
        WHERE recipient = '{email}' AND template = '{template}' ORDER BY id DESC LIMIT 1""")


def express(number):
    # No two of them are one person by their names.
    name = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")
    answer = service.post_json(interest(
        event=CODE, email=f"p{number}@example.org", given_name="Anna",
        family_name=f"Person {name}", country=COUNTRIES[number % len(COUNTRIES)],
        sector=SECTORS[number % len(SECTORS)]))
    equal(answer.status, 202, f"the status of an interest: {answer}")


def interests():
    """Everybody confirms by the link of their mail."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(express, range(PEOPLE)))
        tokens = database.rows("""SELECT parameters ->> 'token' FROM outbox
            WHERE template = 'confirm-interest'""")
        list(pool.map(lambda row: service.post_form(f"/confirm/{row[0]}", {}), tokens))


def analyse():
    """What a database at work does by itself within a minute."""
    database.rows("VACUUM ANALYZE")


def statement(file, name):
    """The text of a statement of ours, as the peer prepares it."""
    with open(os.path.join(ROOT, "Sources", "TrainingRegistry", file), encoding="utf-8") as source:
        found = re.search(rf'struct {name}: Statement.*?"""\n(.*?)"""', source.read(), re.S)
    expect(found, f"the statement {name}")
    return found.group(1)


def by_psql(first, again, before="SELECT;"):
    """The milliseconds of a line, run often on one connection, its rows thrown away."""
    script = "\n".join([first, r"\timing on", r"\o /dev/null", *([before, again] * ROUNDS)])
    done = subprocess.run(
        [database.psql, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", database.admin_url],
        input=script, capture_output=True, text=True, timeout=120, check=False)
    equal(done.returncode, 0, f"psql: {done.stderr}")
    times = [float(one) for one in re.findall(r"^Time: ([0-9.]+) ms", done.stdout, re.M)][1::2]
    equal(len(times), ROUNDS, "how many were timed")
    return times


def timed(ask, status=200):
    begun = time.monotonic()
    answer = ask()
    taken = (time.monotonic() - begun) * 1000
    equal(answer.status, status, "the status of what is measured")
    return taken, answer


def shown(times):
    return f"{statistics.median(times):.1f} ms (worst {max(times):.1f})"


def verdict(name, ours, peer, theirs):
    """A line, as one over the other: more is better, as in the other benchmarks."""
    print(f"{name}: ours {shown(ours)}, {peer} {shown(theirs)}", file=sys.stderr)
    rates = [1000 / statistics.median(times) for times in (ours, theirs)]
    print(f"{name} ratio {rates[0] / rates[1]:.2f} (ours {rates[0]:.1f}/s, {peer} "
          f"{rates[1]:.1f}/s)", flush=True)


def people(member):
    """The workbench with everybody on one page."""
    ours = [timed(lambda: member.get(f"{PATH}/people?size=500"))[0] for _ in range(ROUNDS)]
    text = statement("Workbench/ListEventPeople.swift", "ReadEventPeople")
    theirs = by_psql(
        f"PREPARE peer AS {text};",
        f"EXECUTE peer ('{CODE}', NULL, NULL, NULL, NULL, NULL, 'received', false, 500, 0, '{{}}',"
        " true);")
    verdict("console-people", ours, "SQL", theirs)


def picks(where="true"):
    return [row[0] for row in database.rows(f"""SELECT i.id || '.' || i.status
        FROM interest_now i JOIN event e ON e.id = i.event_id
        WHERE e.code = '{CODE}' AND {where} ORDER BY i.since, i.id""")]


def move(member, step, chosen, to, act, csrf):
    return service.request(
        "POST", f"{PATH}/people/{step}", "&".join(
            [f"csrf={csrf}", f"to={to}", "reason=", "decision=", f"act={act}"]
            + [f"pick={one}" for one in chosen]),
        Content_Type="application/x-www-form-urlencoded", Sec_Fetch_Site="same-origin",
        **member.cookie_field)


def answer(token, identity):
    return service.post_form(f"/my/{token}/offer", {"interest": identity, "answer": "accept"},
                             Sec_Fetch_Site="same-origin")


def draft(member):
    """A draft for half of the people, and how long an acceptance waits for the room meanwhile."""
    csrf = member.csrf(f"{PATH}/people")
    everybody = picks()
    offered, drafted = everybody[:2 * ROUNDS], everybody[-DRAFTED:]
    equal(move(member, "send", offered, "offered", "", csrf).status, 200, "the offers")
    tokens = [(one.split(".")[0], database.value(f"""SELECT parameters ->> 'token' FROM outbox
        WHERE interest_id = '{one.split(".")[0]}' ORDER BY id DESC LIMIT 1""")) for one in offered]

    alone = [timed(lambda: answer(token, identity), 303)[0]
             for identity, token in tokens[:ROUNDS]]
    ours = [timed(lambda: move(member, "move", drafted, "offered", "draft", csrf))[0]
            for _ in range(ROUNDS)]
    ids = ",".join(one.split(".")[0] for one in drafted)
    theirs = by_psql("", f"""SELECT preview_moves((SELECT id FROM event WHERE code = '{CODE}'),
        '{{{ids}}}', array_fill('received'::text, ARRAY[{DRAFTED}]),
        array_fill('offered'::text, ARRAY[{DRAFTED}]), array_fill(NULL::text, ARRAY[{DRAFTED}]),
        array_fill(now() + interval '1 day', ARRAY[{DRAFTED}]), now(), 'command:0');"""
                     .replace("\n", " "))
    verdict("console-draft", ours, "preview_moves", theirs)

    # One draft after the other, so that an acceptance always meets one.
    over = threading.Event()

    def keep_drafting():
        while not over.is_set():
            equal(move(member, "move", drafted, "offered", "draft", csrf).status, 200, "a draft")

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        drafting = pool.submit(keep_drafting)
        time.sleep(0.2)
        meanwhile = [timed(lambda: answer(token, identity), 303)[0]
                     for identity, token in tokens[ROUNDS:]]
        over.set()
        drafting.result()
    verdict("console-acceptance", meanwhile, "without-drafts", alone)
    for status, to in (("received", "offered"), ("offered", "accepted")):
        chosen = picks(f"i.status = '{status}'")
        taken, _ = timed(lambda: move(member, "send", chosen, to, "", csrf))
        print(f"console: {len(chosen)} people {to} and written to in {taken:.0f} ms",
              file=sys.stderr)


def sheet(member):
    """The sheet of everybody and every session, opened and saved."""
    ours = []
    for _ in range(ROUNDS):
        taken, page = timed(lambda: member.get(f"{PATH}/attendance?all"))
        ours.append(taken)
    text = statement("Attendance/ReadSheet.swift", "ReadSheetPeople")
    theirs = by_psql(f"PREPARE peer AS {text};", f"EXECUTE peer ('{CODE}');")
    verdict("console-sheet", ours, "SQL", theirs)

    saves = []
    for number in range(ROUNDS):
        page = member.get(f"{PATH}/attendance?all").text
        page = page[page.index('id="sheet"'):]
        page = page[:page.index("</form>")]
        fields = re.findall(r'<input type="hidden" name="([posq]?[\d.]*|csrf|session)"\s+'
                            r'value="([^"]*)"', page)
        marks = [(name, "pa"[number % 2]) for name in re.findall(r'<select name="(m[\d.]+)"', page)]
        equal(len(marks), PEOPLE * SESSIONS, "how many marks there are")
        body = "&".join(f"{name}={html.unescape(value)}" for name, value in fields + marks)
        taken, _ = timed(lambda: service.request(
            "POST", f"{PATH}/attendance", body + "&do=save",
            Content_Type="application/x-www-form-urlencoded", Sec_Fetch_Site="same-origin",
            **member.cookie_field), 303)
        saves.append(taken)
    theirs = by_psql(
        "CREATE TABLE peer (LIKE attendance INCLUDING INDEXES);",
        "INSERT INTO peer SELECT * FROM attendance WHERE superseded_at IS NULL;",
        before="TRUNCATE peer;")
    verdict("console-save", saves, "INSERT", theirs)


plan()
interests()
analyse()
somebody = Member(service, "bench@example.org", "coordinator").set_up().sign_in()
people(somebody)
draft(somebody)
analyse()
sheet(somebody)
