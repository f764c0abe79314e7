"""The desk of mails: what they say, addresses on hold, and what was not delivered."""

from _browser import ELEMENT, Element
from _console import enter, staff, three_ways
from _stage import EVENT, Database, Service, equal, expect, interest, link_in, main, wait_for

DESK = "/console/mails"


def arrive(service, name):
    """Somebody expresses interest in the event."""
    address = f"{name}@example.org"
    answer = service.post_json(interest(email=address, given_name=name.title()))
    equal(answer.status, 202, "the status of an interest")
    return address


def lose(database, name, state):
    """A mail to somebody that was refused or given up."""
    database.rows(f"""
        INSERT INTO outbox (message_id, recipient, template, parameters, interest_id, written_at,
            next_attempt_at, state, ended_at, attempts, last_reply)
        SELECT '<{state}@example.org>', email, 'interest-withdrawn',
               '{{"given_name": "{name.title()}", "target": "The days in Tallinn"}}', id,
               now(), now(), '{state}', now(), 3, '550 5.7.1 refused by policy'
        FROM interest WHERE email LIKE '{name}@%'""")


def state_of(database, name, template):
    return database.value(f"""
        SELECT state FROM outbox WHERE recipient LIKE '{name}@%' AND template = '{template}'""")


def holds(service, database, browser, look):
    """Hold, release, send what waited."""
    path = service.url + DESK + "/holds"
    browser.open(path)
    look("no address on hold", "holds-none")
    browser.find("main .narrow button").go()
    expect("Choose a cause." in browser.text, "what is missing", browser.text)
    look("an address that lacks everything", "holds-errors")
    browser.find("#address").type("hanna@example.org")
    browser.find("#cause option[value='complaint']").click()
    browser.find("#hold-reason").type("Told by the provider")
    browser.find("main .narrow button").go()
    equal(browser.url, path, "where it leads, without an address in it")
    arrive(service, "hanna")
    wait_for("a mail that is held",
             lambda: state_of(database, "hanna", "confirm-interest") == "held")
    browser.open(path)
    expect("its owner complained about our mail" in browser.text, "the cause", browser.text)
    browser.find("main details summary").click()
    look("an address on hold", "holds-one")

    browser.find("main details button").go()
    expect("Say why" in browser.text, "that a reason is missing", browser.text)
    browser.find("main details input[type=text]").type("Told by telephone")
    browser.find("main details button").go()
    expect("Over, and mails still wait" in browser.text, "what waits", browser.text)
    equal(state_of(database, "hanna", "confirm-interest"), "held", "that nothing left by itself")
    look("what waits after a hold", "holds-over")
    browser.find("form[action$='/resend'] button").go()
    expect("No address is on hold." in browser.text, "the list", browser.text)
    service.post_form(link_in(service.mail("hanna@example.org", "Please confirm")["text"],
                              "confirm"), {}, Sec_Fetch_Site="same-origin")
    service.mail("hanna@example.org", "Your interest")


def lost(service, database, browser, look):
    """What was given up is told, and tried once more."""
    browser.open(service.url + "/console")
    expect("Somebody should look" not in browser.text, "a calm dashboard", browser.text)
    lose(database, "hanna", "dead")
    arrive(service, "dace")
    service.mail("dace@example.org", "Please confirm")
    lose(database, "dace", "failed")
    browser.open(service.url + "/console")
    look("the dashboard", "dashboard")
    expect("1 mail given up; 1 mail refused in the last 24 hours." in browser.text,
           "what is wrong", browser.text)
    browser.link("Somebody should look at the mails").go()
    equal(browser.url, service.url + DESK, "where it leads")
    look("the desk", "desk")
    path = browser.all("main td a")[0]
    expect(f"/console/events/{EVENT}/people/" in path.attribute("href"), "a link to the person",
           path.attribute("href"))
    browser.find("form[action$='/requeue'] button").go()
    expect("Choose a mail." in browser.text, "what is missing", browser.text)
    look("the desk with errors", "desk-errors")
    boxes = browser.all("input[name=mail]")
    equal(len(boxes), 2, "the mails that can be tried once more")
    boxes[1].click()
    browser.find("#requeue-reason").type("The server is back")
    browser.find("form[action$='/requeue'] button").go()
    expect("1 mail is tried once more." in browser.text, "what was done", browser.text)
    service.mail("hanna@example.org", "Your interest in The days in Tallinn is withdrawn")
    equal(state_of(database, "dace", "interest-withdrawn"), "failed", "what was not chosen")
    equal(database.value("SELECT reason FROM audit WHERE action = 'requeue'"),
          "The server is back", "the line in the log")
    database.rows("""
        UPDATE outbox SET template = 'interest-shortlisted',
            parameters = parameters || '{"token": "AAAA"}'
        WHERE recipient LIKE 'dace@%' AND state = 'failed'""")
    database.rows("UPDATE interest SET withdrawn_at = now() WHERE email LIKE 'dace@%'")
    browser.open(service.url + DESK)
    browser.find("input[name=mail]").click()
    browser.find("#requeue-reason").type("The relay is mended")
    browser.find("form[action$='/requeue'] button").go()
    expect("1 mail was left out: They withdrew." in browser.text, "what was left out",
           browser.text)
    look("the desk after a mail was left out", "desk-left-out")
    equal(state_of(database, "dace", "interest-shortlisted"), "cancelled", "what was left out")


def texts(service, browser, look):
    """Every text, and one as it is read."""
    browser.open(service.url + DESK + "/texts")
    look("the texts", "texts")
    equal(len(browser.all("tbody th")), 29, "the mails")
    browser.find("a[href$='/seat-taken?language=sv']").go()
    look("a text in Swedish", "text-sv")
    words = "check_in_code"
    expect(words in browser.text and "Swedish" in browser.text, words, browser.text)
    frame = browser.find("iframe")
    browser.call("POST", "/frame", {"id": {ELEMENT: frame.path.rsplit("/", 1)[1]}})
    inside = browser.call("POST", "/element", {"using": "css selector", "value": "body"})
    text = Element(browser, inside[ELEMENT]).text
    expect("Maija" in text, "the mail in the frame", text)
    picture = browser.find("img")
    wait_for("the picture in the mail", lambda: picture.live("naturalWidth") > 100)
    equal(browser.all("script"), [], "scripts in the mail")
    browser.call("POST", "/frame", {"id": None})
    browser.link("The HTML form on a page of its own").go()
    expect("Maija" in browser.text, "the mail alone", browser.text)
    browser.screenshot("mail-alone")


def story(has_script, width, name):
    database = Database()
    service = Service(database)
    member = staff(service, "ieva", "administrator")
    browser = enter(member, has_script=has_script, width=width)

    def look(where, picture):
        browser.look(where, f"mail-desk-{picture}-{name}")

    holds(service, database, browser, look)
    lost(service, database, browser, look)
    texts(service, browser, look)
    log = database.rows("SELECT via, count(*) FROM audit WHERE action = 'see' GROUP BY 1")
    expect({DESK, DESK + "/holds"} <= {line[0] for line in log}, "who saw addresses", log)
    service.kill()


def others():
    """Who sees figures may read the texts and nothing else; a frame is shown by us alone."""
    database = Database()
    service = Service(database)
    writer = staff(service, "mare", "report-writer")
    for path in ("", "/holds"):
        equal(writer.get(DESK + path).status, 403, f"the status of {path}")
    page = writer.get("/console")
    expect(f'href="{DESK}/texts"' in page.text, "the way to the texts", page)
    equal(writer.get(DESK + "/texts").status, 200, "the status of the texts")
    policy = writer.get(DESK + "/texts/reminder/html")["Content-Security-Policy"]
    for rule in ("default-src 'none'", "sandbox", "frame-ancestors 'self'"):
        expect(rule in policy, rule, policy)
    expect("frame-ancestors 'none'" in writer.get(DESK + "/texts")["Content-Security-Policy"],
           "that other pages are in no frame")
    service.kill()


def measured():
    """What is measured names how attempts ended, and nobody."""
    database = Database()
    service = Service(database)
    address = arrive(service, "anna")
    service.mail(address, "Please confirm")
    line = 'registry_mail_attempts{outcome="sent",phase="end-of-data",reply="2xx"} 1'
    wait_for(line, lambda: line in service.get("/metrics").text)
    expect(address not in service.get("/metrics").text, "no address")
    service.kill()


main(*three_ways(story), others, measured)
