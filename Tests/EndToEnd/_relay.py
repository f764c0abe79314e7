"""A real Postfix on a port of its own, which delivers to a maildir; nothing outside a directory."""

import glob
import os
import pwd
import shutil
import socket

from _stage import ROOT, expect, free_port, scratch, start, wait_for

QUEUES = [
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop",
    "pid", "private", "public", "saved", "trace"]


class Postfix:
    """A relay for example.org with STARTTLS; only root may start one."""

    def __init__(self, certificate):
        found = glob.glob(f"{ROOT}/.local/postfix/usr/lib/postfix/sbin/master") + glob.glob(
            "/usr/lib*/postfix/sbin/master") + glob.glob("/usr/lib*/postfix/master")
        expect(found, "postfix to be installed")
        programs = os.path.dirname(found[0])
        libraries = os.path.dirname(programs)
        self.port = free_port()
        self.directory = scratch()
        os.chmod(self.directory, 0o755)
        for name in ("conf", "data", "queue", "mail", *(f"queue/{name}" for name in QUEUES)):
            os.mkdir(os.path.join(self.directory, name))
        owner = pwd.getpwnam("nobody")
        for name in ("data", "mail", *(f"queue/{name}" for name in QUEUES if name != "pid")):
            os.chown(os.path.join(self.directory, name), owner.pw_uid, -1)
        for kind in ("pem", "key"):
            shutil.copy(f"{certificate}.{kind}", os.path.join(self.directory, f"relay.{kind}"))
        with open(os.path.join(self.directory, "conf/main.cf"), "w") as file:
            file.write(self._settings(programs, libraries, owner))
        with open(os.path.join(self.directory, "conf/master.cf"), "w") as file:
            file.write(self._services())
        # It asks for the queue's owner and looks for its own libraries.
        variables = os.environ | {
            "LD_LIBRARY_PATH": libraries, "MAIL_CONFIG": f"{self.directory}/conf"}
        with open(os.path.join(self.directory, "master.log"), "wb") as log:
            self.process = start(
                [found[0], "-c", f"{self.directory}/conf", "-d"], env=variables, stdout=log,
                stderr=log)
        wait_for("postfix", self._greets)

    def _settings(self, programs, libraries, owner):
        here = self.directory
        return f"""
compatibility_level = 3.6
queue_directory = {here}/queue
data_directory = {here}/data
command_directory = {programs}
daemon_directory = {programs}
shlib_directory = {libraries}
meta_directory = {here}/conf
maillog_file = {here}/mail.log
maillog_file_prefixes = {here}
import_environment = MAIL_CONFIG LD_LIBRARY_PATH TZ
mail_owner = nobody
setgid_group = games
default_privs = daemon
myhostname = relay.example.net
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {here}/relay.pem
smtpd_tls_key_file = {here}/relay.key
virtual_mailbox_domains = example.org
virtual_mailbox_base = {here}/mail
virtual_mailbox_maps = static:box/
virtual_minimum_uid = 100
virtual_uid_maps = static:{owner.pw_uid}
virtual_gid_maps = static:{owner.pw_gid}
"""

    def _services(self):
        return f"""
127.0.0.1:{self.port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

    def _greets(self):
        expect(self.process.poll() is None, "postfix to run", self.log)
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.settimeout(5)
                return connection.recv(100).startswith(b"220 relay.example.net")
        except OSError:
            return False

    @property
    def log(self):
        """What it told of itself."""
        text = ""
        for name in ("master.log", "mail.log"):
            path = os.path.join(self.directory, name)
            if os.path.exists(path):
                with open(path, errors="replace") as file:
                    text += file.read()
        return text

    @property
    def mails(self):
        """What is in the mailbox, with the line ends of a mail on its way."""
        mails = []
        for path in sorted(glob.glob(f"{self.directory}/mail/box/new/*")):
            with open(path, "rb") as file:
                mails.append(file.read().replace(b"\n", b"\r\n"))
        return mails
