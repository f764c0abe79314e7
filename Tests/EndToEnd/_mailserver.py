"""A mail server that does what the check tells it, and certificates for it."""

import atexit
import email
import email.policy
import logging
import os
import ssl
import subprocess

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from _stage import expect, free_port, scratch, wait_for

logging.getLogger("mail.log").setLevel(logging.CRITICAL)
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class MailServer:
    """aiosmtpd on a port of its own; keeps what it is told and given."""

    def __init__(self, certificate=None, password=None, answers=None):
        self.commands = []
        self.mails = []
        self.password = password
        self.answers = answers or (lambda mail: "250 OK")
        options = {}
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate + ".pem", certificate + ".key")
            options |= {"tls_context": context, "require_starttls": True}
        if password:
            options |= {"authenticator": self._authenticate, "auth_required": True}
        self.port = free_port()
        self.controller = Controller(
            self, hostname="127.0.0.1", port=self.port, ready_timeout=20, **options)
        self.controller.start()
        atexit.register(self.stop)

    def stop(self):
        if self.controller:
            self.controller.stop(no_assert=True)
        self.controller = None

    def mail(self, to, subject=""):
        """Waits for a mail to somebody, and reads it as the development mailbox does."""
        def look():
            for one in reversed(self.mails):
                mail = email.message_from_bytes(one["bytes"], policy=email.policy.default)
                if one["to"] == [to] and mail["Subject"].startswith(subject):
                    return {"to": to, "subject": mail["Subject"],
                            "text": mail.get_body(("plain",)).get_content()}
            return None
        return wait_for(f"a mail to {to}", look)

    def _authenticate(self, server, session, envelope, mechanism, given):
        self.commands.append(f"AUTH {mechanism}")
        is_right = (given.login, given.password) == (b"registry", self.password.encode())
        return AuthResult(success=is_right, handled=False)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.commands.append("EHLO" if session.ssl is None else "EHLO in TLS")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.commands.append("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "bytes": envelope.content,
            "is_secure": session.ssl is not None,
        }
        answer = self.answers(mail)
        if answer.startswith("250"):
            self.mails.append(mail)
        return answer


class Certificates:
    """An authority, and certificates by it; each is NAME.pem and NAME.key in one directory."""

    def __init__(self):
        self.directory = scratch()
        self.authority("authority")
        self.ca = self.path("authority") + ".pem"

    def path(self, name):
        return os.path.join(self.directory, name)

    def authority(self, name):
        self._openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "30", "-subj", f"/CN=Test {name}", "-keyout", f"{name}.key",
            "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign", "-out", f"{name}.pem")

    def make(self, name, names="DNS:localhost", days=30, by="authority"):
        self._openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=localhost", "-addext", f"subjectAltName={names}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
        self._openssl(
            "x509", "-req", "-in", f"{name}.csr", "-CA", f"{by}.pem", "-CAkey", f"{by}.key",
            "-CAcreateserial", "-days", str(days), "-copy_extensions", "copy",
            "-out", f"{name}.pem")
        return self.path(name)

    def _openssl(self, *words):
        done = subprocess.run(
            ["openssl", *words], cwd=self.directory, capture_output=True, text=True, timeout=60)
        expect(done.returncode == 0, f"openssl {words[0]} to work", done.stderr)
