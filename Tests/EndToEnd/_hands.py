"""What somebody does on a page: by keyboard alone, or by pointing and typing."""

from _stage import Unexpected, expect

# The keys of WebDriver §17.4.2.
TAB, ENTER, SPACE, CONTROL = "\ue004", "\ue007", " ", "\ue009"

# Whether what has the focus matches, and whether somebody who looks at the page can tell: the ring
# is on it or on what is drawn for it, in the window, and nothing lies over it.
FOCUS = """
    const [css] = arguments, here = document.activeElement;
    const drawn = [here, here.nextElementSibling, here.closest("label")].filter(Boolean);
    const hasRing = drawn.some((one) => { const style = getComputedStyle(one);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
        && style.outlineColor !== "rgba(0, 0, 0, 0)" || style.boxShadow !== "none"; });
    const inSight = drawn.some((one) => [...one.getClientRects()].some((box) => {
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return at && drawn.some((part) => part.contains(at)); }));
    // The browser itself marks the part of a day or a time that has the focus.
    const isOfParts = here.matches("[type=date], [type=time]");
    return { matches: here.matches(css), isBody: here === document.body,
      isSeen: inSight && (isOfParts || here.matches(":focus-visible") && hasRing),
      html: here.outerHTML.slice(0, 200) };"""


class Pointer:
    """Somebody who points at things."""

    def __init__(self, browser):
        self.browser = browser

    def follow(self, css):
        """A link or a button that leads to another page."""
        self.browser.find(css).go()

    def press(self, css):
        """Something that leads nowhere."""
        self.browser.find(css).click()

    tick = press

    def fill(self, css, text):
        field = self.browser.find(css)
        is_typed = field.live("tagName") != "SELECT" and field.live("type") not in ("date", "time")
        (field.type if is_typed else field.press)(text)

    def mark(self, css, letter):
        """A mark of somebody on a sheet."""
        self.browser.find(f"{css} label:has(input[value='{letter}'])").click()


class Keyboard:
    """Somebody who has no mouse: everything happens where the focus is, and that is in sight."""

    def __init__(self, browser):
        self.browser = browser
        self.stops = 0

    def keys(self, *keys):
        """Presses keys one after the other, wherever they go; what is held ends with the last."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._perform(actions)

    def _perform(self, actions):
        self.browser.call("POST", "/actions", {
            "actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def reach(self, css):
        """Goes on with Tab until something that matches has the focus."""
        for _ in range(400):
            focus = self.browser.script(FOCUS, css)
            if focus["matches"]:
                return
            self.keys(TAB)
            self.stops += 1
            focus = self.browser.script(FOCUS, css)
            expect(focus["isBody"] or focus["isSeen"], f"a focus that can be seen at "
                   f"{self.browser.url}", focus["html"])
        raise Unexpected(f"expected: {css} to be reached with Tab at {self.browser.url}")

    def follow(self, css):
        self.reach(css)
        before = self.browser.find("html")
        self.keys(ENTER)
        self.browser.settle(before)

    def press(self, css):
        self.reach(css)
        self.keys(ENTER)

    def tick(self, css):
        self.reach(css)
        self.keys(SPACE)

    def fill(self, css, text):
        self.reach(css)
        if self.browser.script("return 'selectionStart' in document.activeElement"
                               " && document.activeElement.value !== ''"):
            self._perform([{"type": "keyDown", "value": CONTROL}, {"type": "keyDown", "value": "a"},
                           {"type": "keyUp", "value": "a"}, {"type": "keyUp", "value": CONTROL}])
        self.keys(*text)

    def mark(self, css, letter):
        """A mark by its key, which the script of the sheet listens for."""
        self.reach(f"{css} input")
        self.keys(letter)


def typed_day(browser, day):
    """The keys that fill a field with a day: its parts come as in the language of the browser."""
    order = browser.script("""return new Intl.DateTimeFormat().formatToParts(new Date())
        .map((part) => part.type)""")
    parts = {"day": f"{day:%d}", "month": f"{day:%m}", "year": f"{day:%Y}"}
    return "".join(parts[one] for one in order if one in parts)


def typed_time(browser, time):
    """The keys that fill a field with a time of day."""
    has_halves = browser.script(
        "return new Intl.DateTimeFormat(undefined, {hour: 'numeric'}).resolvedOptions().hour12")
    return f"{time:%I%M%p}" if has_halves else f"{time:%H%M}"
