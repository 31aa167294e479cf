"""A resident's walk: my kelurahan by its name, a number by its definition, news by e-mail and their end by one click."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect
from tests.channels import fake
from tests.factories import make
from tests.journeys.walking import browser, device, say
from tests.logs import own_events_seen
from tests.peers.smtp import Letter, Smtp, smtp

from tanggap.channels import delivering
from tanggap.channels.contract import Account
from tanggap.channels.email import ADAPTER
from tanggap.core import clock
from tanggap.notify import bulletins
from tanggap.notify.models import Subscription
from tanggap.web.ui import caching

__all__ = ["browser", "device", "smtp"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL = "warga@contoh.test"
GEBANG = "31.75.06.1005"


@pytest.fixture
def post(settings, smtp: Smtp, live_server) -> Account:
    """Return the city's e-mail account at a real SMTP server, and let links lead to the pages of this test."""
    settings.PRIVATE_PEERS = {f"127.0.0.1:{smtp.port}"}
    settings.PUBLIC_URL = live_server.url
    delivering._brakes.clear()
    return fake.account(
        ADAPTER,
        channel="email",
        address="lapor@jakarta.test",
        smtp_host="127.0.0.1",
        smtp_port=str(smtp.port),
        smtp_security="none",
    )


def morning(days: int) -> datetime:
    """Return ten o'clock in the city, so many days from now: after the digests, before the quiet hours."""
    local = clock.local(datetime.now(tz=clock.city_zone())).replace(hour=10, minute=0, second=0, microsecond=0)
    return local + timedelta(days=days)


def delivered(account: Account, smtp: Smtp, at: datetime) -> list[Letter]:
    """Return the letters that went out at an instant."""
    before = len(smtp.letters)
    with own_events_seen(), clock.at(at):
        bulletins.tell()
        delivering.prepare()
        delivering.send_due(account)
    return smtp.letters[before:]


def link(letter: Letter, path: str) -> str:
    """Return the first link of a letter that leads below a path."""
    return re.search(rf"https?://\S+/{path}/\S+", letter.message.get_content())[0]


def ask_for_news(page: Page, language: str, city: str) -> None:
    page.goto("/")
    page.get_by_label(re.compile(city)).fill("pulo gebang")
    page.locator(".own-area button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pulo Gebang")

    number = page.locator(".measure a").nth(3)
    name = number.inner_text()
    number.click()
    meant = page.locator("article:target")
    expect(meant.get_by_role("heading")).to_have_text(name)
    expect(meant.locator("dl")).to_contain_text(say(language, "Formula"))
    page.go_back()

    page.get_by_role("button", name=say(language, "By e-mail")).click()
    page.get_by_label(say(language, "Your e-mail address")).fill(EMAIL)
    page.get_by_role("button", name=say(language, "Ask me by e-mail")).click()
    page.wait_for_url("**/langganan/terkirim/**")


@pytest.mark.parametrize(("language", "city"), [("id", "Kelurahan saya"), ("en", "My kelurahan")])
def test_a_resident_finds_understands_subscribes_and_ends_it(
    language: str, city: str, device: Callable[..., Page], post: Account, smtp: Smtp
) -> None:
    caching.forget()
    phone = device(language, width=360)
    ask_for_news(phone, language, city)
    promised = phone.locator("p.strong").inner_text()

    (question,) = delivered(post, smtp, morning(1))
    assert GEBANG not in question.message.get_content()
    phone.goto(link(question, "langganan"))
    expect(phone.locator("main")).to_contain_text(promised)
    phone.get_by_role("button", name=say(language, "Yes, send them to me")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(say(language, "You get these news"))

    report = make.report(text="Rahasia canary Ratna 081234567890")
    elsewhere = make.report(lon=106.8272, lat=-6.1754)
    (digest,) = delivered(post, smtp, morning(1))
    text = digest.message.get_content()
    assert [report.code in text, elsewhere.code in text, "anary" in text] == [True, False, False]
    phone.goto(link(digest, "laporan"))
    expect(phone.locator("main")).to_contain_text(report.code)

    one_click = digest.message["List-Unsubscribe"].strip("<>")
    phone.goto(one_click)
    expect(phone.locator("main")).to_contain_text(promised)
    assert Subscription.objects.get().state == "active"
    with urlopen(Request(one_click, data=b"List-Unsubscribe=One-Click", method="POST")) as answer:
        said = answer.read().decode()
    assert answer.status == 200
    assert "Pulo Gebang" in said
    ended = Subscription.objects.get()
    assert (ended.state, ended.index, ended.sealed) == ("ended", None, None)

    make.report()
    assert delivered(post, smtp, morning(2)) == []
