"""Makes the pictures of the README; called by scripts/pictures."""

import base64
import os

from _browser import Browser, Driver
from _console import Member, enter, plan
from _stage import EVENT, ROOT, Database, Service, equal, interest, link_in, wait_for

BYTES_MAX = 150_000
# Nobody has these names together; they are from all over the region.
PEOPLE = [
    ("Ieva", "Ozola", "LV", "border-guard", "State Border Guard"),
    ("Mart", "Kask", "EE", "police", "Police and Border Guard Board"),
    ("Rūta", "Žemaitė", "LT", "ombudsman", "Ombudsman for Children"),
    ("Åsa", "Lindqvist", "SE", "child-welfare", "Child protection, south"),
    ("Päivi", "Saarela", "FI", "police", "Police of the coast"),
    ("Łukasz", "Wrona", "PL", "border-guard", "Border Guard, north"),
]

database = Database()


def take(browser, name, height, css="html"):
    """A picture of what begins with an element, as wide as the page."""
    browser.find(css)
    top = browser.script(
        "return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY", css)
    picture = browser.devtools(
        "Page.captureScreenshot", captureBeyondViewport=True, optimizeForSpeed=False,
        clip={"x": 0, "y": top, "width": 1000, "height": height, "scale": 1})["data"]
    content = base64.b64decode(picture)
    if len(content) > BYTES_MAX:
        raise SystemExit(f"{name}.png has {len(content)} bytes, more than {BYTES_MAX}.")
    with open(os.path.join(ROOT, "docs", "images", f"{name}.png"), "wb") as file:
        file.write(content)
    print(f"docs/images/{name}.png: {len(content) // 1000} kB", flush=True)


def interested(service):
    """Everybody asks for a seat in the event of the demo data, and confirms by mail."""
    for given, family, country, sector, organisation in PEOPLE:
        email = f"{family}@example.org".lower().encode("ascii", "ignore").decode()
        answer = service.post_json(interest(
            email=email, given_name=given, family_name=family, country=country, sector=sector,
            organisation=organisation))
        equal(answer.status, 202, f"the status of an interest: {answer}")
        link = link_in(service.mail(email)["text"], "confirm")
        service.post_form(link, {}, Sec_Fetch_Site="same-origin")
    wait_for("the interests", lambda: database.count(
        "interest", "confirmed_at IS NOT NULL AND email NOT LIKE 'days%'") == len(PEOPLE))


def attended(path):
    """An event of yesterday and today with the same people under their names."""
    for number, (given, family, _, _, organisation) in enumerate(PEOPLE, 1):
        database.rows(f"""UPDATE person SET given_name = '{given}', family_name = '{family}',
            organisation = '{organisation}' WHERE email = 'days{number}@example.org'""")
    database.rows("""UPDATE event SET title = 'Children on the move: two days at the border'
        WHERE code = 'days'""")
    sessions = [row[0] for row in database.rows("""SELECT s.id FROM session s
        JOIN event e ON e.id = s.event_id WHERE e.code = 'days' ORDER BY s.starts_at""")]
    codes = [row[0] for row in database.rows("""SELECT check_in_code FROM participation p
        JOIN event e ON e.id = p.event_id WHERE e.code = 'days' ORDER BY p.created_at, p.id""")]
    today = ["present", "partly", "absent", "present", "excused"]
    for session, marks in zip(sessions, (["present"] * 6, today)):
        for code, mark in zip(codes, marks):
            database.command("attendance", "mark", "days", session, code, mark)
    return sessions


def pictures():
    door = plan(database, "days", people=len(PEOPLE))
    sessions = attended(door)
    with Service(database, REGISTRY_PUBLIC_URL="https://registry.example.org") as service:
        interested(service)
        database.command("event", "set-seats", EVENT, "4")
        database.command("event", "set-targets", EVENT, "country-min:EE=1", "country-min:PL=1",
                         "sector-min:police=1")
        public = Browser(Driver(), width=1000)
        public.open(f"{service.url}/events/{EVENT}")
        take(public, "event", 900)

        desk = enter(Member(service, "ieva@example.org", "coordinator").set_up().sign_in(),
                     width=1000, height=1200)
        desk.open(f"{service.url}/console/events/{EVENT}/people?sort=name")
        for box in desk.all("input[name=pick]")[:3]:
            box.click()
        wait_for("the matrix", lambda: desk.all("#selection table"))
        take(desk, "console-people", 1150, ".bench")
        desk.open(service.url + door)
        take(desk, "attendance", 1000, "main")
        for session in sessions:
            database.command("attendance", "seal", "days", session, "--rest-is-absent")
        database.command("attendance", "certify", "days")
        code = database.value("SELECT code FROM certificate ORDER BY code LIMIT 1")
        public.open(f"{service.url}/certificates/{code}")
        take(public, "certificate", 800)


pictures()
