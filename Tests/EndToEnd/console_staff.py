"""An administrator adds somebody, whose phone reads the key from the picture on the page."""

import base64
import os
import shutil
import subprocess
import urllib.parse

from _browser import Browser, Driver
from _console import PASSWORD, Member
from _stage import Database, Service, equal, expect, main, scratch

database = Database()


def read_picture(browser, css):
    """What another program reads from the screen."""
    expect(shutil.which("zbarimg"), "zbarimg: run scripts/install-dependencies --tests")
    # What is not on the screen is not in the picture.
    browser.script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", css)
    picture = browser.call("GET", f"{browser.find(css).path}/screenshot")
    path = os.path.join(scratch(), "code.png")
    with open(path, "wb") as file:
        file.write(base64.b64decode(picture))
    found = subprocess.run(["zbarimg", "--quiet", "--raw", path], capture_output=True, text=True,
                           check=False)
    equal(found.returncode, 0, "the outcome of reading the picture")
    return found.stdout.strip()


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

        browser.open(service.url + "/console/exports")
        look(browser, "the exports", f"console-exports-{width}")
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
        address = urllib.parse.urlsplit(read_picture(browser, ".code-picture svg"))
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


main(large, narrow)
