"""A real IMAP server: Dovecot, started on a free port of this machine with a mailbox of its own, stopped and broken as a test likes."""

import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

USER, PASSWORD = "laporan@jakarta.test", "sandi-rahasia"
PATIENCE_SECONDS = 20.0

_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = {ssl}
{certificates}
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{home}/mail
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 0
mailbox_list_index = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login_user}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={home}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service imap {{
  chroot =
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


def program() -> str | None:
    """Return where Dovecot is, None without it."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Dovecot:
    """One server with one mailbox. `port` stays the same over a restart."""

    def __init__(self, certificate: tuple[Path, Path] | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._configure(certificate)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> "Dovecot":
        self.process = subprocess.Popen(
            [program() or "dovecot", "-F", "-c", str(self.home / "conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                with self.client():
                    return self
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.05)
        log = self.home / "log"
        raise RuntimeError(f"Dovecot did not start: {log.read_text()[-2000:] if log.exists() else 'no log'}")

    def stop(self) -> None:
        """End the server and every connection to it."""
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
            self.kill()  # those who serve a connection would notice only after some seconds

    def kill(self) -> None:
        """End the server at once, which asked to stop takes a second."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def client(self) -> imaplib.IMAP4:
        """Return a connection of another reader of the mailbox, its folder chosen."""
        client = imaplib.IMAP4("127.0.0.1", self.port, 5)
        client.login(USER, PASSWORD)
        client.select("INBOX")
        return client

    def deliver(self, *letters: bytes) -> None:
        """Put letters into the mailbox, unread."""
        with self.client() as client:
            for letter in letters:
                status, said = client.append("INBOX", "", "", letter.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
                assert status == "OK", said

    def count(self, criteria: str = "ALL") -> int:
        """Return how many letters meet an IMAP search."""
        with self.client() as client:
            return len(client.search(None, criteria)[1][0].split())

    def renumber(self) -> None:
        """Give the mailbox another UIDVALIDITY, as a server does that was restored or rebuilt; the letters stay, as seen as they were."""
        self.stop()
        for index in (self.home / "mail").glob("dovecot*"):
            index.unlink()
        now = (
            int(time.time()) + 1000
        )  # the list of uids is made anew with the time as its UIDVALIDITY, which must be another one
        (self.home / "mail" / "dovecot-uidlist").write_text(f"3 V{now} N1 G{'0' * 32}\n")
        self._own(self.home / "mail" / "dovecot-uidlist")
        self.start()

    def _configure(self, certificate: tuple[Path, Path] | None) -> None:
        is_root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid()).pw_name
        group = str(os.getegid()) if not is_root else "dovecot"
        self.mail_user = "nobody" if is_root else me
        mail_group = "nogroup" if is_root else group
        paths = f"ssl_cert = <{certificate[0]}\nssl_key = <{certificate[1]}" if certificate else ""
        for folder in ("mail", "state"):
            (self.home / folder).mkdir()
        self.home.chmod(0o755)
        self._own(self.home / "mail")
        (self.home / "conf").write_text(
            _CONFIG.format(
                home=self.home,
                port=self.port,
                password=PASSWORD,
                ssl="yes" if certificate else "no",
                certificates=paths,
                mail_user=self.mail_user,
                mail_group=mail_group,
                user="dovecot" if is_root else me,
                group=group,
                login_user="dovenull" if is_root else me,
            )
        )

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, self.mail_user)


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture
def dovecot():
    """A fresh server with an empty mailbox. Skips where Dovecot is not installed; tools/test says so aloud."""
    if program() is None:
        pytest.skip("there is no Dovecot: apt-get install dovecot-imapd")
    server = Dovecot()
    try:
        yield server.start()
    finally:
        server.remove()
