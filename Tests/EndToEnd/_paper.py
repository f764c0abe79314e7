"""What other programs read from pictures and from printed pages."""

import base64
import os
import shutil
import subprocess

from _stage import equal, expect, scratch

# In inches, as browsers take them.
A4, LETTER = (210 / 25.4, 297 / 25.4), (8.5, 11)


def _read(program, *words):
    expect(shutil.which(program), f"{program}: run scripts/install-dependencies --tests")
    done = subprocess.run([program, *words], capture_output=True, timeout=60, check=False)
    equal(done.returncode, 0, f"the outcome of {program}")
    return done.stdout


def read_code(picture):
    """The text of the one QR code in a PNG, by zbarimg."""
    path = os.path.join(scratch(), "picture.png")
    with open(path, "wb") as file:
        file.write(picture)
    return _read("zbarimg", "--quiet", "--raw", path).decode().strip()


class Paper:
    """The page that a browser shows, printed into a PDF and read by poppler's programs."""

    def __init__(self, browser, size=A4):
        printed = browser.devtools("Page.printToPDF", paperWidth=size[0], paperHeight=size[1])
        self.path = os.path.join(scratch(), "page.pdf")
        with open(self.path, "wb") as file:
            file.write(base64.b64decode(printed["data"]))
        facts = _read("pdfinfo", self.path).decode()
        self.facts = dict(line.split(":", 1) for line in facts.splitlines())

    @property
    def pages(self):
        return int(self.facts["Pages"])

    @property
    def size(self):
        """The name of the size of its sheets, as poppler knows it; None where it knows none."""
        words = self.facts["Page size"].split("(")
        return words[1].rstrip(")") if len(words) > 1 else None

    def text(self, page=1):
        text = _read("pdftotext", "-layout", "-f", str(page), "-l", str(page), self.path, "-")
        return " ".join(text.decode().split())

    def picture(self, name, page=1):
        """The page as a PNG, saved under $SCREENSHOTS when that is set."""
        picture = _read("pdftoppm", "-png", "-r", "80", "-f", str(page), "-l", str(page),
                        self.path)
        directory = os.environ.get("SCREENSHOTS")
        if directory:
            os.makedirs(directory, exist_ok=True)
            with open(os.path.join(directory, f"{name}.png"), "wb") as file:
                file.write(picture)
        return picture
