"""A coordinator runs an event in the console: by keyboard, without scripts, and on a phone."""

from _browser import Browser, Driver
from _console import PASSWORD, Member, three_ways
from _stage import Database, Service, equal, expect, interest, link_in, main, wait_for

ENTER = "\ue007"
COUNTRIES = {"Ada": "LV", "Bea": "LV", "Cia": "EE"}


def enter(browser, css):
    """Presses a button or a link by its key, and waits for the page behind it."""
    element = browser.find(css) if isinstance(css, str) else css
    before = browser.find("html")
    element.press(ENTER)
    wait_for("another page", before.is_gone)
    wait_for("the whole page",
             lambda: browser.script("return document.readyState") == "complete")


def look(browser, where, picture):
    browser.check_width()
    if browser.has_script:
        browser.check_axe(where)
        browser.colours("dark")
        browser.check_axe(f"{where}, in the dark")
        browser.colours("light")
    browser.screenshot(f"workbench-{picture}-{browser.name}")


def fill(browser, **values):
    for name, value in values.items():
        field = browser.find(f"[name='{name.replace('__', '-')}']:not([type=hidden])")
        is_typed = field.live("tagName") != "SELECT" and field.live("type") not in ("date", "time")
        (field.type if is_typed else field.press)(value)


def sign_in(service, browser, member):
    browser.open(service.url + "/console/sign-in")
    fill(browser, email=member.email, password=PASSWORD, code=member.fresh_code())
    enter(browser, "main button[type=submit]")
    equal(browser.url, service.url + "/console", "where signing in leads")


def confirmed(service, code, name):
    """Somebody expresses interest and confirms it; their own link comes by mail."""
    address = f"{name}.{code}@example.org".lower()
    answer = service.post_json(interest(
        event=code, email=address, given_name=name, country=COUNTRIES[name]))
    equal(answer.status, 202, "the status of an interest")
    link = link_in(service.mail(address, "Please confirm")["text"], "confirm")
    service.post_form(link, {}, Sec_Fetch_Site="same-origin")
    service.mail(address, "Your interest")
    return address


def plan(service, browser, code):
    """Writes a draft with an error first, and publishes it."""
    browser.open(service.url + "/console/events?text=nothing-has-this")
    look(browser, "no event", "events-empty")
    browser.open(service.url + "/console/new-event")
    look(browser, "a new event", "new")
    fill(browser, code=code, summary="Two days at the border.", starts_on="01062099",
         ends_on="01062099", time_zone="Europe/Riga", city="Riga", country="Latvia",
         admission="By selection", capacity="5", session__0__title="All day",
         session__0__day="01062099", session__0__from="0900AM", session__0__to="0400PM")
    enter(browser, "main form.narrow > p:last-child button")
    expect("There is a problem" in browser.text, "an error summary", browser.text)
    look(browser, "a new event, with errors", "new-errors")
    fill(browser, title="Days at the border")
    enter(browser, "main form.narrow > p:last-child button")
    equal(browser.url, f"{service.url}/console/events/{code}/edit", "where a draft leads")
    look(browser, "what may be done with an event", "edit")
    enter(browser, f"form[action$='{code}/publish'] button")
    equal(browser.url, f"{service.url}/console/events/{code}", "where publishing leads")
    look(browser, "an event", "overview")


def arrange(service, browser, path):
    browser.open(path + "/people")
    look(browser, "nobody yet", "people-empty")
    browser.open(path + "/seats")
    look(browser, "seats, empty", "seats-empty")
    fill(browser, seats="2")
    enter(browser, "form[action$='/number'] button[type=submit]")
    fill(browser, target__new="Estonia, at least", people__new="1")
    enter(browser, "form[action$='/targets'] button[type=submit]")
    fill(browser, seats="x")
    enter(browser, "form[action$='/number'] button[type=submit]")
    expect("There is a problem" in browser.text, "an error summary", browser.text)
    look(browser, "seats, with an error", "seats-errors")


def choose(service, browser, path):
    """Ticks two who do not fit the targets, sees it, and ticks others; then decides."""
    browser.open(path + "/people?sort=name")
    look(browser, "the people", "people")
    enter(browser, "main form.bench fieldset button")
    expect("Tick who is to be moved." in browser.text, "what is missing", browser.text)
    look(browser, "the people, with errors", "people-errors")
    boxes = browser.all("input[name=pick]")
    equal(len(boxes), 3, "the number of people")
    for box in boxes[:2]:
        box.press(" ")
    if browser.has_script:
        wait_for("the selection", lambda: "too few seats are left for Estonia" in browser.text)
    else:
        enter(browser, "button[value=look]")
    expect("too few seats are left for Estonia" in browser.text, "a rule that breaks",
           browser.text)
    look(browser, "the selection", "matrix")
    boxes = browser.all("input[name=pick]")
    equal([bool(box.live("checked")) for box in boxes], [True, True, False], "the ticks")
    boxes[1].press(" ")
    boxes[2].press(" ")
    fill(browser, to="Offered", reason="One of each")
    enter(browser, "button[value=draft]")
    expect("Nothing has been changed yet." in browser.text, "a draft", browser.text)
    expect("A seat is offered: 2 mails" in browser.text, "the mails", browser.text)
    browser.find(".sample summary").press(ENTER)
    expect("we are glad to offer you a seat" in browser.text, "what it says", browser.text)
    look(browser, "the draft", "draft")
    enter(browser, "form[action$='/send'] button:not([name])")
    expect("2 people moved" in browser.text, "what became of it", browser.text)
    look(browser, "what became of it", "moved")


def link_it(service, browser, path):
    """Edits what the event is linked with: an error in a share first."""
    browser.open(path + "/edit/form")
    look(browser, "the form of an event", "links")
    fill(browser, programme="AudTrain", phase="AudTrain", grant__0__code="European Commission",
         grant__0__share="a quarter")
    browser.all("#topics input")[0].press(" ")
    enter(browser, "main form.narrow > p:last-child button")
    expect("There is a problem" in browser.text, "an error summary", browser.text)
    look(browser, "the form of an event, with an error", "links-errors")
    fill(browser, grant__0__share="0.25")
    enter(browser, "main form.narrow > p:last-child button")
    equal(browser.url, path + "/edit", "where saving leads")
    browser.open(path + "/edit/form")
    equal(browser.find("#grant-0-share").live("value"), "0.2500", "the share")
    equal(len(browser.all("#topics input:checked")), 1, "the number of topics")
    expect(browser.find("#phase").live("value"), "a phase")


def rule(service, browser, path):
    """Reads the rule of completion, gets a number wrong, and sets another."""
    browser.open(path + "/certificates")
    expect("at least 80 %" in browser.text, "the rule", browser.text)
    browser.find("section summary").press(ENTER)
    look(browser, "the rule", "rule")
    fill(browser, attended_percent="0")
    enter(browser, "form[action$='/completion-rule'] button")
    expect("There is a problem" in browser.text, "an error summary", browser.text)
    look(browser, "the rule, with an error", "rule-errors")
    fill(browser, attended_percent="75", rule__reason="Short days")
    browser.find("#needs_assignment").press(" ")
    enter(browser, "form[action$='/completion-rule'] button")
    expect("at least 75 %" in browser.text and "the assignment is needed" in browser.text,
           "the rule as it is then", browser.text)
    look(browser, "the rule that is set", "rule-set")


def nominate(service, browser, path, focal_point):
    """Asks a member, names two for it, ranks them, and takes one back."""
    look(browser, "nobody asked", "nominations-empty")
    fill(browser, member="Latvia", seats="x", deadline="soon")
    enter(browser, "form[action$='/ask'] button")
    expect("There is a problem" in browser.text, "an error summary", browser.text)
    look(browser, "asking, with errors", "nominations-errors")
    fill(browser, seats="1", deadline="2098-12-01T12:00")
    enter(browser, "form[action$='/ask'] button")
    expect("Not so many seats are free." in browser.text, "why not", browser.text)
    look(browser, "asking for more than there is", "nominations-refused")
    enter(browser, browser.link("Seats"))
    fill(browser, seats="4")
    enter(browser, "form[action$='/number'] button[type=submit]")
    enter(browser, browser.link("Nominations"))
    fill(browser, member="Latvia", seats="1", deadline="2098-12-01T12:00")
    enter(browser, "form[action$='/ask'] button")
    expect("the links are on their way" in browser.text, "what was done", browser.text)
    link_in(service.mail(focal_point)["text"], "nominate")
    look(browser, "a member is asked", "nominations")
    enter(browser, browser.link("Latvia"))
    look(browser, "a member who named nobody", "member-empty")
    enter(browser, "form[aria-labelledby=person] button")
    expect("There is a problem" in browser.text, "an error summary", browser.text)
    look(browser, "naming somebody, with errors", "member-errors")
    for given in ("Ilze", "Janis"):
        fill(browser, given_name=given, family_name="Kalnins", sector="Police",
             email=f"{given.lower()}.{browser.name}@example.org")
        enter(browser, "form[aria-labelledby=person] button")
        expect(f"{given} Kalnins" in browser.text, "who is nominated", browser.text)
    equal([one.text for one in browser.all(".held h3")], ["Ilze Kalnins", "Janis Kalnins"],
          "the ranks")
    look(browser, "a member who named two", "member")
    enter(browser, "form:has([value=up]) button")
    equal([one.text for one in browser.all(".held h3")], ["Janis Kalnins", "Ilze Kalnins"],
          "the ranks after a step up")
    browser.all(".held summary")[1].press(ENTER)
    enter(browser, browser.all("form:has([value=withdraw]) button")[1])
    expect("Ilze Kalnins: withdrawn" in browser.text, "who is over", browser.text)
    enter(browser, browser.link("Put somebody else in the place of Janis Kalnins"))
    expect("Who comes in the place of Janis Kalnins?" in browser.text, "whose place", browser.text)
    look(browser, "somebody else", "member-instead")
    enter(browser, "button[value=revoke]")
    expect("No link works." in browser.text, "the links", browser.text)


def story(has_script, width, name):
    database = Database()
    service = Service(database)
    member = Member(service, f"{name}@example.org", "administrator").set_up()
    browser = Browser(Driver(), has_script=has_script, width=width)
    browser.name = name
    code = f"border-{name}"
    path = f"{service.url}/console/events/{code}"
    sign_in(service, browser, member)

    plan(service, browser, code)
    link_it(service, browser, path)
    rule(service, browser, path)
    arrange(service, browser, path)
    people = [confirmed(service, code, one) for one in COUNTRIES]
    choose(service, browser, path)

    mail = service.mail(people[0], "A seat in")
    browser.open(service.url + link_in(mail["text"], "my"))
    enter(browser, "button[value=accept]")
    browser.open(path + "/seats")
    expect("Taken" in browser.text and "Ada Ozola" in browser.text, "a seat", browser.text)
    look(browser, "the seats", "seats")
    enter(browser, browser.link("Seat 1"))
    look(browser, "one seat", "seat")
    browser.open(path + "/people")
    enter(browser, browser.all(".people tbody a")[0])
    expect("One of each" in browser.text, "the history", browser.text)
    look(browser, "one person", "person")
    browser.open(path + "/mails")
    look(browser, "the mails", "mails")
    enter(browser, browser.link("Nominations"))
    focal_point = f"laima-{name}@example.org"
    database.command("roster", "set-focal-point", "LV", "Laima Kalna", focal_point)
    nominate(service, browser, path, focal_point)
    browser.open(path + "/move")
    look(browser, "moving", "move")

    browser.open(path + "/cancel")
    expect("Who is informed: 3 people" in browser.text, "who is informed", browser.text)
    look(browser, "cancelling", "cancel")
    fill(browser, reason="No trains")
    enter(browser, "button[value=look]")
    browser.find(".sample summary").press(ENTER)
    expect("The reason: No trains" in browser.text, "the mail", browser.text)
    enter(browser, "button[value=send]")
    expect("Cancelled" in browser.text, "the state", browser.text)
    expect("Who gets it: 3 people" in browser.text, "who gets the mails", browser.text)
    look(browser, "the mails that wait", "mailing")
    enter(browser, "form[action$='/release'] button")
    expect("Who got it: 3 people" in browser.text, "who got the mails", browser.text)
    for address in people:
        service.mail(address, "Cancelled: Days at the border")
    browser.open(service.url + "/console")
    look(browser, "the dashboard", "dashboard")
    browser.open(service.url + "/console/events")
    look(browser, "the events", "events")
    service.kill()


main(*three_ways(story, "By keyboard, on a large screen."))
