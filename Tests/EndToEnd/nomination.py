"""A member is asked to nominate, names people by its link, and one of them takes the seat."""

import json

from _browser import Browser, Driver
from _stage import Database, Service, equal, expect, link_in, main, wait_for

database = Database()
LAIMA, RUTA, IEVA = (f"{name}@example.org" for name in ("laima", "ruta", "ieva"))


def said(*words):
    return json.loads(database.command(*words, "--json"))


def name_somebody(browser, given, family, email):
    """Fills the form of the page that is open."""
    for field, text in (("given_name", given), ("family_name", family), ("email", email)):
        browser.find(f"#{field}").type(text)
    browser.script("document.querySelector('#sector').value = 'ministry'")
    browser.script("document.querySelector('#country').value = 'LV'")
    browser.find("form:has(#given_name) button").go()


def confirm(browser):
    """Reads the privacy notice, and confirms."""
    browser.find("#notice").click()
    browser.find("form:has(#notice) button").go()


def look(browser, where, picture=None):
    browser.check_width()
    browser.check_axe(where)
    if picture:
        browser.screenshot(picture)


def life():
    """Asked, nominated, told, confirmed, moved up, and chaired by the presidency"""
    event = database.value(
        "SELECT code FROM event WHERE kind = 'expert-group-meeting' AND held_at IS NULL"
        " AND cancelled_at IS NULL ORDER BY starts_on DESC LIMIT 1")
    database.command("roster", "set-focal-point", "LV", "Laima Kalna", LAIMA)
    deadline = database.value(
        "SELECT to_char(starts_on - 7, 'YYYY-MM-DD\"T00:00:00Z\"') FROM event"
        f" WHERE code = '{event}'")
    with Service(database) as service:
        database.command("nomination", "invite", event, deadline, "LV=1")
        link = link_in(service.mail(LAIMA)["text"], "nominate")
        browser = Browser(Driver())
        try:
            browser.open(service.url + link)
            look(browser, "the empty desk of a focal point", "nominate-empty")
            name_somebody(browser, "", "", "not an address")
            look(browser, "the desk with errors", "nominate-errors")
            expect("There is a problem" in browser.text, "an error summary", browser.text)
            name_somebody(browser, "Rūta", "Zariņa", RUTA)
            name_somebody(browser, "Ieva", "Liepa", IEVA)
            look(browser, "the desk with two", "nominate-filled")
            browser.size(320, 800)
            look(browser, "the desk on a phone", "nominate-320")
            browser.size(1280, 900)

            notice = service.mail(RUTA)["text"]
            expect("Laima Kalna" in notice and "/privacy" in notice, "who, and the notice", notice)
            browser.open(service.url + link_in(notice, "nominated"))
            look(browser, "the page of a nominee", "nominated")
            confirm(browser)
            look(browser, "a nominee who has a seat")
            equal(said("nomination", "list", event)[0]["taken"], 1, "seats taken")

            # The second confirms as an alternate, and moves up when the first gives the seat back.
            browser.open(service.url + link_in(service.mail(IEVA)["text"], "nominated"))
            confirm(browser)
            expect("alternate" in browser.text, "an alternate", browser.text)
            mine = link_in(service.mail(RUTA, "You have a seat")["text"], "my")
            page = service.get(mine).text
            identity = page.split('name="interest" value="')[1].split('"')[0]
            service.post_form(f"{mine}/withdraw", {"interest": identity},
                              Sec_Fetch_Site="same-origin")
            wait_for("a mail to the alternate", lambda: service.mails(IEVA, "You have a seat"))

            browser.open(f"{service.url}/events/{event}")
            expect("Chair" in browser.text, "who chairs", browser.text)
            look(browser, "a meeting of the Expert Group", "event-chair")
        finally:
            browser.quit()
        rows = {row["member"]: row for row in said("roster", "present", event)}
        equal((rows["LV"]["seats"], rows["LV"]["confirmed"]), (1, 1), "Latvia's seat")
        years = said("roster", "years")
        expect(any("short" in json.dumps(year) for year in years), "a year flagged", years)


main(life)
