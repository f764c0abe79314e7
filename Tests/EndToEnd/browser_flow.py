"""A person finds an event, expresses interest, confirms, corrects and withdraws, in a browser."""

from _browser import Browser, Driver
from _stage import EVENT, Database, Service, equal, expect, interest, link_in, main, wait_for

TITLE = "PROTECT training: children on the move"
# The keys of WebDriver §17.4.2.
TAB, ENTER = "\ue004", "\ue007"
PUBLIC = [
    "/", "/events", "/events?when=past", f"/events/{EVENT}", f"/events/{EVENT}/interest",
    "/events/protect-gdansk", "/events/protect-gdansk/interest", "/events/protect-tallinn-2016",
    "/events/study-visit-oslo", "/programmes", "/programmes/protect",
    "/programmes/protect/interest", "/figures", "/privacy", "/accessibility", "/dev/mailbox",
    "/events/none", "/confirm/short", "/confirm/" + "A" * 43, "/my/" + "A" * 43,
]

database = Database()
service = Service(database)
driver = Driver()

MOTIVATION = "I prepare hearings with children.\nI would like to learn how others do it."


class Story:
    """One person on the way through the pages; every page is looked at on the way."""

    def __init__(self, browser, name):
        self.browser = browser
        self.name = name
        self.email = f"{name}@example.org"
        self.steps = 0

    def look(self, page):
        """Takes a picture, and has the page checked."""
        self.steps += 1
        self.browser.screenshot(f"{self.name}-{self.steps:02}-{page}")
        self.browser.check_width()
        if self.browser.has_script:
            self.browser.check_axe(f"{page} ({self.name})")

    def tell(self):
        self.find_the_event()
        self.fail_to_send_the_form()
        self.send_the_form()
        link = self.confirm()
        self.correct()
        self.withdraw()
        self.use_the_link_again(link)

    def find_the_event(self):
        browser = self.browser
        browser.open(service.url + "/")
        self.look("home")
        browser.find("body").press(TAB)
        equal(browser.focus.attribute("href"), "#main", "what Tab reaches first")
        browser.focus.press(ENTER)
        equal(browser.focus.attribute("id"), "main", "what is skipped to")
        browser.find("nav a[href='/events']").go()
        expect(browser.url.endswith("/events"), "the list of events", browser.url)
        self.look("events")
        browser.link(TITLE).go()
        equal(browser.url, f"{service.url}/events/{EVENT}", "the event")
        self.look("event")
        browser.find(f"main a.button[href='/events/{EVENT}/interest']").go()
        self.look("form")

    def fail_to_send_the_form(self):
        """All errors at once, each with a link to its field; what was typed stays."""
        browser = self.browser
        browser.find("button[type=submit]").go()
        expect(browser.title.startswith("Error: "), "a title that begins with the error",
               browser.title)
        wanted = ["given_name", "family_name", "email", "sector", "country", "notice"]
        links = browser.all(".problem a")
        equal(sorted(link.attribute("href").split("#")[1] for link in links), sorted(wanted),
              "the links of the summary")
        expect("problem" in (browser.focus.attribute("class") or ""), "focus on the summary",
               browser.focus.attribute("outerHTML"))
        self.look("form-empty")
        for name in wanted:
            field = browser.find(f"#{name}")
            equal(field.attribute("aria-invalid"), "true", f"aria-invalid of {name}")
            expect(f"{name}-error" in field.attribute("aria-describedby"), f"words for {name}")
            expect(browser.find(f"#{name}-error").is_shown, f"the error of {name} in sight")
        next(one for one in links if one.attribute("href").endswith("#email")).click()
        equal(browser.focus.attribute("id"), "email", "the field that its link leads to")
        browser.find("#given_name").type("Ieva")
        browser.find("#family_name").type("Ozola")
        browser.find("#email").type("ieva at home")
        browser.find("#organisation").type("Bérnu “tiesības” & co")
        browser.find("#motivation").type(MOTIVATION)
        browser.find("#country option[value=LV]").click()
        browser.find("#sector option[value=border-guard]").click()
        browser.find("button[type=submit]").go()
        kept = {
            "given_name": "Ieva", "family_name": "Ozola", "email": "ieva at home",
            "organisation": "Bérnu “tiesības” & co", "motivation": MOTIVATION,
            "country": "LV", "sector": "border-guard",
        }
        for name, value in kept.items():
            equal(browser.find(f"#{name}").live("value"), value, f"what was typed as {name}")
        equal(sorted(link.attribute("href").split("#")[1] for link in browser.all(".problem a")),
              ["email", "notice"], "what is left to mend")
        self.look("form-wrong")
        equal(database.count("interest", f"email = '{self.email}'"), 0, "interests so far")

    def send_the_form(self):
        browser = self.browser
        browser.find("#email").type(self.email)
        browser.find("#notice").click()
        self.look("form-filled")
        browser.find("button[type=submit]").go()
        equal(browser.find("h1").text, "Check your mail", "the heading")
        expect(self.email in browser.text, "the address that was typed", browser.text)
        self.look("check-mail")
        equal(database.count("interest", f"email = '{self.email}' AND confirmed_at IS NULL"), 1,
              "interests that wait for a confirmation")

    def confirm(self):
        """The mail leads to a button; only the button counts."""
        browser = self.browser
        service.mail(self.email)
        browser.link("Open the development mailbox").go()
        self.look("mailbox")
        subject = f"Please confirm your interest in {TITLE}"
        entry = next(one for one in browser.all("ul.events li") if self.email in one.text)
        equal(entry.find("a").text, subject, "the subject")
        entry.find("a").go()
        self.look("mail")
        link = browser.find("pre a[href*='/confirm/']")
        expect(link.is_shown, "a link in the mail")
        address = link.attribute("href")
        link.go()
        equal(browser.find("h1").text, "Confirm your interest", "the heading")
        self.look("confirm")
        where = f"email = '{self.email}' AND confirmed_at IS NOT NULL"
        equal(database.count("interest", where), 0, "confirmed interests before the button")
        equal(database.count("access_token", "used_at IS NOT NULL AND interest_id = "
                             f"(SELECT id FROM interest WHERE email = '{self.email}')"), 0,
              "links that were used before the button")
        browser.find("button[type=submit]").go()
        expect("/my/" in browser.url, "the personal page", browser.url)
        equal(database.count("interest", where), 1, "confirmed interests")
        expect("Your interest is confirmed" in browser.find("[role=status]").text, "a notice")
        equal(browser.find("ul.held h3").text, TITLE, "the interest")
        expect("Confirmed" in browser.find("ul.held").text, "its state", browser.text)
        self.look("my")
        return address

    def correct(self):
        browser = self.browser
        opener = next(one for one in browser.all("summary") if "Correct" in one.text)
        opener.click()
        browser.find("#family_name").type("")
        browser.find("#organisation").type("Latvijas robežsardze")
        browser.find("form[novalidate] button[type=submit]").go()
        equal([link.attribute("href").split("#")[1] for link in browser.all(".problem a")],
              ["family_name"], "what is left to mend")
        equal(browser.find("#organisation").live("value"), "Latvijas robežsardze",
              "what was typed")
        self.look("my-wrong")
        browser.find("#family_name").type("Ozoliņa")
        browser.find("form[novalidate] button[type=submit]").go()
        expect("saved" in browser.find("[role=status]").text, "a notice", browser.text)
        expect("Latvijas robežsardze" in browser.find("dl.facts").text, "the new organisation")
        equal(database.rows(f"""SELECT family_name, organisation FROM person
                                WHERE email = '{self.email}'"""),
              [["Ozoliņa", "Latvijas robežsardze"]], "the person")
        self.look("my-saved")

    def withdraw(self):
        browser = self.browser
        opener = next(one for one in browser.all("summary") if "Withdraw" in one.text)
        opener.click()
        self.look("my-withdraw")
        browser.find("button.grave").go()
        expect("withdrawn" in browser.find("[role=status]").text, "a notice", browser.text)
        expect("Withdrawn" in browser.find("ul.held").text, "its state", browser.text)
        equal(browser.all("button.grave"), [], "buttons to withdraw it again")
        equal(database.count(
            "interest", f"email = '{self.email}' AND withdrawn_at IS NOT NULL"), 1, "withdrawn")
        self.look("my-withdrawn")

    def use_the_link_again(self, address):
        browser = self.browser
        browser.open(address)
        browser.find("button[type=submit]").go()
        equal(browser.find("h1").text, "This link has been used already", "the heading")
        path = address[len(service.url):]
        equal(service.request("POST", path).status, 410, "the status of a used link")
        self.look("link-used")
        wait_for("a mail about each step", lambda: len(service.mails(self.email)) == 3)


def tell(name, **options):
    browser = Browser(driver, **options)
    try:
        Story(browser, name).tell()
    finally:
        browser.quit()


def script():
    """The whole story works in a browser, and axe finds nothing on the way"""
    tell("ieva.script")


def no_script():
    """The whole story works without JavaScript"""
    browser = Browser(driver, has_script=False)
    try:
        browser.open("data:text/html,<title>off</title><script>document.title='on'</script>")
        equal(browser.title, "off", "JavaScript")
        Story(browser, "ieva.no-script").tell()
    finally:
        browser.quit()


def phone():
    """The whole story works on a page of 320 px, and none scrolls sideways"""
    tell("ieva.phone", width=320, height=640)


def every_page():
    """axe finds nothing on any public page, wide and narrow, light and dark"""
    browser = Browser(driver)
    service.post_json(interest(email="every.page@example.org"))
    mail = service.mail("every.page@example.org")
    mine = service.request("POST", link_in(mail["text"], "confirm"))["Location"]
    try:
        browser.open("data:text/html,<html lang=en><title>x</title><img src='data:,'>")
        expect("image-alt" in "".join(browser.axe()), "axe to find a picture without words")
        for path in PUBLIC + [f"/dev/mailbox/{mail['id']}", mine]:
            browser.open(service.url + path)
            for scheme, width in (("light", 1280), ("dark", 320)):
                browser.colours(scheme)
                browser.size(width, 900)
                browser.check_width()
                browser.check_axe(f"{path} ({scheme}, {width} px)")
                if path == "/figures":
                    browser.screenshot(f"figures-{scheme}-{width}")
                    expect("+ 45" in browser.text, "what was counted", browser.text)
                    cells = [cell.text for cell in browser.all("table td")]
                    expect("hidden" in cells, "small counts to be hidden", cells)
    finally:
        browser.quit()


main(script, no_script, phone, every_page)
