"""One story from the first interest to a certificate that others can check, in real browsers."""

import datetime
import zoneinfo

from _browser import Browser, Driver
from _console import PASSWORD, Member
from _hands import Keyboard, Pointer, typed_day, typed_time
from _mailserver import MailServer
from _stage import Database, Service, equal, expect, link_in, main, wait_for

TITLE = "Days at the border"
NAME = "Žydrė Šimkutė-Ådahl"

database = Database()
driver = Driver()
# Mails go out by SMTP to a stranger's program, and are read by another.
mails = MailServer()
service = Service(database, REGISTRY_SMTP_URL=f"smtp://127.0.0.1:{mails.port}?tls=none")


def days():
    """A zone in which today goes on for long enough, and when two sessions of it began."""
    for name in ("Europe/Riga", "America/New_York", "Pacific/Auckland"):
        now = datetime.datetime.now(zoneinfo.ZoneInfo(name))
        if 3 <= now.hour < 21:
            return name, [now - datetime.timedelta(minutes=before) for before in (150, 5)]
    raise AssertionError("It is night everywhere.")


class Story:
    """A coordinator and somebody who would like to come, each in a browser of their own."""

    def __init__(self, name, hands, width=1280, has_script=True):
        self.name, self.steps = name, 0
        self.code = f"border-{name}"
        self.path = f"/console/events/{self.code}"
        self.email = f"{name}@example.org"
        self.schemes = ("dark",) if name == "narrow" else ("light",)
        self.member = Member(service, f"coordinator.{name}@example.org", "coordinator").set_up()
        self.browsers = [Browser(driver, has_script, width) for _ in range(2)]
        self.desk, self.home = (hands(browser) for browser in self.browsers)

    def look(self, hands, page):
        self.steps += 1
        hands.browser.look(f"{page} ({self.name})", f"story-{self.name}-{self.steps:02}-"
                           + page.replace(" ", "-"), self.schemes)

    def tell(self):
        try:
            self.sign_in()
            self.publish()
            self.express_interest()
            self.select()
            self.accept()
            self.check_in()
            self.close_the_sheets()
            self.certify()
        finally:
            for browser in self.browsers:
                browser.quit()

    def sign_in(self):
        desk = self.desk
        desk.browser.open(service.url + "/console/sign-in")
        self.look(desk, "signing in")
        desk.fill("#email", self.member.email)
        desk.fill("#password", PASSWORD)
        desk.fill("#code", self.member.fresh_code())
        desk.follow("main form button")
        equal(desk.browser.url, service.url + "/console", "where signing in leads")
        self.look(desk, "the dashboard")

    def publish(self):
        desk = self.desk
        zone, sessions = days()
        desk.follow("nav a[href='/console/events']")
        self.look(desk, "the events")
        desk.follow("a[href='/console/new-event']")
        day = typed_day(desk.browser, sessions[0])
        desk.fill("#code", self.code)
        desk.fill("#title", TITLE)
        desk.fill("#summary", "Two days at the border.")
        desk.fill("#starts_on", day)
        desk.fill("#ends_on", day)
        equal(desk.browser.find("#ends_on").live("value"), f"{sessions[0]:%Y-%m-%d}", "the day")
        desk.fill("#time_zone", zone)
        desk.fill("#city", "Narva")
        desk.fill("#country", "Estonia")
        for number, begins in enumerate(sessions):
            desk.fill(f"#session-{number}-title", f"Part {number + 1}")
            desk.fill(f"#session-{number}-day", day)
            desk.fill(f"#session-{number}-from", typed_time(desk.browser, begins))
            ends = begins + datetime.timedelta(hours=2)
            desk.fill(f"#session-{number}-to", typed_time(desk.browser, ends))
        desk.fill("#admission", "By selection")
        desk.fill("#capacity", "2")
        self.look(desk, "a new event")
        desk.follow("main form.narrow > p:last-child button")
        equal(desk.browser.url, f"{service.url}{self.path}/edit", "where a draft leads")
        self.look(desk, "what may be done with a draft")
        desk.follow("form[action$='/publish'] button")
        equal(desk.browser.url, service.url + self.path, "where publishing leads")
        self.look(desk, "a published event")
        desk.follow(f"nav.tabs a[href='{self.path}/seats']")
        desk.fill("[name=seats]:not([type=hidden])", "2")
        desk.follow("form[action$='/number'] button[type=submit]")
        self.look(desk, "the seats")

    def express_interest(self):
        home = self.home
        home.browser.open(service.url + "/")
        self.look(home, "the first page")
        home.follow("nav a[href='/events']")
        self.look(home, "the list of events")
        home.follow(f"main a[href='/events/{self.code}']")
        self.look(home, "an event")
        home.follow(f"main a.button[href='/events/{self.code}/interest']")
        given, family = NAME.split()
        for field, text in (("given_name", given), ("family_name", family), ("email", self.email),
                            ("country", "Lithuania"), ("organisation", "Vaiko teisės"),
                            ("sector", "Border")):
            home.fill(f"#{field}", text)
        home.tick("#notice")
        self.look(home, "the form")
        home.follow("main form button[type=submit]")
        self.look(home, "check your mail")
        self.open_mail("Please confirm your interest", "confirm")
        self.look(home, "confirming")
        home.follow("main form button")
        expect("Your interest is confirmed" in home.browser.text, "a notice", home.browser.text)
        self.look(home, "my page")

    def open_mail(self, subject, path):
        """Opens the link in a mail that arrived, as a program for mails does."""
        mail = mails.mail(self.email, subject)
        self.home.browser.open(service.url + link_in(mail["text"], path))

    def select(self):
        desk = self.desk
        desk.follow(f"nav.tabs a[href='{self.path}/people']")
        desk.tick("input[name=pick]")
        if desk.browser.has_script:
            wait_for("the selection", lambda: desk.browser.all("#selection table"))
        self.look(desk, "the people")
        desk.fill("#to", "Offered")
        desk.fill("#reason", "Works at the border")
        desk.follow("button[value=draft]")
        expect("A seat is offered: 1 mail" in desk.browser.text, "the mails", desk.browser.text)
        desk.press(".sample summary")
        expect("glad to offer you a seat" in desk.browser.text, "the mail", desk.browser.text)
        self.look(desk, "the draft of mails")
        equal(self.status(), "received", "the status before the draft is sent")
        desk.follow("form[action$='/send'] button:not([name])")
        self.look(desk, "what was moved")
        equal(self.status(), "offered", "the status")

    def status(self):
        return database.value(f"""SELECT status FROM interest_now JOIN interest USING (id)
            WHERE email = '{self.email}'""")

    def accept(self):
        home = self.home
        self.open_mail("A seat in", "my")
        self.look(home, "an offer")
        home.follow("button[value=accept]")
        expect("You have a seat." in home.browser.text, "a notice", home.browser.text)
        self.look(home, "a seat")
        equal(self.status(), "accepted", "the status")

    def check_in(self):
        """The part that goes on at the door, by name; the one before it on the sheet."""
        desk = self.desk
        desk.follow(f"main a.button[href='{self.path}/people']")
        desk.follow(f"nav.tabs a[href='{self.path}/attendance']")
        self.look(desk, "the sheet")
        desk.follow(f"main a[href='{self.path}/check-in']")
        desk.fill("#who", "simkute")
        desk.follow("button[value=find]")
        self.look(desk, "who was found")
        desk.follow("main a[href*='/console/check-in/']")
        self.look(desk, "somebody at the door")
        desk.follow("button[value=mark]")
        expect("Marked present." in desk.browser.text, "the mark", desk.browser.text)
        self.look(desk, "somebody who is there")
        desk.follow(f"main a[href='{self.path}/check-in']")
        desk.follow(f"main a[href='{self.path}/attendance']")
        desk.follow("main .tabs li:nth-child(1) a")
        desk.mark(".roll > li", "p")
        if desk.browser.has_script:
            wait_for("the mark", lambda: "All ticks are saved" in desk.browser.text)
        else:
            desk.follow("button[value=save]")
        self.look(desk, "the marked sheet")
        equal(database.rows(f"""SELECT status FROM attendance_now a JOIN event e
            ON e.id = a.event_id WHERE e.code = '{self.code}'"""), [["present"]] * 2, "the marks")

    def close_the_sheets(self):
        desk = self.desk
        for part in (2, 1):
            desk.follow(f"main .tabs li:nth-child({part}) a")
            desk.follow("main a.button[href*='/attendance/close/']")
            self.look(desk, "closing a sheet")
            desk.follow("main form button")
            expect("This sheet was closed" in desk.browser.text, "a closed sheet",
                   desk.browser.text)
        self.look(desk, "a closed sheet")

    def certify(self):
        desk, home = self.desk, self.home
        desk.follow(f"main a[href='{self.path}/certificates']")
        self.look(desk, "who gets a certificate")
        desk.follow("button[value=issue]")
        self.look(desk, "who has a certificate")
        self.open_mail("", "certificates")
        expect(NAME in home.browser.text and TITLE in home.browser.text, "a certificate",
               home.browser.text)
        self.look(home, "a certificate")
        home.follow("main a[href*='/verify/']")
        expect("/verify/" in home.browser.url, "the page to check it", home.browser.url)
        equal(home.browser.find("h1").text, "This certificate is valid", "the heading")
        facts = [one.text for one in home.browser.all("main dl.facts dd")]
        equal([one.text for one in home.browser.all("main dl.facts dt")],
              ["Name", "Event", "Date"], "what is told")
        equal(facts[:2], [NAME, TITLE], "of whom and of what")
        expect(str(days()[1][0].year) in facts[2], "the date", facts)
        for word in (self.email, "Vaiko", "Lithuania", "Border guard", "present"):
            expect(word not in home.browser.find("main").text, f"nothing of {word!r}")
        self.look(home, "a certificate that is valid")


def by_keyboard():
    """The whole story by keyboard alone, with the focus in sight at every stop"""
    story = Story("keys", Keyboard)
    story.tell()
    expect(story.desk.stops + story.home.stops > 200, "stops on the way", story.desk.stops)


def without_script():
    """The whole story without JavaScript"""
    Story("plain", Pointer, has_script=False).tell()


def narrow():
    """The whole story on pages of 320 px, of which none scrolls sideways"""
    Story("narrow", Pointer, width=320).tell()


main(by_keyboard, without_script, narrow)
