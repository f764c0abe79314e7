"""An administrator adds somebody, whose phone reads the key, and erases who asks for it."""

import json
import os
import subprocess
import urllib.parse

from _browser import Browser, Driver
from _console import PASSWORD, Member
from _paper import read_code
from _stage import (
    Database, Service, equal, expect, interest, link_in, main, scratch, wait_for)

database = Database()


def look(browser, where, picture):
    browser.check_width()
    browser.check_axe(where)
    browser.screenshot(picture)


def be(browser, service, member, first="/console"):
    """Signs in by the form, and comes to the first page of the member's."""
    browser.open(service.url + "/console/sign-in")
    for name, value in {"email": member.email, "password": PASSWORD,
                        "code": member.fresh_code()}.items():
        browser.find(f"#{name}").type(value)
    browser.find("main form button").go()
    equal(browser.url, service.url + first, "where signing in leads")


def choose(browser, name, value):
    browser.find(f"#{name} option[value='{value}']").click()


def staff(width):
    with Service(database) as service:
        boss = Member(service, f"boss{width}@example.org").set_up()
        browser = Browser(Driver(), width=width)
        be(browser, service, boss)

        browser.link("Staff").go()
        look(browser, "the staff", f"console-staff-{width}")
        browser.link("Add somebody").go()
        look(browser, "adding somebody", f"console-staff-new-{width}")
        browser.find("main form button").go()
        look(browser, "adding nobody", f"console-staff-new-errors-{width}")
        expect("There is a problem" in browser.text, "an error summary", browser.text)
        browser.find("#email").type(f"liis{width}@example.org")
        browser.find("#name").type("Liis Tamm")
        choose(browser, "role", "auditor")
        browser.find("main form button").go()
        look(browser, "the new link", f"console-staff-link-{width}")
        link = browser.find("#link").live("value")
        browser.link("To the account").go()
        look(browser, "an account", f"console-staff-account-{width}")
        browser.find(".grants button").go()
        expect("None, so the console shows nothing" in browser.text, "no role", browser.text)
        choose(browser, "role", "auditor")
        browser.find("form[action$='/roles'] button").go()
        expect("Auditor" in browser.find(".grants").text, "the role again")

        browser.open(service.url + "/console/audit")
        look(browser, "the log", f"console-audit-{width}")
        browser.find("form[action$='/verify'] button").go()
        look(browser, "the log, checked", f"console-audit-whole-{width}")
        expect("The log is whole" in browser.text, "that it is whole", browser.text)
        browser.find(".me form button").go()

        browser.open(link)
        look(browser, "setting up", f"console-set-up-picture-{width}")
        if width < 400:
            # Screens so narrow have more pixels in each of them.
            browser.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900,
                             deviceScaleFactor=3, mobile=False)
        address = urllib.parse.urlsplit(read_code(browser.picture))
        equal((address.scheme, address.netloc), ("otpauth", "totp"), "what the picture is")
        secret = urllib.parse.parse_qs(address.query)["secret"][0]
        member = Member.known(service, f"liis{width}@example.org", secret)
        for name, value in {"password": PASSWORD, "repeated": PASSWORD,
                            "code": member.fresh_code()}.items():
            browser.find(f"#{name}").type(value)
        browser.find("main form button").go()
        be(browser, service, member, "/console/audit")
        expect("set-up" in browser.text, "what was done", browser.text)


def large():
    """On a large screen, with the secret that another program reads from the picture."""
    staff(1280)


def narrow():
    """The same on a phone of 320 px."""
    staff(320)


def dump(of):
    """All that a backup of a database holds."""
    done = subprocess.run(
        [os.path.join(os.path.dirname(of.psql), "pg_dump"), "--inserts", "--no-owner",
         of.admin_url], capture_output=True, text=True, timeout=120, check=False)
    equal(done.returncode, 0, "the outcome of pg_dump")
    return done.stdout


def known(service, name):
    """Somebody who expressed interest and confirmed it; what is held under the marks of them."""
    address = f"{name.lower()}@leaving.example"
    answer = service.post_json(interest(
        email=address, given_name=name, family_name="Kadiķe", organisation="Leavers' Union",
        motivation="Call me: +371 20009999"))
    equal(answer.status, 202, "the status of an interest")
    link = link_in(service.mail(address, "Please confirm")["text"], "confirm")
    service.post_form(link, {}, Sec_Fetch_Site="same-origin")
    service.mail(address, "Your interest")
    wait_for("no mail on its way", lambda: not service.database.count(
        "outbox", "ended_at IS NULL"))
    return service.database.value(f"SELECT id FROM person WHERE given_name = '{name}'")


def has_traces(text, name):
    return any(mark in text for mark in (
        name, f"{name.lower()}@", "Kadiķe", "Leavers", "20009999"))


def erasing():
    """By the page without scripts on a phone, by the API, and again after a restore."""
    with Service(database) as service:
        boss = Member(service, "eraser@example.org").set_up()
        browser = Browser(Driver(), has_script=False, width=320)
        be(browser, service, boss)
        person = known(service, "Rasma")
        expect(has_traces(dump(database), "Rasma"), "traces before")
        wish = database.value("SELECT id FROM interest WHERE given_name = 'Rasma'")
        code = database.value(
            f"SELECT code FROM event JOIN interest i ON event.id = event_id WHERE i.id = '{wish}'")
        browser.open(f"{service.url}/console/events/{code}/people/{wish}")
        browser.find(f"a[href='/console/people/{person}/erase']").go()
        browser.check_width()
        browser.screenshot("console-erase")
        browser.find("form[action$='/erase'] button").go()
        expect("Make sure who asks" in browser.text, "an error", browser.text)
        browser.check_width()
        browser.screenshot("console-erase-errors")
        browser.find("#reason").type("asked by letter")
        browser.find("#sure").click()
        browser.find("form[action$='/erase'] button").go()
        expect("The person is erased" in browser.text, "that it is done", browser.text)
        browser.check_width()
        browser.screenshot("console-erased")
        expect(not has_traces(dump(database), "Rasma"), "nothing left in a backup")

        scripted = Browser(Driver())
        be(scripted, service, boss)
        person = known(service, "Vizma")
        scripted.open(f"{service.url}/console/people/{person}/erase")
        look(scripted, "what would be erased", "console-erase-large")
        backup = dump(database)
        key = json.loads(database.command("staff", "token", "create", "--label", "eraser",
                                          "--role", "administrator", "--json"))["key"]
        bearer = {"Authorization": f"Bearer {key}"}
        path = f"/api/v1/people/{person}/erasure"
        preview = service.get(path, **bearer)
        done = service.post_json({"reason": "asked by mail"}, path, **bearer)
        equal((done.status, done.json), (200, preview.json), "what the API did")
        equal(service.post_json({"reason": "x"}, path, **bearer).status, 409, "erasing twice")
        expect(not has_traces(dump(database), "Vizma"), "nothing left in a backup")

    restored = Database(has_demo=False, is_migrated=False)
    subprocess.run([restored.psql, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1",
                    restored.admin_url], input=backup, text=True, capture_output=True,
                   timeout=120, check=True)
    expect(has_traces(dump(restored), "Vizma"), "traces in what was restored")
    listed = os.path.join(scratch(), "erased.txt")
    with open(listed, "w", encoding="utf-8") as file:
        file.write(database.command("person", "erased"))
    printed = restored.command("person", "erase", "--again", "--list", listed)
    equal(printed, f"{person} erased\n", "who was erased again")
    expect(not has_traces(dump(restored), "Vizma"), "nothing left after it was restored")
    equal(restored.command("person", "erase", "--again"), "", "erasing again once more")


main(large, narrow, erasing)
