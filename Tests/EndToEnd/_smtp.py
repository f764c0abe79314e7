"""A mail server that goes wrong at one place, once, and sees whether a client keeps the rules."""

import base64
import email
import email.policy
import re
import select
import socket
import ssl
import struct
import threading
import time

from _stage import free_port

GOOD = {
    "greeting": "220 peer.example.org ESMTP", "starttls": "220 2.0.0 go ahead",
    "auth": "235 2.7.0 welcome", "mail": "250 2.1.0 ok", "rcpt": "250 2.1.5 ok",
    "data": "354 go on", "end-of-data": "250 2.0.0 queued", "rset": "250 2.0.0 ok",
    "quit": "221 2.0.0 bye",
}
# What says yes elsewhere, but not there.
WRONG = {
    "greeting": "250 ok", "ehlo": "220 ok", "starttls": "250 ok", "ehlo-tls": "354 ok",
    "auth": "250 ok", "mail": "354 ok", "rcpt": "354 ok", "data": "250 ok", "end-of-data": "354 ok",
    "rset": "354 ok", "quit": "250 ok",
}
MAIL = re.compile(rb"MAIL FROM:<[^<>\s]+@[^<>\s]+>( [A-Z0-9-]+(=[!-<>-~]+)?)*")
RCPT = re.compile(rb"RCPT TO:<[^<>\s]+@[^<>\s]+>")


class Gone(Exception):
    """The connection is over."""


class Peer:
    """A server with STARTTLS and AUTH on a port of its own; the fault is a phase and a kind."""

    def __init__(self, certificate, phase=None, kind=None, pipelining=True, limit=1.0):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate + ".pem", certificate + ".key")
        self.phase, self.kind, self.pipelining, self.limit = phase, kind, pipelining, limit
        self.lock = threading.Lock()
        self.accepted, self.violations, self.commands = [], [], []
        self.has_failed = phase is None
        self.over = threading.Event()
        self.port = free_port()
        self.listener = None
        if kind != "refuse":
            self.listen()

    def listen(self):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self.phase == "content":
            # So small that the client notices before everything is out of its hands.
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def mend(self):
        """From now on it behaves well."""
        self.has_failed = True
        if not self.listener:
            self.listen()

    def stop(self):
        self.over.set()
        if self.listener:
            self.listener.close()

    def _accept(self):
        while not self.over.is_set():
            try:
                if not select.select([self.listener], [], [], 0.5)[0]:
                    continue
                client, _ = self.listener.accept()
            except (OSError, ValueError):
                return
            threading.Thread(target=Conversation(self, client).run, daemon=True).start()

    def takes_fault(self, phase):
        """The kind of what goes wrong at a phase; nothing goes wrong twice."""
        with self.lock:
            if self.has_failed or phase != self.phase:
                return None
            self.has_failed = True
            return self.kind


class Conversation:
    """One connection, by RFC 5321; whatever a client must never do is a violation."""

    def __init__(self, peer, client):
        self.peer, self.socket = peer, client
        self.socket.settimeout(60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.is_secure = self.is_known = False
        self.sender = self.recipient = self.options = None

    def violation(self, what):
        self.peer.violations.append(what)

    def run(self):
        try:
            self.answer("greeting")
            while True:
                self.serve(self.line())
        except (Gone, OSError):
            pass
        finally:
            try:
                self.socket.close()
            except OSError:
                pass

    def serve(self, line):
        verb = line.split(b" ")[0].upper()
        self.peer.commands.append(verb.decode("latin1"))
        if verb not in (b"EHLO", b"STARTTLS", b"QUIT") and not self.is_secure:
            self.violation(f"{verb!r} in clear")
        if verb == b"EHLO":
            self.expect_silence("EHLO")
            self.answer("ehlo-tls" if self.is_secure else "ehlo")
        elif verb == b"STARTTLS":
            self.expect_silence("STARTTLS")
            if self.is_secure:
                self.violation("STARTTLS inside TLS")
            if self.answer("starttls").startswith(b"220"):
                self.secure()
        elif verb == b"AUTH":
            self.expect_silence("AUTH")
            right = base64.b64encode(b"\0registry\0secret")
            if line != b"AUTH PLAIN " + right:
                self.violation("other credentials")
            self.is_known = self.answer("auth").startswith(b"235")
        elif verb == b"MAIL":
            if not MAIL.fullmatch(line) or not self.is_known or self.sender:
                self.violation(f"a wrong MAIL: {line!r}")
            self.options = line.decode("latin1").upper()
            self.sender = self.answer("mail").startswith(b"250")
        elif verb == b"RCPT":
            if not RCPT.fullmatch(line):
                self.violation(f"a wrong RCPT: {line!r}")
            if not self.sender:
                self.send(b"503 5.5.1 MAIL first\r\n")
            elif self.peer.phase == "rset" and b"<bad@" in line:
                self.send(b"550 5.7.1 not this one\r\n")
            elif self.answer("rcpt").startswith(b"250"):
                self.recipient = line[9:-1].decode()
        elif verb == b"DATA":
            if not self.recipient:
                self.send(b"503 5.5.1 RCPT first\r\n")
                return
            self.expect_silence("DATA")
            if self.answer("data").startswith(b"354"):
                self.content()
        elif verb == b"RSET":
            self.sender = self.recipient = None
            self.answer("rset")
        elif verb == b"QUIT":
            self.expect_silence("QUIT")
            self.answer("quit")
            raise Gone
        else:
            self.violation(f"an unknown command: {line!r}")
            self.send(b"500 5.5.2 what\r\n")

    def content(self):
        """Takes a mail up to its final dot, and looks at its lines then."""
        text = bytearray(b"\r\n")
        fault = self.peer.takes_fault("content")
        while not text.endswith(b"\r\n.\r\n"):
            if fault and len(text) > 20_000:
                self.interrupt(fault)
                fault = None
            text += self.receive()
        text = bytes(text[2:-3])
        if re.search(rb"\r(?!\n)|(?<!\r)\n|\0|[^\r\n]{999}", text):
            self.violation("a bare CR or LF, a NUL or a line of more than 998 bytes in a mail")
        if re.search(rb"(?m)^\.(?!\.)", text):
            self.violation("a dot that was not doubled")
        text = re.sub(rb"(?m)^\.", b"", text)
        if not text.isascii() and "BODY=8BITMIME" not in self.options:
            self.violation("a mail beyond ASCII without BODY=8BITMIME")
        mail = {"to": self.recipient, "bytes": text, "id": email.message_from_bytes(
            text, policy=email.policy.default)["Message-ID"]}
        self.sender = self.recipient = None
        kind = self.peer.kind if self.peer.phase == "end-of-data" else None
        if kind not in ("4xx", "5xx", "421", "wrong-class") or self.peer.has_failed:
            # Before the answer, which may never arrive.
            self.peer.accepted.append(mail)
        self.answer("end-of-data")

    def interrupt(self, kind):
        """What goes wrong while the mail is on its way."""
        if kind in ("4xx", "5xx", "421", "garbage"):
            self.send({"4xx": b"452 4.3.1 full\r\n", "5xx": b"552 5.3.4 too large\r\n",
                       "421": b"421 4.3.2 bye\r\n", "garbage": bytes(range(256))}[kind])
        elif kind.startswith("5xx-"):
            # Says why before it goes, or before it reads no more.
            self.send(b"552 5.3.4 too large\r\n")
            self.interrupt(kind.removeprefix("5xx-"))
        elif kind == "slow-ok":
            # Reads so slowly that the client has to wait, never for as long as it may.
            time.sleep(self.peer.limit / 3)
        elif kind == "silence":
            # Nor does it read: what the client has not written yet stays with it.
            time.sleep(self.peer.limit * 2)
            raise Gone
        else:
            self.stop(kind)

    def secure(self):
        kind = self.peer.takes_fault("tls")
        if kind == "garbage":
            self.socket.recv(4096)
            self.send(b"\x16\x03\x03 this is no handshake\r\n" * 20)
            raise Gone
        if kind == "slow-late":
            self.socket.recv(4096)
            self.slowly(b"\x16\x03\x03\x40\x00" + b"\x02" * 16_000, self.peer.limit / 8)
        if kind:
            self.socket.recv(4096)
            self.stop(kind)
        try:
            self.socket = self.peer.context.wrap_socket(self.socket, server_side=True)
        except ssl.SSLError as error:
            raise Gone from error
        self.is_secure = True
        self.sender = None

    def line(self):
        """One command of the client, without its end."""
        while b"\n" not in self.buffer:
            if len(self.buffer) > 100_000:
                self.violation("a line without an end")
                raise Gone
            self.buffer += self.receive()
        line, self.buffer = self.buffer.split(b"\n", 1)
        if not line.endswith(b"\r"):
            self.violation(f"a bare LF: {line[-60:]!r}")
        line = line.removesuffix(b"\r")
        if b"\r" in line or b"\0" in line:
            self.violation(f"a bare CR or a NUL: {line[:60]!r}")
        if len(line) > 510:
            self.violation(f"a line of {len(line)} bytes")
        return line

    def receive(self):
        data = self.socket.recv(65_536)
        if not data:
            raise Gone
        return data

    def expect_silence(self, command):
        """After these a client waits for the answer (RFC 2920 §3.1, RFC 3207 §4)."""
        is_read = self.is_secure and self.socket.pending()
        if self.buffer or is_read or select.select([self.socket], [], [], 0)[0]:
            flags = 0 if self.is_secure else socket.MSG_PEEK
            if not self.buffer and not self.socket.recv(1, flags):
                raise Gone
            self.violation(f"more after {command} before its answer")

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Gone from error

    def slowly(self, data, pause):
        for position in range(len(data)):
            self.send(data[position:position + 1])
            time.sleep(pause)

    def stop(self, kind):
        """Says nothing for ever, or goes."""
        if kind == "silence":
            while self.receive():
                pass
        if kind == "reset":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone

    def lines_of(self, phase):
        """What is right to say."""
        if phase == "ehlo":
            return ["peer.example.org", *self.extensions(), "STARTTLS"]
        if phase == "ehlo-tls":
            return ["peer.example.org", *self.extensions(), "AUTH PLAIN LOGIN"]
        return None

    def extensions(self):
        return ["PIPELINING"] * self.peer.pipelining + ["SIZE 10485760", "8BITMIME"]

    @staticmethod
    def reply(code, lines):
        last = len(lines) - 1
        return b"".join(
            f"{code}{' ' if place == last else '-'}{line}\r\n".encode()
            for place, line in enumerate(lines))

    def answer(self, phase):
        """Says what is right, or what the fault makes of it; returns what was said."""
        lines = self.lines_of(phase)
        code = "250" if lines else GOOD[phase][:3]
        lines = lines or [GOOD[phase][4:]]
        right = self.reply(code, lines)
        kind = self.peer.takes_fault(phase)
        if kind in ("silence", "close", "reset"):
            self.stop(kind)
        said = {
            None: right,
            "4xx": b"451 4.3.0 later\r\n", "5xx": b"554 5.0.0 never\r\n",
            "421": b"421 4.3.2 closing\r\n",
            "garbage": bytes(range(256)) * 8,
            "long-line": self.reply(code, [*lines[:-1], lines[-1] + " " + "x" * 20_000]),
            "endless-line": code.encode() + b" " + b"x" * 100_000,
            "many-lines": self.reply(code, [*lines[:1], *["X-MORE"] * 400, *lines[1:]]),
            "endless-lines": (code.encode() + b"-X-MORE\r\n") * 10_000,
            "bare-lf": right.replace(b"\r\n", b"\n"),
            "wrong-class": (WRONG.get(phase, "250 ok") + "\r\n").encode(),
            "slow-ok": right, "slow-late": self.reply(code, ["x" * 500]),
        }[kind]
        if kind == "slow-ok":
            self.slowly(said[:20], self.peer.limit / 80)
            self.send(said[20:])
        elif kind == "slow-late":
            self.slowly(said, self.peer.limit / 20)
        else:
            self.send(said)
        if kind == "421":
            raise Gone
        return said
