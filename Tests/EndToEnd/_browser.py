"""Chromium by the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/), and axe in it."""

import base64
import glob
import http.client
import json
import os
import shutil
import sys

from _stage import Unexpected, expect, free_port, scratch, start, wait_for

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Driver:
    """One chromedriver, which starts as many browsers as are asked for."""

    def __init__(self):
        self.port = free_port()
        program = shutil.which("chromedriver")
        expect(program, "chromedriver to be installed")
        self.log = open(os.path.join(scratch(), "chromedriver"), "wb")
        start([program, f"--port={self.port}"], stdout=self.log, stderr=self.log)
        wait_for("chromedriver", self._is_ready)

    def _is_ready(self):
        try:
            return self.call("GET", "/status")["ready"]
        except OSError:
            return False

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            content = None if body is None else json.dumps(body).encode()
            connection.request(method, path, content, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            value = json.loads(answer.read())["value"]
            if answer.status != 200:
                raise Unexpected(f"{method} {path}: {value['error']}: {value['message']}")
            return value
        finally:
            connection.close()


class Browser:
    """One headless browser with a profile of its own."""

    def __init__(self, driver, has_script=True, width=1280, height=900):
        options = {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     f"--user-data-dir={scratch()}", "--disable-extensions", "--lang=en-GB"],
            "prefs": {} if has_script else
            {"profile.managed_default_content_settings.javascript": 2},
        }
        self.driver = driver
        self.has_script = has_script
        session = driver.call("POST", "/session", {
            "capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        self.path = f"/session/{session['sessionId']}"
        self.size(width, height)

    def call(self, method, path, body=None):
        return self.driver.call(method, self.path + path, body)

    def devtools(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def size(self, width, height):
        """The size of the page; windows cannot be as narrow as phones are."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=False)

    def colours(self, scheme):
        self.devtools("Emulation.setEmulatedMedia",
                      features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def settle(self, before):
        """Waits until the page of `before` is gone and another is there as a whole."""
        wait_for("another page", before.is_gone)
        wait_for("the whole page",
                 lambda: self.script("return document.readyState") == "complete")

    def quit(self):
        self.call("DELETE", "")

    @property
    def url(self):
        return self.call("GET", "/url")

    @property
    def title(self):
        return self.call("GET", "/title")

    @property
    def text(self):
        return self.find("body").text

    def all(self, css):
        found = self.call("POST", "/elements", {"using": "css selector", "value": css})
        return [Element(self, one[ELEMENT]) for one in found]

    def find(self, css):
        found = self.all(css)
        expect(len(found) == 1, f"one {css} on {self.url}", len(found))
        return found[0]

    def link(self, text):
        """The one link with just this text."""
        found = self.call("POST", "/elements", {"using": "link text", "value": text})
        expect(len(found) == 1, f"one link {text!r} on {self.url}", len(found))
        return Element(self, found[0][ELEMENT])

    @property
    def focus(self):
        return Element(self, self.call("GET", "/element/active")[ELEMENT])

    def script(self, text, *arguments):
        return self.call("POST", "/execute/sync", {"script": text, "args": list(arguments)})

    @property
    def picture(self):
        """The whole page as a PNG."""
        taken = self.devtools("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])

    def screenshot(self, name):
        """Saves the whole page under $SCREENSHOTS, when that is set."""
        directory = os.environ.get("SCREENSHOTS")
        if not directory:
            return
        os.makedirs(directory, exist_ok=True)
        with open(os.path.join(directory, f"{name}.png"), "wb") as file:
            file.write(self.picture)

    def check_width(self):
        """No page scrolls sideways (WCAG 2.2, 1.4.10)."""
        wide, seen = self.script(
            "return [document.scrollingElement.scrollWidth,"
            " document.documentElement.clientWidth]")
        expect(wide <= seen, f"a page of at most {seen} px at {self.url}", wide)

    def look(self, where, picture=None, schemes=("light", "dark")):
        """Has the page checked as it is, and takes a picture of it."""
        self.check_width()
        # axe is itself a script.
        for scheme in schemes if self.has_script else ():
            self.colours(scheme)
            self.check_axe(f"{where}, {scheme}")
        self.colours("light")
        if picture:
            self.screenshot(picture)

    def check_axe(self, where):
        """axe-core finds nothing against WCAG 2.2 AA."""
        found = self.axe()
        expect(not found, f"nothing wrong by axe on {where}", "\n".join(found))

    def axe(self):
        """What axe-core finds against WCAG 2.2 AA, a line each."""
        if not self.script("return typeof axe === 'object'"):
            self.script(axe() + "; return true")
        return self.call("POST", "/execute/async", {"args": [WCAG], "script": """
            const [tags, done] = arguments;
            axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
               .then(found => done(found.violations.map(one => one.id + ": " + one.help + " at "
                    + one.nodes.map(node => node.target + " " + node.failureSummary).join("; "))),
                     error => done(["axe failed: " + error]));"""})


class Element:
    """One element of the page that is shown."""

    def __init__(self, browser, identity):
        self.browser = browser
        self.path = f"/element/{identity}"

    def _call(self, method, path, body=None):
        return self.browser.call(method, self.path + path, body)

    def click(self):
        self._call("POST", "/click", {})

    def go(self):
        """Clicks what leads to another page, and waits until that is there."""
        before = self.browser.find("html")
        self.click()
        self.browser.settle(before)

    def is_gone(self):
        try:
            self._call("GET", "/name")
        except Unexpected as error:
            return "stale element" in str(error) or "no such element" in str(error)
        return False

    def type(self, text):
        self._call("POST", "/clear", {})
        self._call("POST", "/value", {"text": text})

    def press(self, keys):
        self._call("POST", "/value", {"text": keys})

    @property
    def text(self):
        return self._call("GET", "/text")

    def live(self, name):
        return self._call("GET", f"/property/{name}")

    def attribute(self, name):
        return self._call("GET", f"/attribute/{name}")

    @property
    def is_shown(self):
        return self._call("GET", "/displayed")

    def find(self, css):
        found = self._call("POST", "/elements", {"using": "css selector", "value": css})
        expect(len(found) == 1, f"one {css} in it", len(found))
        return Element(self.browser, found[0][ELEMENT])


def axe():
    """The text of axe-core, from the environment of the tests."""
    found = glob.glob(os.path.join(
        sys.prefix, "lib/python3*/site-packages/axe_playwright_python/axe.min.js"))
    expect(found, "axe-core in the environment: run scripts/install-dependencies --tests")
    with open(found[0], encoding="utf-8") as file:
        return file.read()
