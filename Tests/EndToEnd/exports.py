"""Tables as files: CSV, workbooks that two other programs read, JSON; over HTTP and by command."""

import csv
import datetime
import html
import io
import json
import os
import re
import subprocess

import openpyxl

from _console import Member
from _stage import (
    ROOT, Database, Service, environment, equal, expect, main, run, scratch, start, wait_for)

# What a spreadsheet could take for something else than a text.
ODD = ['=HYPERLINK("http://example.org")', "+49 30", "-1", "@sum", 'a "quoted", b', "two\nlines",
       "<&> ü ш", " padded "]

PEOPLE = """
    INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
        is_online, published_at)
    VALUES ('table', 'training', '=Table & <co>', '', 'open', '2026-03-02', '2026-03-03',
        'Europe/Riga', true, '2026-01-01');
    CREATE TEMP TABLE place AS
    SELECT gen_random_uuid() AS id, n, 'p' || (n - 1) % {people} + 1 || '@example.org' AS email,
           coalesce(({odd})[n], 'Person') AS given_name
    FROM generate_series(1, {count}) AS n;
    INSERT INTO person (given_name, family_name, email, email_folded, sector, country, created_at)
    SELECT given_name, 'Number ' || n, email, email, 'police', 'LV', '2026-01-01' FROM place
    WHERE n <= {people};
    INSERT INTO participation (id, event_id, created_at)
    SELECT place.id, event.id, '2026-01-02' FROM place, event WHERE event.code = 'table';
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        actor, occurred_at, recorded_at)
    SELECT place.id, person.token, 'confirmed', 'participant', 'LV', 'police', 'system',
           '2026-01-02', '2026-01-02'
    FROM place JOIN person USING (email);
"""


def filled(count, people=None):
    """A database with an event of so many participations, the first people with odd names."""
    database = Database()
    texts = ",".join("'" + text.replace("'", "''") + "'" for text in ODD)
    database.rows(PEOPLE.format(
        count=count, people=people or count, odd=f"ARRAY[{texts}]"))
    # As autovacuum does, sooner or later.
    database.rows("ANALYZE")
    return database


def key_of(database):
    return json.loads(database.command("staff", "token", "create", "--label", "x", "--json"))["key"]


def table(data):
    """Rows of CSV as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def by_office(book, sheet):
    """Rows of a sheet as LibreOffice reads them."""
    directory, name = os.path.split(book)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{directory}/profile",
         "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "--outdir", directory, book], check=True, capture_output=True, timeout=180)
    with open(os.path.join(directory, f"{name.removesuffix('.xlsx')}-{sheet}.csv"), "rb") as file:
        return table(file.read())


def as_text(cell):
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell)


def same_everywhere():
    """A workbook, opened by two other programs, equals the CSV cell by cell; so does JSON."""
    database = filled(300)
    with Service(database) as service:
        bearer = {"Authorization": f"Bearer {key_of(database)}"}
        path = "/api/v1/exports/participants?event=table"
        answer = service.get(path, **bearer)
        equal(answer.status, 200, "the status")
        equal(answer["Transfer-Encoding"], "chunked", "the coding")
        equal(answer["Registry-Withheld-Rows"], "0", "the rows withheld")
        expect("participants-table.csv" in answer["Content-Disposition"], "a name", answer)
        expect(answer.body.count(b"\r\n") >= 301, "lines that end in CR LF", answer)
        rows = table(answer.body)
        equal(len(rows), 301, "the lines")
        given = {row[rows[0].index("given_name")] for row in rows[1:]}
        for text in ODD:
            safe = ("'" if text[0] in "=+-@" else "") + text
            expect(safe in given, f"{safe!r}", given)

        directory = scratch()
        book = os.path.join(directory, "table.xlsx")
        with open(book, "wb") as file:
            file.write(service.get(path + "&format=xlsx", **bearer).body)
        sheet = openpyxl.load_workbook(book)["participants"]
        equal(sheet.freeze_panes, "A2", "the frozen header")
        equal([[as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)],
              rows, "the workbook, read by openpyxl")
        number, day = (rows[0].index(key) + 1 for key in ("sessions", "starts_on"))
        expect(isinstance(sheet.cell(2, number).value, int), "a number", sheet.cell(2, number).value)
        expect(sheet.cell(2, day).is_date, "a day", sheet.cell(2, day).value)
        about = {row[0]: row[1] for row in
                 openpyxl.load_workbook(book)["about"].iter_rows(values_only=True)}
        equal((about["rows"], about["withheld_rows"]), (300, 0), "what the workbook says")

        equal(by_office(book, "participants"), rows, "the workbook, read by LibreOffice")

        document = service.get(path + "&format=json", **bearer).json
        odd = {row["given_name"] for row in document["items"]}
        expect(set(ODD) <= odd, "the names as they are", odd)
        equal(len(document["items"]), 300, "the items")


def report():
    """A report is the same by every door, and its workbook equals its CSV cell by cell."""
    database = filled(300)
    directory = scratch()
    with Service(database) as service:
        bearer = {"Authorization": f"Bearer {key_of(database)}"}
        recipe = "attendance=confirmed&group=year,programme,sector"
        path = f"/api/v1/reports/participation?{recipe}"
        document = service.get(path, **bearer).json
        now = f"&as_of={document['report']['as_of']}"
        answer = service.get(path + now + "&format=csv", **bearer)
        expect("report.csv" in answer["Content-Disposition"], "a name", answer)
        rows = table(answer.body)
        equal(rows[0], ["year", "programme", "sector", "value"], "the keys of the columns")
        equal([[key or "" for key in one["keys"]] + [str(one["value"])]
               for one in document["report"]["figures"]],
              [[key.removeprefix("'") for key in row] for row in rows[1:]], "the figures in JSON")
        expect(any("'-" in row for row in rows), "a guarded key of no programme", rows)
        workbook = service.get(path + now + "&format=xlsx", **bearer).body
        equal(service.get(path + now + "&format=pdf", **bearer).errors[0][0], "/format", "pdf")

        book = os.path.join(directory, "report.xlsx")
        with open(book, "wb") as file:
            file.write(workbook)
        both = openpyxl.load_workbook(book)
        equal(both.sheetnames, ["participation", "about"], "the sheets")
        sheet = both["participation"]
        equal([[as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)],
              rows, "the workbook, read by openpyxl")
        expect(all(isinstance(row[-1], int) for row in
                   list(sheet.iter_rows(values_only=True))[1:]), "numbers")
        equal(by_office(book, "participation"), rows, "the workbook, read by LibreOffice")
        about = list(both["about"].iter_rows(values_only=True))
        equal([value for key, value in about if key == "words"], document["words"], "the words")
        told = dict(about)
        equal((told["sha256"], told["as_of"]), (document["sha256"], document["report"]["as_of"]),
              "digest and instant")
        equal(json.loads(told["recipe"]), document["report"]["recipe"], "the recipe as data")
        equal(sum(key == "overlap" for key, _ in about), len(document["report"]["overlaps"]),
              "what does not add up")
        equal([[as_text(cell) for cell in row] for row in about], by_office(book, "about"),
              "what it says, read by LibreOffice")

        public = path.replace(",sector", "") + now + "&audience=public&format="
        hidden = table(service.get(public + "csv", **bearer).body)
        with open(book, "wb") as file:
            file.write(service.get(public + "xlsx", **bearer).body)
        equal(by_office(book, "participation"), hidden, "with hidden figures")
        told = dict(openpyxl.load_workbook(book)["about"].iter_rows(values_only=True))
        equal(told["hidden_figures"], sum(row[-1] == "" for row in hidden), "how many are hidden")

        writer = Member(service, "reporter@example.org", "report-writer")
        writer.set_up()
        writer.sign_in()
        page = writer.get(f"/console/reports?{recipe}{now}").text
        link = re.search(r'href="([^"]*/report\.xlsx[^"]*)"', page).group(1)
        equal(writer.get(html.unescape(link)).body, workbook, "the workbook of the console")
    options = ["report", "participation", "--attendance", "confirmed", "--group",
               "year,programme,sector", "--as-of", document["report"]["as_of"]]
    run(*options, "--format", "xlsx", "--output", book, **database.settings)
    with open(book, "rb") as file:
        equal(file.read(), workbook, "the workbook of the command")
    printed = run(*options, "--format", "csv", **database.settings)
    equal(table(printed.stdout.encode()), rows, "the CSV of the command")
    run(*options, "--format", "pdf", status=2, **database.settings)
    run(*options, "--output", book, status=2, **database.settings)


def who_may_see():
    """A report writer gets no name, and who is counted but never listed stands nowhere."""
    database = filled(20)
    with Service(database) as service:
        writer = Member(service, "writer@example.org", "report-writer")
        writer.set_up()
        writer.sign_in()
        page = writer.get("/console/exports")
        expect("without names" in page.text, "what is in the table", page.text)
        answer = writer.get("/console/exports/participants?event=table&format=&from=&until=")
        equal(answer.status, 200, "the status")
        expect(b"example.org" not in answer.body and b"given_name" not in answer.body,
               "no names", answer.body[:300])
        equal(writer.get("/console/events/table/exports/participants").status, 403, "of an event")
        answer = writer.get("/console/exports/events?from=2026-02-01&until=2026-01-01&format=json")
        equal(answer.status, 422, "the status of days in the wrong order")
        for text in ("The last day is before the first.", 'value="2026-02-01"', '"json" selected'):
            expect(text in answer.text, f"the form says {text}", answer.text)

        bearer = {"Authorization": f"Bearer {key_of(database)}"}
        someone = database.value("SELECT id FROM person WHERE email = 'p9@example.org'")
        answer = service.request(
            "PUT", f"/api/v1/people/{someone}/listing", json.dumps({"is_listed": False}),
            Content_Type="application/json", **bearer)
        equal(answer.status, 204, "the status of unlisting")
        answer = service.get("/api/v1/events/table/exports/participants?bom=1", **bearer)
        equal(answer["Registry-Withheld-Rows"], "1", "the rows withheld")
        equal(answer.body[:3], b"\xef\xbb\xbf", "the byte order mark")
        expect(b"p9@example.org" not in answer.body, "no such person", answer.body)
        equal(answer.body.count(b"@example.org"), 19, "the others")
        for wrong, code in (("format=pdf", "/format"), ("from=x", "/from"), ("zz=1", "/zz")):
            answer = service.get(f"/api/v1/exports/events?{wrong}", **bearer)
            equal((answer.status, answer.errors[0][0]), (422, code), wrong)
        equal(service.get("/api/v1/exports/secrets", **bearer).status, 404, "no such table")
        log = database.rows("SELECT reason FROM audit WHERE action = 'export'")
        expect(["participants as csv of the event table, without names"] in log, "a line", log)


def backends(database):
    return int(database.value(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND query LIKE 'COPY%' AND state <> 'idle'"))


def cancelled():
    """A client that leaves in the middle leaves no query behind; a lost query cuts the file."""
    database = filled(50_000, 300)
    # More than sockets hold.
    database.rows("UPDATE event SET title = repeat('x', 1000) WHERE code = 'table'")
    with Service(database) as service:
        key = key_of(database)
        connection = service.connect()
        connection.request("GET", "/api/v1/exports/participants?event=table",
                           headers={"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        equal(len(answer.read(1000)), 1000, "the beginning")
        equal(backends(database), 1, "the queries under way")
        answer.close()
        connection.close()
        wait_for("no query under way", lambda: backends(database) == 0)

        # A backend that ends in the middle cuts the connection: it must not look complete.
        connection = service.connect()
        connection.request("GET", "/api/v1/exports/participants?event=table",
                           headers={"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        answer.read(1000)
        database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                      "WHERE datname = current_database() AND query LIKE 'COPY%'")
        try:
            answer.read()
            expect(False, "a cut connection")
        except OSError:
            pass
        except Exception as error:
            expect("IncompleteRead" in repr(error), "a cut connection", repr(error))
        equal(service.get("/readyz").status, 200, "the service")

    # A command that is killed in the middle leaves no file, under no name.
    directory = scratch()
    killed = start(
        [environment("REGISTRY_TEST_BINARY"), "export", "participants", "--event", "table",
         "--output", os.path.join(directory, "table.csv")], cwd=ROOT,
        env=os.environ | database.settings)
    wait_for("the query", lambda: backends(database) == 1)
    killed.kill()
    killed.wait()
    equal(os.listdir(directory), [], "what is left")


def command():
    """The command writes a file that has its name only when it is whole, and says so by exits."""
    database = filled(50)
    directory = scratch()
    target = os.path.join(directory, "table.csv")
    done = run("export", "participants", "--event", "table", "--output", target,
               **database.settings)
    expect("50 rows" in done.stderr, "how many", done.stderr)
    with open(target, "rb") as file:
        equal(len(table(file.read())), 51, "the lines")
    equal(os.stat(target).st_mode & 0o777, 0o600, "who may read it")
    printed = run("export", "countries", "--event", "table", "--format", "json",
                  **database.settings)
    expect({"country": "LV", "country_name": "Latvia", "people": 50, "participations": 50,
            "events": 1} in json.loads(printed.stdout)["items"], "Latvia", printed.stdout)
    again = run("export", "countries", "--event", "table", "--format", "json", "--as-of",
                json.loads(printed.stdout)["as_of"], **database.settings)
    equal(json.loads(again.stdout)["items"], json.loads(printed.stdout)["items"],
          "the same as of the instant that it says")
    run("export", "participants", "--event", "nothing", "--output", target + "x", status=1,
        **database.settings)
    run("export", "participants", "--format", "pdf", status=2, **database.settings)
    run("export", "participants", "--output", "/nowhere/x", status=1, **database.settings)
    equal(os.listdir(directory), ["table.csv"], "the files")


if __name__ == "__main__":
    main(same_everywhere, report, who_may_see, cancelled, command)
