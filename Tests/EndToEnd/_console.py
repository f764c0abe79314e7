"""People of the secretariat: their accounts, their phones, and how they sign in."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time
import urllib.parse

from _browser import Browser, Driver
from _stage import equal, expect, wait_for

PASSWORD = "seven storks on one roof"


def code_of(secret, at=None):
    """The code that a phone shows (RFC 6238), by a program that is not ours."""
    step = int((time.time() if at is None else at) // 30)
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    place = mac[19] & 15
    return f"{(struct.unpack('>I', mac[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def hidden(page, name):
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    expect(found, f"a hidden field {name}", page)
    return found.group(1)


class Member:
    """Somebody of the secretariat, whose account is set up by plain requests."""

    def __init__(self, service, email, role="administrator", name="Ieva Ozola", *places):
        self.service, self.email, self.cookies = service, email, {}
        answer = json.loads(service.database.command(
            "staff", "add", "--email", email, "--name", name, "--role", role, *places, "--json",
            REGISTRY_PUBLIC_URL=service.url))
        self.link = urllib.parse.urlsplit(answer["link"]).path
        self.secret = None
        self.last_step = 0

    @classmethod
    def known(cls, service, email, secret):
        """Somebody who was added in another way, and whose phone has this secret."""
        member = cls.__new__(cls)
        member.service, member.email, member.cookies = service, email, {}
        member.link, member.secret, member.last_step = None, secret, 0
        return member

    def set_up(self):
        page = self.service.get(self.link)
        equal(page.status, 200, "the status of the page to set up")
        self.read_secret(page.text)
        self.last_step = int(time.time() // 30) - 1
        answer = self.service.post_form(self.link, {
            "form": hidden(page.text, "form"), "password": PASSWORD, "repeated": PASSWORD,
            "code": code_of(self.secret, self.last_step * 30)}, Sec_Fetch_Site="same-origin")
        equal(answer.status, 303, "the status of setting up")
        return self

    def read_secret(self, page):
        key = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page)
        expect(key, "the key on the page to set up", page)
        self.secret = key.group(1).replace(" ", "")

    def fresh_code(self):
        """A code that was not used yet; waits for the next half minute where there is none."""
        def step():
            now = int(time.time() // 30)
            return next((one for one in (now, now + 1) if one > self.last_step), None)
        self.last_step = wait_for("a new code", step, seconds=40)
        return code_of(self.secret, self.last_step * 30)

    def try_sign_in(self, code=None, password=PASSWORD, email=None, **fields):
        page = self.service.get("/console/sign-in")
        form = {"form": hidden(page.text, "form"), "email": email or self.email,
                "password": password, "code": code or self.fresh_code()}
        fields = {"Sec_Fetch_Site": "same-origin"} | self.cookie_field | fields
        return self.service.post_form("/console/sign-in", form, **fields)

    def sign_in(self):
        answer = self.try_sign_in()
        equal(answer.status, 303, "the status of signing in")
        self.keep(answer)
        return self

    def keep(self, answer):
        """Keeps the cookies of an answer as a browser does."""
        for name, value in answer.fields:
            if name.lower() == "set-cookie":
                cookie, *attributes = value.split("; ")
                key, _, text = cookie.partition("=")
                if "Max-Age=0" in attributes:
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = text

    @property
    def cookie_field(self):
        if not self.cookies:
            return {}
        return {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}

    def get(self, path, **fields):
        return self.service.get(path, **(self.cookie_field | fields))

    def csrf(self, path="/console/account"):
        return hidden(self.get(path).text, "csrf")

    def post(self, path, form=None, csrf=None, **fields):
        form = {"csrf": self.csrf() if csrf is None else csrf} | (form or {})
        fields = {"Sec_Fetch_Site": "same-origin"} | self.cookie_field | fields
        return self.service.post_form(path, form, **fields)


def staff(service, name, role="coordinator", *places):
    """Somebody of the secretariat who has signed in."""
    return Member(service, f"{name}@example.org", role, "Ieva Ozola", *places).set_up().sign_in()


def enter(member, **how):
    """A browser with the session of somebody who signed in."""
    browser = Browser(Driver(), **how)
    browser.open(member.service.url + "/healthz")
    browser.devtools("Network.enable")
    for name, value in member.cookies.items():
        browser.devtools("Network.setCookie", name=name, value=value, path="/", secure=True,
                         httpOnly=True, url=member.service.url)
    return browser


def three_ways(story, wide="On a large screen."):
    """The checks that tell a story on a large screen, on a phone, and without scripts."""
    def check(title, *how):
        def run():
            story(*how)
        run.__doc__ = title
        return run
    return (check(wide, True, 1280, "wide"), check("On a phone of 320 px.", True, 320, "narrow"),
            check("Without scripts.", False, 1000, "plain"))


def plan(database, code, people=40, sessions=2):
    """An event of some days that ends today, with people who have seats."""
    database.rows(f"""
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            city, country, published_at)
        VALUES ('{code}', 'training', 'Days at the door {code}', 'Two days.', 'selection',
            (now() AT TIME ZONE 'Europe/Riga')::date - {sessions - 1},
            (now() AT TIME ZONE 'Europe/Riga')::date, 'Europe/Riga', 'Rīga', 'LV',
            now() - interval '30 days');
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, 'Day ' || n, now() - interval '2 hours' - ({sessions} - n) * interval '1 day',
               now() + interval '2 hours' - ({sessions} - n) * interval '1 day'
        FROM event, generate_series(1, {sessions}) AS n WHERE code = '{code}';
        SELECT (take_walk_in(event.id, 'Anna', 'Person ' || lpad(n::text, 3, '0'),
            '{code}' || n || '@example.org', '{code}' || n || '@example.org', 'Border Guard',
            'police', 'LV', 'en', '2026-11', now(), 'command:0', 'example.org')).outcome
        FROM event, generate_series(1, {people}) AS n WHERE code = '{code}';""")
    return f"/console/events/{code}/attendance"
