"""Strangers try to get into the console, and to have others do what they want there."""

import os
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from _console import PASSWORD, Member, code_of
from _stage import ROOT, Database, Service, equal, expect, main, wait_for

database = Database()


def cookies_are_strict():
    """A session is a cookie that only this host gets, over TLS, and that no script reads."""
    with Service(database) as service:
        member = Member(service, "cookie@example.org").set_up()
        answer = member.try_sign_in()
        session = next(v for n, v in answer.fields
                       if n.lower() == "set-cookie" and v.startswith("__Host-session="))
        equal(set(session.split("; ")[1:]), {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"},
              "what is said about the cookie")
        expect(PASSWORD not in service.log, "no password in the log")


def no_session_is_fixed():
    """A session that somebody plants is not taken over, and ends."""
    with Service(database) as service:
        victim = Member(service, "victim@example.org").set_up().sign_in()
        planted = dict(victim.cookies)
        victim.sign_in()
        expect(victim.cookies["__Host-session"] != planted["__Host-session"], "a new session")
        old = service.get("/console/account", Cookie="__Host-session=" + planted["__Host-session"])
        equal(old.status, 303, "the status with the old session")
        made_up = "A" * 43
        equal(service.get("/console/account", Cookie=f"__Host-session={made_up}").status, 303,
              "the status with a session that nobody opened")
        twice = f"__Host-session={made_up}; __Host-session={victim.cookies['__Host-session']}"
        equal(service.get("/console/account", Cookie=twice).status, 303,
              "the status with two sessions at once")


def nothing_works_after_signing_out():
    """A session that was ended is not repeated, here or in any other browser."""
    with Service(database) as service:
        member = Member(service, "leaver@example.org").set_up().sign_in()
        before = dict(member.cookies)
        csrf = member.csrf()
        equal(member.post("/console/sign-out").status, 303, "the status of signing out")
        old = "__Host-session=" + before["__Host-session"]
        equal(service.get("/console/account", Cookie=old).status, 303, "a page afterwards")
        equal(service.post_form("/console/sign-out-everywhere", {"csrf": csrf}, Cookie=old,
                                Sec_Fetch_Site="same-origin").status, 401, "a change afterwards")


def forged_changes_are_refused():
    """A change from another site, or with another session's token, is refused."""
    with Service(database) as service:
        member = Member(service, "forged@example.org").set_up().sign_in()
        other = Member(service, "other@example.org").set_up().sign_in()
        own, foreign = member.csrf(), other.csrf()
        expect(own != foreign, "another token in another session")
        for what, csrf, fields in [
            ("no token", "", {}),
            ("the token of another session", foreign, {}),
            ("another site", own, {"Sec_Fetch_Site": "cross-site"}),
            ("a site beside ours", own, {"Sec_Fetch_Site": "same-site"}),
        ]:
            equal(member.post("/console/sign-out-everywhere", csrf=csrf, **fields).status, 403,
                  f"the status with {what}")
        fields = member.cookie_field | {"Origin": "https://evil.example"}
        equal(service.post_form("/console/sign-out-everywhere", {"csrf": own}, **fields).status,
              403, "the status with another origin")
        equal(member.get("/console/account").status, 200, "the session still")


def strangers_send_little():
    """A megabyte is read from somebody who is known; others are refused before they send it."""
    with Service(database) as service:
        member = Member(service, "sender@example.org").set_up().sign_in()
        for session, status in (("A" * 43, "401"), (member.cookies["__Host-session"], "100")):
            connection = service.connect()
            connection.connect()
            connection.sock.sendall(
                b"POST /console/events/a/attendance HTTP/1.1\r\nHost: a\r\n"
                b"Content-Length: 900000\r\nExpect: 100-continue\r\n"
                b"Cookie: __Host-session=" + session.encode() + b"\r\n\r\n")
            answer = connection.sock.recv(100).decode()
            expect(answer.startswith(f"HTTP/1.1 {status} "), f"{status} by the head alone", answer)
            connection.close()
        silent = service.connect()
        silent.connect()
        silent.sock.sendall(
            b"POST /console/events/a/attendance HTTP/1.1\r\nHost: a\r\n"
            b"Content-Length: 900000\r\nCookie: __Host-session=" + b"A" * 43 + b"\r\n\r\n")
        answer = silent.sock.recv(100).decode()
        expect(answer.startswith("HTTP/1.1 401 "), "401 before anything is sent", answer)
        silent.close()


def codes_work_once():
    """A code that was used is of no use to whoever saw it."""
    with Service(database) as service:
        member = Member(service, "once@example.org").set_up()
        code = member.fresh_code()
        equal(member.try_sign_in(code).status, 303, "the first time")
        equal(member.try_sign_in(code).status, 401, "the second time")


def answers_take_the_same_time():
    """Known or not, right code or not: the same answer after the same time."""
    with Service(database) as service:
        member = Member(service, "timed@example.org").set_up()
        kinds = {
            "unknown": lambda: member.try_sign_in("000000", email="nobody@example.org"),
            "wrong code": lambda: member.try_sign_in("000000"),
            "wrong password": lambda: member.try_sign_in(code_of(member.secret), "wrong words"),
        }
        times, pages = {}, set()
        for name, attempt in kinds.items():
            taken = []
            for _ in range(5):
                begun = time.monotonic()
                answer = attempt()
                taken.append(time.monotonic() - begun)
                equal(answer.status, 401, f"the status with {name}")
                text = answer.text.replace("nobody@", "timed@")
                pages.add(text.split("name=\"form\"")[0] + text.split("value=", 1)[1][100:])
            times[name] = statistics.median(taken)
        equal(len(pages), 1, "how many different answers there are")
        expect(max(times.values()) - min(times.values()) < 0.1, "times within 100 ms", times)


def documented(what):
    """How many tries in a quarter of an hour decision 8 allows."""
    path = os.path.join(ROOT, "docs/decisions/0008-look-at-the-code-before-the-password.md")
    with open(path, encoding="utf-8") as page:
        found = re.search(rf"^\| {re.escape(what)}.* \| (\d+) in a quarter of an hour",
                          page.read(), re.M)
    expect(found, f"a limit of {what}")
    return int(found.group(1))


def derived(member):
    """How many wrong passwords of an account reached scrypt: each left a line in the log."""
    return database.count("audit", f"""action = 'sign-in-refused' AND subject_id =
        (SELECT id FROM staff WHERE email = '{member.email}')""")


def guess(member, pool, code, count, sources=1):
    """Guesses of a password, from some sources in turns."""
    def one(number):
        return member.try_sign_in(code(number), f"guess {number}",
                                  X_Forwarded_For=f"192.0.2.{number % sources}")
    return [pool.submit(one, number) for number in range(count)]


def a_thousand_without_the_phone():
    """A thousand guesses without the phone derive no key, and the right person signs in."""
    with Service(database) as service, ThreadPoolExecutor(50) as pool:
        member = Member(service, "guessed@example.org").set_up()
        guesses = guess(member, pool, lambda n: f"{n:06d}", 1000)
        equal(member.try_sign_in().status, 303, "the right person meanwhile")
        equal({one.result().status for one in guesses}, {401}, "the statuses of the guesses")
        # One in 333,000 guesses has a right code by chance.
        expect(derived(member) <= 1, "hardly a guess that was derived", derived(member))


def many_with_the_phone():
    """Of three hundred guesses by who has the phone, as many reach scrypt as is documented."""
    # Of those from anywhere, the first of the right person is one.
    for sources, most in ((1, documented("derivations for one account from one source")),
                          (100, documented("derivations for one account from anywhere") - 1)):
        with (Service(database, REGISTRY_TRUSTED_PROXIES="127.0.0.1") as service,
              ThreadPoolExecutor(16) as pool):
            member = Member(service, f"robbed{sources}@example.org").set_up().sign_in()
            unused = (member.last_step + 1) * 30
            thief = Member.known(service, member.email, member.secret)
            guesses = guess(thief, pool, lambda _: code_of(
                thief.secret, max(unused, time.time())), 300, sources)
            wait_for("the last derivation", lambda: derived(member) == most, seconds=120)
            equal(member.try_sign_in().status, 303, "the right person, in their own browser")
            equal({one.result().status for one in guesses}, {401}, "the statuses of the guesses")
            equal(derived(member), most, "how many reached scrypt")


main(cookies_are_strict, no_session_is_fixed, nothing_works_after_signing_out,
     forged_changes_are_refused, strangers_send_little, codes_work_once,
     answers_take_the_same_time, a_thousand_without_the_phone, many_with_the_phone)
