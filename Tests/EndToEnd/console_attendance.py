"""Attendance at the door, in a real browser: by keyboard, without scripts, on a phone, offline."""

import re

from _console import enter, plan, staff
from _stage import Database, Service, equal, expect, main, wait_for

database = Database()
TAB = "\ue004"


def marks(code, what="true"):
    return int(database.value(f"""SELECT count(*) FROM attendance_now a JOIN event e
        ON e.id = a.event_id WHERE e.code = '{code}' AND {what}"""))


def look(browser, where, picture=None):
    browser.look(where, picture and f"attendance-{picture}")


def by_keyboard():
    """Forty people over two days are marked by keyboard alone, a key each."""
    path = plan(database, "keys")
    with Service(database) as service:
        browser = enter(staff(service, "keys"))
        browser.open(service.url + path)
        look(browser, "an empty sheet", "empty")
        for day in (1, 2):
            browser.find("#main").press("")
            for _ in range(60):
                browser.focus.press(TAB)
                if browser.focus.attribute("type") == "radio":
                    break
            equal(browser.focus.attribute("type"), "radio", "what has the focus")
            for number in range(40):
                browser.focus.press("a" if number == 7 else "t" if number == 8 else "p")
            wait_for(f"the marks of day {day}", lambda: marks("keys") == 40 * day)
            look(browser, "a filled sheet", f"filled-{day}")
            if day == 1:
                other = "Day 1" if "Day 2" in browser.find(".tabs [aria-current]").text else "Day 2"
                found = [one for one in browser.all(".tabs a") if other in one.text]
                browser.open(service.url + re.sub(r"^https?://[^/]+", "",
                                                  found[0].attribute("href")))
        browser.open(service.url + path + "?all")
        look(browser, "all sessions", "all")
        equal(marks("keys", "status = 'partly'"), 2, "who came partly")


def without_script():
    """Without scripts the sheet is one form, and what is not changed is not sent on."""
    path = plan(database, "plain")
    with Service(database) as service:
        browser = enter(staff(service, "plain"), has_script=False, width=320)
        browser.open(service.url + path)
        look(browser, "a sheet on a phone", "phone")
        browser.all("input[value=e]")[3].press(" ")
        browser.find("input[name='t5.1']").type("10:20")
        browser.find("button[value=rest]").go()
        expect("Saved." in browser.text, "that it is saved", browser.text)
        equal(marks("plain"), 40, "the marks")
        equal(database.rows("""SELECT status, count(*) FROM attendance_now a JOIN event e
            ON e.id = a.event_id WHERE e.code = 'plain' GROUP BY 1 ORDER BY 1"""),
            [["excused", "1"], ["partly", "1"], ["present", "38"]], "what was marked")
        browser.find("input[name='t9.1']").type("noon")
        browser.find("button[value=save]").go()
        expect("a time is written like 10:20" in browser.find(".problem").text, "an error",
               browser.text[:600])
        look(browser, "a sheet with an error", "phone-error")


def two_helpers():
    """Two on one sheet: nothing is lost, and the second sees what the first did."""
    path = plan(database, "pair", people=5)
    with Service(database) as service:
        one, two = staff(service, "one"), staff(service, "two")
        sheet = two.get(path).text
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', sheet))
        first = enter(one)
        first.open(service.url + path)
        first.all("input[value=a]")[0].press(" ")
        wait_for("the first mark", lambda: marks("pair") == 1)
        fields = {f"m{n}.1": "p" for n in range(5)}
        answer = two.post(path, form | fields | {"do": "save"}, csrf=form["csrf"])
        equal(answer.status, 409, "the status for the second")
        expect("1 mark was changed meanwhile" in answer.text, "what was changed", answer.text)
        equal(marks("pair"), 5, "the marks: the four others are saved")
        second = enter(two, has_script=True)
        second.open(service.url + path)
        first.open(service.url + path)
        first.all("input[value=e]")[1].press(" ")
        wait_for("another mark", lambda: database.value(
            """SELECT count(*) FROM attendance_now a JOIN event e ON e.id = a.event_id
            WHERE e.code = 'pair' AND a.status = 'excused'""") == "1")
        second.all("input[value=a]")[1].press(" ")
        clash = wait_for("the conflict", lambda: second.all(".clash"))[0]
        expect("excused" in clash.text, "what the other marked", clash.text)
        look(second, "a sheet with a conflict", "conflict")
        # The line that says what is saved stays at the edge of the window, over what is there.
        second.script("document.querySelector('.clash').scrollIntoView({block: 'center'})")
        second.all(".clash button")[0].click()
        wait_for("the choice", lambda: not second.all(".clash"))
        wait_for("what was chosen", lambda: "All ticks are saved" in second.text)


def offline():
    """Ticks made without a connection are kept, also over a reload, and sent when it is back."""
    path = plan(database, "gone", people=6)
    with Service(database) as service:
        browser = enter(staff(service, "gone"))
        browser.open(service.url + path)
        browser.devtools("Network.emulateNetworkConditions", offline=True, latency=0,
                         downloadThroughput=0, uploadThroughput=0)
        for number in range(3):
            browser.all("input[value=p]")[number].press(" ")
        wait_for("what is kept", lambda: "3 not sent yet" in browser.text)
        look(browser, "a sheet without a connection", "offline")
        equal(marks("gone"), 0, "the marks that came")
        browser.devtools("Network.emulateNetworkConditions", offline=False, latency=0,
                         downloadThroughput=-1, uploadThroughput=-1)
        wait_for("the ticks", lambda: marks("gone") == 3)
        wait_for("an answer", lambda: "All ticks are saved" in browser.text)
        browser.devtools("Network.setBlockedURLs", urls=["*/ticks"])
        browser.all("input[value=a]")[4].press(" ")
        wait_for("what is kept", lambda: "1 not sent yet" in browser.text)
        browser.open(service.url + path)
        wait_for("what is kept over a reload", lambda: "1 not sent yet" in browser.text)
        expect(browser.all("input[value=a]")[4].live("checked"), "the tick that was kept")
        browser.devtools("Network.setBlockedURLs", urls=[])
        wait_for("the tick", lambda: marks("gone") == 4)


def round_trip():
    """A sheet leaves as a file and comes back; stale lines are refused."""
    path = plan(database, "file", people=4)
    with Service(database) as service:
        member = staff(service, "file")
        text = member.get(path + ".csv").text
        lines = text.split("\r\n")
        equal(lines[0], "participation,name,session,status,arrived_at,version", "the columns")
        equal(len([line for line in lines if line]), 9, "the lines")
        changed = text.replace(",,,0\r\n", ",present,,0\r\n")
        browser = enter(member)
        browser.open(service.url + path + "/csv")
        look(browser, "the sheet as a file", "csv")
        browser.script("document.getElementById('csv').value = arguments[0]", changed)
        browser.find("button[value=look]").go()
        expect("8 lines change a mark" in browser.text, "what would change", browser.text)
        look(browser, "what would change", "csv-preview")
        equal(marks("file"), 0, "that looking changes nothing")
        browser.find("button[value=apply]").go()
        expect("8 changes applied" in browser.text, "that it is applied", browser.text)
        equal(marks("file"), 8, "the marks")
        browser.script("document.getElementById('csv').value = arguments[0]",
                       changed.replace("present", "absent"))
        browser.find("button[value=look]").go()
        expect("8 cannot be applied" in browser.text, "that they are stale", browser.text)
        look(browser, "stale lines", "csv-stale")


def at_the_door():
    """By code and by name, late and without a seat; closed; a certificate that can be checked."""
    path = plan(database, "door", people=3)
    event = path.removesuffix("/attendance")
    with Service(database) as service:
        member = staff(service, "door")
        helper = staff(service, "h", "check-in", "--event", "keys")
        codes = [row[0] for row in database.rows("""SELECT check_in_code FROM participation p
            JOIN event e ON e.id = p.event_id WHERE e.code = 'door' ORDER BY p.id""")]
        equal(helper.get(f"/console/check-in/{codes[0]}").status, 404, "another event's helper")
        equal(helper.get("/console/check-in/AAAAAAAAAA").status, 404, "a code that is nobody's")
        equal(helper.get(path).status, 404, "another event's sheet")
        browser = enter(member, width=320)
        browser.open(f"{service.url}/console/check-in/{codes[0]}")
        look(browser, "a person", "check-in")
        browser.find("button[value=mark]").go()
        expect("Marked present." in browser.text, "that it is marked", browser.text)
        browser.open(f"{service.url}{event}/check-in")
        look(browser, "looking for somebody", "check-in-search")
        browser.find("#who").type("person 00")
        browser.find("button[value=find]").go()
        equal(len(browser.all("main ul a.past")), 3, "the people found")
        look(browser, "people found", "check-in-found")
        browser.open(f"{service.url}{event}/walk-in")
        look(browser, "a walk-in", "walk-in")
        browser.find("main form button[type=submit]").go()
        look(browser, "a walk-in with errors", "walk-in-errors")
        browser.open(f"{service.url}{event}/sign-in-sheet")
        look(browser, "the paper", "paper")
        browser.open(f"{service.url}{path}")
        browser.find("#h-15-to-17").type("4")
        browser.find(".heads button").go()
        expect("Saved." in browser.text, "the heads", browser.text)
        sessions = [row[0] for row in database.rows("""SELECT s.id FROM session s
            JOIN event e ON e.id = s.event_id WHERE e.code = 'door'""")]
        for session in sessions:
            view = member.get(f"{path}?session={session}").text
            form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', view))
            form = {name: value for name, value in form.items() if not name.startswith("o-")}
            checked = re.findall(r'name="(m[0-9.]+)" value="(.)" checked', view)
            equal(member.post(path, form | dict(checked) | {"do": "rest"}, csrf=form["csrf"]).status,
                  303, "the status of marking the rest")
            browser.open(f"{service.url}{path}/close/{session}")
            look(browser, "closing", "close")
            browser.find("main form button").go()
            expect("Closed" in browser.text, "that it is closed", browser.text)
        look(browser, "a closed sheet", "closed")
        browser.open(f"{service.url}{event}/certificates")
        look(browser, "certificates to give", "certificates")
        browser.find("button[value=issue]").go()
        look(browser, "certificates given", "certificates-given")
        code = database.value("SELECT code FROM certificate LIMIT 1")
        expect("valid" in service.get(f"/verify/{code}").text, "a valid certificate")


main(by_keyboard, without_script, two_helpers, offline, round_trip, at_the_door)
