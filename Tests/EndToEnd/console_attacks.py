"""Strangers try to get into the console, and to have others do what they want there."""

import statistics
import time

from _console import PASSWORD, Member, code_of
from _stage import Database, Service, equal, expect, main

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


def a_thousand_guesses():
    """A thousand guesses at once derive no key, and the right person signs in meanwhile."""
    from concurrent.futures import ThreadPoolExecutor
    with Service(database) as service:
        member = Member(service, "guessed@example.org").set_up()
        form = member.try_sign_in("000000")
        equal(form.status, 401, "the status of a guess")
        with ThreadPoolExecutor(50) as pool:
            guesses = [pool.submit(member.try_sign_in, f"{n:06d}", f"guess {n}")
                       for n in range(1000)]
            equal(member.try_sign_in().status, 303, "the right person meanwhile")
            statuses = [guess.result().status for guess in guesses]
        equal(set(statuses), {401}, "the statuses of the guesses")
        refused = database.count("audit", "action = 'sign-in-refused'")
        # One in 333,000 guesses has a right code by chance.
        expect(refused <= 12, "hardly a guess that was derived", refused)


main(cookies_are_strict, no_session_is_fixed, nothing_works_after_signing_out,
     forged_changes_are_refused, strangers_send_little, codes_work_once,
     answers_take_the_same_time, a_thousand_guesses)
