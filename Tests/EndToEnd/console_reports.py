"""A report writer in the console: counts, keeps, compares, and prints the tables of a year."""

import csv
import io
import json

from _browser import Browser, Driver
from _console import PASSWORD, Member, enter, staff
from _hands import Pointer
from _paper import A4, Paper
from _stage import Database, Service, equal, expect, main

REPORTS = "/console/reports"

# What a page says in its table and in its plots, as somebody reads and as somebody hears it.
SAID = """
    const table = [...document.querySelectorAll("table.figures tr")].map((row) =>
        [...row.cells].map((cell) => [...cell.childNodes].filter((node) => node.nodeType === 3)
            .map((node) => node.textContent).join("").trim()));
    const plots = [...document.querySelectorAll(".plot")].map((plot) =>
        [...plot.querySelectorAll("li")].map((line) => [line.children[0].textContent,
            line.querySelector("svg").getAttribute("aria-label"), line.lastElementChild.textContent]));
    const trend = document.querySelector("svg.trend");
    return { table, plots, trend: trend && trend.getAttribute("aria-label") };"""

database = Database()
# One event was two years before, and in another some had the seat of their state.
database.rows("""
    UPDATE event SET starts_on = starts_on - 730, ends_on = ends_on - 730
    WHERE code = 'protect-vilnius';
    UPDATE session SET starts_at = starts_at - interval '730 days',
        ends_at = ends_at - interval '730 days'
    FROM event WHERE event.id = event_id AND code = 'protect-vilnius';
    UPDATE participation_fact SET member = participation_fact.country
    FROM participation p JOIN event e
    ON e.id = p.event_id WHERE p.id = participation_id AND e.code = 'guardianship-riga'
    AND participation_fact.country IN (SELECT code FROM member)""")
service = Service(database)
driver = Driver()


def look(browser, where, picture):
    """The page wide in the light, and on a phone in the dark."""
    browser.look(where, f"reports-{picture}-wide", schemes=("light",))
    browser.size(320, 900)
    browser.colours("dark")
    browser.check_width()
    browser.check_axe(f"{where}, narrow and dark")
    browser.screenshot(f"reports-{picture}-narrow")
    browser.colours("light")
    browser.size(1280, 900)


def number(text):
    return int(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def counted(browser, what):
    """The total that the page begins with."""
    found = browser.find(".report .value strong").text
    expect(found, what)
    return number(found)


def same_numbers():
    """Who writes reports chooses a recipe; table, plot, JSON and CSV are the same."""
    member = Member(service, "writer@example.org", "report-writer").set_up()
    browser = Browser(driver)
    hands = Pointer(browser)
    browser.open(service.url + "/console/sign-in")
    for name, value in (("email", member.email), ("password", PASSWORD),
                        ("code", member.fresh_code())):
        hands.fill(f"#{name}", value)
    hands.follow("main button[type=submit]")
    browser.link("Make a report").go()
    look(browser, "the form of a recipe", "form")
    hands.fill("#group", "Country")
    hands.fill("#group-2", "Year")
    hands.follow("form.recipe button[type=submit]")
    look(browser, "a report by country and year", "country-year")
    said = browser.script(SAID)
    head, *rows = said["table"]
    years = head[1:-1]
    cookies = {"Cookie": "; ".join(
        f"{one['name']}={one['value']}" for one in browser.devtools("Network.getCookies")["cookies"])}
    files = {link.attribute("href").split("?")[0].rsplit(".", 1)[1]: link.attribute("href")
             for link in browser.all("a[href*='/report.']")}
    document = service.get(files["json"].removeprefix(service.url), **cookies).json
    figures = {tuple(one["keys"]): one["value"] for one in document["report"]["figures"]}
    expect(figures[(None, None)] > 40, "people", figures)
    equal(counted(browser, "a total"), figures[(None, None)], "the total")
    titles = dict(database.rows("SELECT name, code FROM country"))
    for name, *cells in rows:
        country = titles.get(name)
        wanted = [figures.get((country, year), 0) for year in years] + [figures[(country, None)]]
        equal([number(cell) for cell in cells], wanted, f"the figures of {name}")
    for name, heard, seen in said["plots"][0]:
        equal((heard, number(seen)), (f"{name}: {seen}", figures[(titles[name], None)]),
              f"the bar of {name}")
    equal(len(said["plots"][0]), len(rows) - 1, "the bars")
    # The year between has nobody, and stands on the line all the same.
    every = [str(year) for year in range(int(years[0]), int(years[-1]) + 1)]
    expect(len(every) > len(years), "a year without anybody", years)
    equal(said["trend"], "; ".join(f"{year}: {figures.get((None, year), 0)}" for year in every),
          "the trend")
    expect(document["sha256"] in browser.text, "the digest", browser.text)
    lines = list(csv.reader(io.StringIO(
        service.get(files["csv"].removeprefix(service.url), **cookies).text, newline="")))
    equal({tuple(key or None for key in keys): int(value) for *keys, value in lines[1:]}, figures,
          "the CSV")
    key = database.command("staff", "token", "create", "--label", "x", "--json")
    bearer = json.loads(key)["key"]
    api = service.get(f"/api/v1/reports/participation?group=country,year&as_of="
                      f"{document['report']['as_of']}", Authorization=f"Bearer {bearer}").json
    equal(api["sha256"], document["sha256"], "the digest of the API")


def wrong_recipe():
    """What is wrong is told at the top and at its field, and nothing that was chosen is lost."""
    browser = enter(staff(service, "wrong", "report-writer"))
    hands = Pointer(browser)
    browser.open(service.url + REPORTS)
    for css, value in (("#group", "Sector"), ("#group-2", "Sector"), ("#as_of", "yesterday")):
        hands.fill(css, value)
    hands.press("#roles-trainer")
    hands.follow("form.recipe button[type=submit]")
    look(browser, "a wrong recipe", "wrong")
    expect(browser.title.startswith("Error"), "a title that says so", browser.title)
    expect("There is a problem" in browser.focus.text, "the focus on it", browser.focus.text)
    hands.press(".problem a[href='#as_of']")
    equal(browser.focus.attribute("id"), "as_of", "where its link leads")
    equal(browser.find("#as_of").live("value"), "yesterday", "what was typed")
    expect(browser.find("#roles-trainer").live("checked"), "what was ticked")
    hands.fill("#as_of", " ")
    browser.script("document.querySelector('#as_of').value = ''")
    hands.fill("#group-2", "Grant")
    hands.follow("form.recipe button[type=submit]")
    expect("How it was counted" in browser.text, "a report", browser.text)


def without_script():
    """Without scripts, on a phone: a form, a report with hidden figures, what does not add up."""
    browser = enter(staff(service, "plain", "report-writer"), has_script=False, width=320)
    hands = Pointer(browser)
    browser.open(service.url + REPORTS)
    browser.look("the form", "reports-plain-form")
    hands.fill("#group", "Event")
    hands.follow("form.recipe button[type=submit]")
    browser.look("a report", "reports-plain")
    browser.open(service.url + REPORTS + "?group=event,country&audience=public")
    browser.look("a report for the public", "reports-plain-public")
    expect("hidden" in browser.text, "hidden figures", browser.text)


def kept_and_compared():
    """A report is kept and counted again; after a change the difference says why."""
    browser = enter(staff(service, "keeper", "report-writer"))
    hands = Pointer(browser)
    browser.open(service.url + REPORTS + "?group=event&unit=participation")
    look(browser, "a report by event", "event")
    total = counted(browser, "participations")
    hands.fill("#title", "Participations by event")
    hands.follow(f"form[action='{REPORTS}/kept'] button")
    look(browser, "kept reports", "kept")
    hands.follow(f"form[action='{REPORTS}/kept/verify'] button")
    expect("Every kept report is the same" in browser.text, "the verdict", browser.text)
    as_of = browser.find("td[data-label='As of']").text

    gone = int(database.value("""
        SELECT count(*) FROM counted('infinity', 'came', 80, 50)
        WHERE code = 'audtrain-tallinn' AND role = 'participant'"""))
    expect(gone > 0, "people in the event", gone)
    database.rows("UPDATE event SET held_at = NULL, cancelled_at = now() "
                  "WHERE code = 'audtrain-tallinn'")
    browser.open(service.url + REPORTS + "?group=event&unit=participation")
    equal(counted(browser, "participations"), total - gone, "the total afterwards")
    hands.fill("#from", as_of)
    hands.follow(f"form[action='{REPORTS}/difference'] button")
    look(browser, "why figures changed", "difference")
    rows = browser.script("""return [...document.querySelectorAll("table.people tr")].map((row) =>
        [...row.cells].slice(0, 2).map((cell) => cell.textContent.trim()))""")
    equal([number(row[1]) for row in rows[1:]], [total, -gone, total - gone], "the causes")
    equal(rows[2][0], "An event was cancelled", "the cause")
    browser.open(service.url + REPORTS + "/kept")
    hands.follow(f"form[action='{REPORTS}/kept/verify'] button")
    expect("Every kept report is the same" in browser.text, "the verdict", browser.text)


def periods():
    """The work list names who is in charge to who may make a period final, and to nobody else."""
    year = database.value("SELECT max(to_char(starts_on, 'YYYY')) FROM event WHERE held_at IS NOT NULL")
    database.rows(f"""UPDATE event SET held_at = NULL WHERE code = 'protect-gdynia';
        UPDATE event SET published_at = NULL
        WHERE published_at IS NOT NULL AND code <> 'protect-gdynia' AND held_at IS NULL""")
    for role, sees in (("coordinator", True), ("report-writer", False)):
        browser = enter(staff(service, f"period-{role}", role))
        browser.open(service.url + f"{REPORTS}/periods?period={year}")
        look(browser, f"a work list for a {role}", f"periods-{role}")
        expect("Nobody said that the event was held" in browser.text, "what is missing",
               browser.text)
        equal("IN CHARGE" in browser.text.upper(), sees, f"who is in charge, for a {role}")


def tables_on_paper():
    """The tables of a year are printed, each on a sheet of its own, and say what the page says."""
    browser = enter(staff(service, "printer", "report-writer"))
    hands = Pointer(browser)
    browser.open(service.url + REPORTS)
    browser.link("Annual tables").go()
    year = database.value("SELECT to_char(starts_on, 'YYYY') FROM event "
                          "WHERE code = 'guardianship-riga'")
    hands.fill("#period", year)
    hands.follow("form.filter button[type=submit]")
    look(browser, "the annual tables", "annual")
    headings = [one.text for one in browser.all(".annual h2")]
    equal(headings, ["Events and meetings", "Present by state", "Participants by country",
                     "Participants by sector"], "one heading for each table")
    paper = Paper(browser, A4)
    texts = [paper.text(page) for page in range(1, paper.pages + 1)]
    equal(paper.pages, 4, "the sheets")
    for page, (text, heading) in enumerate(zip(texts, headings), 1):
        paper.picture(f"reports-paper-{page}", page)
        expect(heading in text, f"{heading} on sheet {page}", text)
        expect("SHA-256" in text and "As it was known at" in text, "how it was counted", text)
    expect("as it was known at" in texts[0], "the instant", texts[0])
    expect("Show the tables" not in texts[0] and "Sign out" not in texts[0], "no form", texts[0])
    words = set(" ".join(texts).replace("†", "").split())
    for row in browser.script(SAID)["table"]:
        lacking = set(" ".join(row).split()) - words
        equal({word for word in lacking if word.isalnum()}, set(), f"what paper lacks of {row[0]}")


if __name__ == "__main__":
    main(same_numbers, wrong_recipe, without_script, kept_and_compared, periods, tables_on_paper)
