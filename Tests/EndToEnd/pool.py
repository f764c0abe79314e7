"""Somebody leaves an interest without a date, is offered an event that fits, and says yes."""

import json

from _browser import Browser, Driver
from _stage import (
    EVENT, Database, Service, equal, expect, interest, link_in, main, wait_for)

database = Database()
FITS, OTHER = "ilze.fits@example.org", "ruta.other@example.org"


def enter(service, address, **wishes):
    """Somebody comes into the pool of the programme, and confirms."""
    body = interest(event=None, programme="protect", email=address, **wishes)
    equal(service.post_json(body).status, 202, "the status of an interest in a programme")
    link = link_in(service.mail(address, "Please confirm")["text"], "confirm")
    service.post_form(link, {}, Sec_Fetch_Site="same-origin")


def said(*words, **options):
    return json.loads(database.command("pool", *words, "--json", **options))


def arrived(to, *services):
    """Waits for an offer; whichever of the instances delivers it keeps it in its own mailbox."""
    return wait_for(f"an offer to {to}", lambda: [
        mail for service in services for mail in service.mails(to, "An event that may suit you")
    ])[0]


def life():
    """The pool is offered an open event once; a coordinator previews, offers and counts"""
    service = Service(database)
    enter(service, FITS, topics=["migration"], languages=["en"])
    enter(service, OTHER, languages=["sv"])
    lines = {line["email"]: line for line in said("preview", EVENT)["items"]}
    equal((lines[FITS]["matched"], lines[OTHER]["reasons"]), (True, ["languages"]), "who fits")
    expect(FITS in database.command("pool", "preview", EVENT, "--matched"), "a table")
    counts = said("show", "protect")
    equal((counts["unmatched"], counts["offered"]), (2, 0), "nothing is offered yet")
    expect("unmatched" in database.command("pool", "show", "protect").lower(), "headings")
    equal(service.stop(), 0, "the end of the service")

    # A keeper looks when it starts, and then each minute.
    with Service(database) as service, Service(database) as second:
        mail = arrived(FITS, service, second)
        link = link_in(mail["text"], "my")
        offers = [word for word in mail["text"].split() if "/chance/" in word]
        equal(len(offers), 1, "links to the event")
        path = link + offers[0].split(link)[1]
        browser = Browser(Driver())
        try:
            for page in (path, link):
                browser.open(service.url + page)
                browser.check_width()
                browser.check_axe(page)
            browser.open(service.url + path)
            expect("Not this one" in browser.text, "two buttons", browser.text)
            equal(database.count("interest", "event_id IS NOT NULL"), 0, "what a look leaves")
            browser.find("button[value=yes]").go()
            expect("Your interest in the event is registered" in browser.text, "a notice",
                   browser.text)
            browser.check_axe("after yes")
        finally:
            browser.quit()
        equal(database.count("interest", "event_id IS NOT NULL AND confirmed_at IS NOT NULL"), 1,
              "confirmed interests in the event")

        other = lines[OTHER]["interest"]
        database.command("pool", "offer", EVENT, other, status=2)
        reports = said("offer", EVENT, other, other, "--reason", "She can follow it.")["items"]
        equal([report["code"] for report in reports], [None, "offered"], "one of two")
        database.command("pool", "offer", "protect-gdansk", other, "--reason", "No", status=1)
        arrived(OTHER, service, second)
        equal(database.count("outbox", "template = 'pool-match'"), 2, "mails, one each")
        counts = said("show", "protect")
        equal((counts["unmatched"], counts["offered"], counts["taken_up"]), (0, 1, 1), "the pool")
        database.command("pool", "show", "nowhere", status=1)
        equal(service.stop(), 0, "the end of the service")


main(life)
