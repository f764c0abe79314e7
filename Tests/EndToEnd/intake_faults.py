"""Bad input gets a clear answer and leaves nothing behind; good input counts once."""

import json
import socket
import threading

from _stage import (
    EVENT, Database, Service, equal, expect, interest, link_in, main, wait_for)

TABLES = ("interest", "person", "outbox", "access_token", "intake_budget", "idempotency_key")
LONG = "a" * 300
CLOSED = {
    "non-violent-childhoods-warsaw": "closed", "protect-gdansk": "cancelled",
    "study-visit-oslo": "by invitation", "expert-group-reykjavik": "by nomination",
    "trafficking-roundtable-vilnius": "not open yet", "protect-tallinn-2016": "held",
}

database = Database()
service = Service(database)


def text(body):
    return json.dumps(body, ensure_ascii=False)


RIGHT = text(interest())

# What is sent, the status and slug of the problem, and pointer and code of each field error.
BODIES = [
    ("nothing", "", 400, "malformed-json", []),
    ("no JSON", "given_name=Ieva", 400, "malformed-json", []),
    ("JSON that is cut short", RIGHT[:-1], 400, "malformed-json", []),
    ("JSON with a tail", RIGHT + "x", 400, "malformed-json", []),
    ("two objects", RIGHT + RIGHT, 400, "malformed-json", []),
    ("an array", f"[{RIGHT}]", 400, "malformed-json", []),
    ("a text", '"interest"', 400, "malformed-json", []),
    ("a byte order mark", "\ufeff" + RIGHT, 400, "malformed-json", []),
    ("deep nesting", '{"a":' * 40 + "1" + "}" * 40, 400, "malformed-json", []),
    ("invalid UTF-8", RIGHT.encode().replace(b"Ieva", b"Iev\xff"), 400, "malformed-json", []),
    ("overlong UTF-8", RIGHT.encode().replace(b"Ieva", b"Iev\xc0\xaf"), 400, "malformed-json",
     []),
    ("half a surrogate pair", RIGHT.replace("Ieva", "Iev\\ud83d"), 400, "malformed-json", []),
    ("a line break in a text", RIGHT.replace("Ieva", "Ie\nva"), 400, "malformed-json", []),
    ("a member twice", RIGHT[:-1] + ', "sector": "police"}', 400, "malformed-json",
     [("/sector", "duplicate-member")]),
    ("no member", "{}", 422, "invalid-fields",
     [("/event", "missing"), ("/given_name", "missing"), ("/family_name", "missing"),
      ("/sector", "missing"), ("/country", "missing"), ("/email", "missing"),
      ("/notice", "missing")]),
    ("a number for a name", text(interest(given_name=7)), 422, "invalid-fields",
     [("/given_name", "wrong-type")]),
    ("an object for an address", text(interest(email={"a": 1})), 422, "invalid-fields",
     [("/email", "wrong-type")]),
    ("a list for an event", text(interest(event=[EVENT])), 422, "invalid-fields",
     [("/event", "wrong-type")]),
    ("null for a sector", RIGHT.replace('"border-guard"', "null"), 422, "invalid-fields",
     [("/sector", "missing")]),
    ("unknown members", text(interest(colour="red", **{"a/b": 1})), 422, "invalid-fields",
     [("/colour", "unknown-member"), ("/a~1b", "unknown-member")]),
    ("a NUL", RIGHT.replace("Ieva", "Ie\\u0000va"), 422, "invalid-fields",
     [("/given_name", "control-character")]),
    ("CR LF in a name", text(interest(family_name="Ozola\r\nBcc: all@example.org")), 422,
     "invalid-fields", [("/family_name", "control-character")]),
    ("a right-to-left override", text(interest(given_name="Ieva\u202e")), 422, "invalid-fields",
     [("/given_name", "text-direction")]),
    ("isolates in an organisation", text(interest(organisation="Guard\u2066x\u2069")), 422,
     "invalid-fields", [("/organisation", "text-direction")]),
    ("names of 300 letters", text(interest(given_name=LONG, family_name=LONG)), 422,
     "invalid-fields", [("/given_name", "too-long"), ("/family_name", "too-long")]),
    ("a name of blanks", text(interest(given_name=" \t ")), 422, "invalid-fields",
     [("/given_name", "control-character")]),
    ("a name of markup", text(interest(given_name="<b>Ieva</b>")), 422, "invalid-fields",
     [("/given_name", "not-a-name")]),
    ("a motivation of 2001", text(interest(motivation="a" * 2001)), 422, "invalid-fields",
     [("/motivation", "too-long")]),
    ("an unknown event", text(interest(event="protect-atlantis")), 422, "invalid-fields",
     [("/event", "unknown-event")]),
    ("an event and a programme", text(interest(programme="protect")), 422, "invalid-fields",
     [("/programme", "two-targets")]),
    ("an unknown programme", text(interest(event=None, programme="atlantis")), 422,
     "invalid-fields", [("/programme", "unknown-programme")]),
    ("an unknown sector", text(interest(sector="pirates")), 422, "invalid-fields",
     [("/sector", "unknown-sector")]),
    ("children as a sector", text(interest(sector="children")), 422, "invalid-fields",
     [("/sector", "unknown-sector")]),
    ("an unknown country", text(interest(country="XX")), 422, "invalid-fields",
     [("/country", "unknown-country")]),
    ("another notice", text(interest(notice="2001-01")), 422, "invalid-fields",
     [("/notice", "notice-outdated")]),
    ("several faults", text(interest(sector="pirates", given_name="", country=3)), 422,
     "invalid-fields",
     [("/given_name", "empty"), ("/sector", "unknown-sector"), ("/country", "wrong-type")]),
]

ADDRESSES = [
    "ieva", "ieva@", "@example.org", "ieva@example.org\r\nBcc: all@example.org",
    "ieva@exam ple.org", "ieva@example..org", "a" * 250 + "@example.org",
    "ieva@example.org,all@example.org", "Ieva <ieva@example.org>", "ieva@[192.0.2.1]",
]
# The demonstration has people already.
BEFORE = {table: database.count(table) for table in TABLES}


def nothing_is_stored(after):
    for table in TABLES:
        equal(database.count(table), BEFORE[table], f"rows of {table} after {after}")


def bodies():
    """Each wrong body gets its status and problem, with every field at once"""
    for name, body, status, slug, errors in BODIES:
        answer = service.post_json(body if isinstance(body, bytes) else body.encode())
        equal(answer.status, status, f"the status after {name}")
        equal(answer["Content-Type"], "application/problem+json", f"the kind after {name}")
        equal(answer.json["type"], f"/problems/{slug}", f"the problem after {name}")
        equal(answer.errors, errors, f"the field errors after {name}")
        nothing_is_stored(name)


def addresses():
    """An address that is none is refused"""
    for address in ADDRESSES:
        answer = service.post_json(interest(email=address))
        equal(answer.status, 422, f"the status for {address!r}")
        equal([pointer for pointer, _ in answer.errors], ["/email"], f"errors for {address!r}")
    nothing_is_stored("wrong addresses")


def kinds():
    """Content of another kind, or coded, is refused as such"""
    body = RIGHT.encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
        answer = service.request("POST", "/api/v1/interests", body, Content_Type=kind)
        equal((answer.status, answer.json["type"]),
              (415, "/problems/unsupported-media-type"), f"the answer to {kind}")
    equal(service.request("POST", "/api/v1/interests", body).status, 415, "without a kind")
    equal(service.post_json(interest(), Content_Encoding="gzip").status, 415, "gzip")
    equal(service.request("PUT", "/api/v1/interests", body)["Allow"], "POST, OPTIONS",
          "what may be done")
    nothing_is_stored("other kinds")


def doors():
    """An event that takes no interest says why, to programs and to people"""
    for code, why in CLOSED.items():
        answer = service.post_json(interest(event=code))
        equal((answer.status, answer.json["type"]), (409, "/problems/event-closed"), why)
        expect(answer.json["detail"], f"a reason why it is {why}", answer)
        page = service.get(f"/events/{code}/interest")
        equal(page.status, 409, f"the page of an event that is {why}")
        form = interest(event=None, form=form_token())
        page = service.post_form(f"/events/{code}/interest", form)
        equal(page.status, 409, f"the form of an event that is {why}")
    equal(service.get("/events/protect-atlantis/interest").status, 404, "an unknown event")
    nothing_is_stored("closed doors")


def raw(*parts):
    """What comes back for bytes on a connection of their own, to its end."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        received = b""
        try:
            for part in parts:
                connection.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass
        while True:
            try:
                block = connection.recv(65536)
            except ConnectionResetError:
                break
            if not block:
                break
            received += block
        return received


def large():
    """5 MB are refused before they are read, and the client can read that"""
    head = (f"POST /api/v1/interests HTTP/1.1\r\nHost: x\r\n"
            "Content-Type: application/json\r\n").encode()
    megabyte = b" " * (1 << 20)
    ways = {
        "with a length": [head + b"Content-Length: 5242880\r\n\r\n"] + [megabyte] * 5,
        "in chunks": [head + b"Transfer-Encoding: chunked\r\n\r\n"]
        + [b"100000\r\n" + megabyte + b"\r\n"] * 5 + [b"0\r\n\r\n"],
        "after asking": [head + b"Expect: 100-continue\r\nContent-Length: 5242880\r\n\r\n"],
    }
    for way, parts in ways.items():
        received = raw(*parts)
        expect(received.startswith(b"HTTP/1.1 413 "), f"413 to 5 MB {way}", received[:300])
        expect(b"\r\nConnection: close\r\n" in received, f"the end after 5 MB {way}",
               received[:600])
        expect(received.count(b"HTTP/1.1 ") == 1, f"one answer to 5 MB {way}", received)
        expect(b"/problems/content-too-large" in received, f"a problem after 5 MB {way}", received)
    form = f"/events/{EVENT}/interest"
    equal(service.request("POST", form, megabyte * 5).status, 413, "the status of a large form")
    equal(service.get("/healthz").status, 200, "health after it")
    nothing_is_stored("5 MB")


def form_token():
    page = service.get(f"/events/{EVENT}/interest").text
    return page.split('name="form" value="')[1].split('"')[0]


def forms():
    """A form without its token, forged, or from elsewhere is not taken, and typed values stay"""
    path = f"/events/{EVENT}/interest"
    right = interest(event=None)
    token = form_token()
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    for name, form in (("no token", right), ("a forged token", right | {"form": forged})):
        page = service.post_form(path, form)
        equal(page.status, 422, f"the status of a form with {name}")
        for value in ("Ieva", "ieva.ozola@example.org", "State Border Guard", "open for too long"):
            expect(value in page.text, f"{value!r} on the page after {name}", page.text)
    for name, value in (("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")):
        page = service.post_form(path, right | {"form": token}, **{name: value})
        equal(page.status, 403, f"the status of a form with {name}: {value}")
    for body in (b"given_name=%FF", b"given_name=\xff", b"given_name=%zz"):
        answer = service.request("POST", path, body,
                                 Content_Type="application/x-www-form-urlencoded")
        equal((answer.status, answer.json["type"]), (400, "/problems/malformed-form"), body)
    twice = list((right | {"form": token}).items()) + [("sector", "police")]
    equal(service.post_form(path, twice).status, 422, "a field that was sent twice")
    bad = right | {"form": token, "given_name": LONG, "family_name": "Oz\r\nola",
                   "organisation": '"><script>alert(1)</script>', "motivation": "a\u202eb"}
    page = service.post_form(path, bad)
    equal(page.status, 422, "the status of a form with faults")
    expect("<script>" not in page.text, "no markup from what was typed", page.text)
    for field in ("given_name", "family_name", "motivation"):
        expect(f'href="#{field}"' in page.text, f"a link to {field}", page.text)
    trapped = service.post_form(path, right | {"form": token, "website": "https://x.example"})
    equal(trapped.status, 200, "the status of a form that a program filled in")
    equal(service.post_json(interest(website="x")).status, 202, "the same as JSON")
    nothing_is_stored("forms")


def crowd():
    """The same interest, 50 times at once, is one row and one mail"""
    body, gate, answers = interest(email="crowd@example.org"), threading.Barrier(50), []

    def ask():
        gate.wait()
        answers.append(service.post_json(body))

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal([(a.status, a.body) for a in answers],
          [(202, b'{"status":"confirmation-sent"}')] * 50, "every answer")
    wait_for("all mails to be settled", lambda: not database.count(
        "outbox", "state IN ('pending', 'sending')"))
    equal(database.count("interest", "email = 'crowd@example.org'"), 1, "interests")
    equal(database.count("outbox", "recipient = 'crowd@example.org'"), 1, "messages")
    equal(len(service.mails("crowd@example.org")), 1, "mails")


def fresh_link(name):
    """The path of a link to confirm a new interest."""
    address = f"{name}@example.org"
    equal(service.post_json(interest(email=address)).status, 202, "the interest")
    return link_in(service.mail(address)["text"], "confirm")


def links():
    """A link to confirm works once, in time and whole; asking for it changes nothing"""
    path = fresh_link("links")
    where = "email = 'links@example.org' AND confirmed_at IS NOT NULL"
    for short in (path[:-1], path[:-20], path + "A", path + ".", "/confirm/" + "A" * 43):
        page = service.request("POST", short)
        equal(page.status, 404, f"the status of {short}")
    equal(service.get(path[:-1]).status, 404, "the page of a link cut short")
    for _ in range(3):
        equal(service.get(path).status, 200, "the page")
        equal(service.request("HEAD", path).status, 200, "its head")
    equal(database.count("interest", where), 0, "confirmed interests before the button")
    gate, answers = threading.Barrier(10), []

    def press():
        gate.wait()
        answers.append(service.request("POST", path))

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(sorted(a.status for a in answers), [303] + [410] * 9, "the answers to ten presses")
    expect("used already" in answers[0].text + answers[1].text, "a page that says so", answers[:2])
    equal(database.count("interest", where), 1, "confirmed interests")
    equal(database.count("person", "email = 'links@example.org'"), 1, "persons")
    mine = next(a["Location"] for a in answers if a.status == 303)
    equal(service.get(mine).status, 200, "the personal page")
    late = fresh_link("late")
    database.rows("""UPDATE access_token SET created_at = created_at - interval '8 days',
                     expires_at = expires_at - interval '8 days' WHERE interest_id =
                     (SELECT id FROM interest WHERE email = 'late@example.org')""")
    page = service.request("POST", late)
    equal(page.status, 410, "the status of a link that is too old")
    expect("too old" in page.text, "a page that says so", page.text)
    equal(database.count("person", "email = 'late@example.org'"), 0, "persons of an old link")


def silence():
    """Nothing in an answer tells whether an address is known, also when it asks too often"""
    known, unknown = "known@example.org", "other@example.org"
    path = fresh_link("known")
    equal(service.request("POST", path).status, 303, "the confirmation")
    pages = []
    for address in (known, "fresh@example.org"):
        form = interest(event=None, email=address, form=form_token())
        page = service.post_form(f"/events/{EVENT}/interest", form)
        equal(page.status, 200, f"the status of the page for {address}")
        fields = [(name, value) for name, value in page.fields if name != "Date"]
        pages.append((fields, page.body.replace(address.encode(), b"")))
    equal(pages[0], pages[1], "the page for a known address")
    names = "Ieva Anna Lote Kaija Rita Zane Dace Elza Inga Maja Gita Vita".split()
    statuses = set()
    for name in names:
        answers = []
        for address in (known, unknown):
            body = text(interest(email=address, given_name=name)).encode()
            received = raw(
                b"POST /api/v1/interests HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                b"Content-Type: application/json\r\nContent-Length: "
                + str(len(body)).encode() + b"\r\n\r\n" + body)
            lines = received.split(b"\r\n")
            answers.append([without_clock(line) for line in lines])
            statuses.add(lines[0])
        equal(answers[0], answers[1], f"the answer for {name} at a known address")
    equal(statuses, {b"HTTP/1.1 202 Accepted", b"HTTP/1.1 429 Too Many Requests"}, "statuses")


def without_clock(line):
    if line.lower().startswith((b"date:", b"retry-after:")):
        return line.split(b":")[0]
    if b"try again in" in line:
        return b"".join(part for part in line.split() if not part.isdigit())
    return line


def repeats():
    """An Idempotency-Key has a request taken once, and is for that request alone"""
    body = interest(email="key@example.org")
    for _ in range(3):
        answer = service.post_json(body, Idempotency_Key="a-key-of-mine")
        equal(answer.status, 202, "the status of a repeated request")
    other = service.post_json(body | {"country": "EE"}, Idempotency_Key="a-key-of-mine")
    equal((other.status, other.json["type"]), (422, "/problems/idempotency-key-reused"), "reuse")
    for key in ("", "two words", "k" * 256):
        answer = service.post_json(body, Idempotency_Key=key)
        equal((answer.status, answer.json["type"]), (400, "/problems/bad-idempotency-key"), key)
    equal(database.count("interest", "email = 'key@example.org'"), 1, "interests of a key")
    equal(database.count("outbox", "recipient = 'key@example.org'"), 1, "messages of a key")


def sources():
    """A source that asks too often is told when to come back, and nothing is kept of it"""
    # It sends no mail: those of the other service would come to its mailbox.
    alone = {"REGISTRY_CORES": "1", "REGISTRY_SMTP_SESSIONS": "0"}
    with Service(database, REGISTRY_INTAKE_PER_SOURCE="3", **alone) as bounded:
        statuses = []
        for number in range(5):
            answer = bounded.post_json(interest(email=f"source{number}@example.org"))
            statuses.append(answer.status)
        equal(statuses, [202, 202, 202, 429, 429], "the statuses")
        expect(0 < int(answer["Retry-After"]) <= 60, "seconds in Retry-After", answer)
        equal(database.count("interest", "email LIKE 'source%'"), 3, "interests of the source")
        equal(bounded.get("/api/v1/events").status, 200, "the status of a list")


def hosts():
    """Links in mails lead where the settings say, whatever a request says of its host"""
    answer = service.post_json(
        interest(email="host@example.org"), Host="evil.example", X_Forwarded_Host="evil.example")
    equal(answer.status, 202, "the status")
    mail = service.mail("host@example.org")
    expect("evil" not in mail["source"], "no link to the host of the request", mail["source"])
    expect(f"{service.url}/confirm/" in mail["text"], "a link to the public address", mail["text"])


main(bodies, addresses, kinds, doors, large, forms, crowd, links, silence, repeats,
     sources, hosts)
