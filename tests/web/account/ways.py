"""Signing in as a person does, with the codes that the person's phone would show."""

import re
import time
from contextlib import contextmanager
from unittest import mock

from tests.web.desk.pages import browser

from tanggap.agencies import totp

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0 Mobile Safari/537.36"


def sign_in(client, person, password=PASSWORD, **more):
    """Send the sign-in form."""
    return client.post("/masuk/", {"username": person.username, "password": password, **more})


def offered(page) -> str:
    """Return the secret that a page offers for the authenticator app."""
    return re.search(r'account-secret">([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")


def code(secret: str, *, steps: int = 0) -> str:
    """Return what the app shows now, or `steps` half minutes later."""
    return totp.code(secret, int(time.time()) // totp.STEP_SECONDS + steps)


def paper(page) -> list[str]:
    """Return the recovery codes that a page shows."""
    return re.findall(r'<li class="code">([0-9A-Z-]+)</li>', page.content.decode())


def enrolled(person, *, client=None):
    """Sign a person in who must set up an app; return the browser, the app's secret and the recovery codes."""
    client = client or browser()
    sign_in(client, person)
    secret = offered(client.get("/masuk/pasang/"))
    done = client.post("/masuk/pasang/", {"code": code(secret)})
    assert done.status_code == 201, done.content.decode()[:400]
    return client, secret, paper(done)


def is_in(client) -> bool:
    """Return whether the browser is signed in."""
    return client.get("/masuk/akun/").status_code == 200


@contextmanager
def later(seconds: float):
    """Let the machine's own clock, by which sessions and codes go, run ahead."""
    real = time.time

    def ahead() -> float:
        return real() + seconds

    with mock.patch.object(time, "time", ahead):
        yield
