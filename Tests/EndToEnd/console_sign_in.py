"""A coordinator sets up an account and signs in, in a real browser, by keyboard alone."""

from _browser import Browser, Driver
from _console import PASSWORD, Member, code_of
from _stage import Database, Service, equal, expect, main

database = Database()
TAB, ENTER = "\ue004", "\ue007"


def fill(browser, values):
    """Goes through a form by keyboard: from its first field with Tab, and sends it with Enter."""
    first, *_ = values
    browser.find(f"#{first}").press("")
    for number, (name, value) in enumerate(values.items()):
        field = browser.focus if number else browser.find(f"#{name}")
        equal(field.attribute("id"), name, "the field that has the focus")
        field.type(value)
        field.press(ENTER if number == len(values) - 1 else TAB)


def look(browser, where, picture=None):
    browser.check_width()
    if browser.has_script:
        browser.check_axe(where)
    if picture:
        browser.screenshot(picture)


def sign_in(has_script, width):
    service = Service(database)
    member = Member(service, f"member{width}{has_script}@example.org", "administrator")
    browser = Browser(Driver(), has_script=has_script, width=width)

    browser.open(service.url + member.link)
    member.read_secret(browser.script("return document.documentElement.outerHTML"))
    look(browser, "setting up", f"console-set-up-{width}")
    fill(browser, {"password": "short", "repeated": "shorter", "code": "123"})
    look(browser, "setting up, with errors", f"console-set-up-errors-{width}")
    expect("There is a problem" in browser.text, "an error summary", browser.text)
    member.last_step = 0
    fill(browser, {"password": PASSWORD, "repeated": PASSWORD, "code": member.fresh_code()})
    equal(browser.url, service.url + "/console/sign-in", "where it leads")

    browser.open(service.url + "/console/account")
    equal(browser.url, service.url + "/console/sign-in?next=/console/account", "where it leads")
    look(browser, "signing in", f"console-sign-in-{width}")
    fill(browser, {"email": member.email, "password": "wrong", "code": "000000"})
    look(browser, "signing in, refused")
    expect("This did not work" in browser.text, "an answer", browser.text)
    fill(browser, {"email": member.email, "password": PASSWORD, "code": member.fresh_code()})
    equal(browser.url, service.url + "/console/account", "back where it began")
    look(browser, "the account", f"console-account-{width}")

    browser.open(service.url + "/console")
    look(browser, "the dashboard", f"console-dashboard-{width}")
    browser.colours("dark")
    look(browser, "the dashboard in the dark", f"console-dashboard-dark-{width}")
    browser.open(service.url + "/console/account")
    browser.find("main form button").go()
    equal(browser.url, service.url + "/console/sign-in", "where signing out leads")
    browser.open(service.url + "/console")
    equal(browser.url, service.url + "/console/sign-in", "that the session is over")
    service.kill()


def with_script():
    """With scripts, on a large screen."""
    sign_in(True, 1280)


def narrow():
    """On a phone of 320 px."""
    sign_in(True, 320)


def without_script():
    """Without scripts."""
    sign_in(False, 800)


main(with_script, narrow, without_script)
