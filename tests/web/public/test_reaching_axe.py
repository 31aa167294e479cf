"""The pages about what citizens are told: no fault that axe finds, nothing to scroll sideways, in both languages and schemes."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.browser import await_maps, faults, wrong_at
from tests.factories import make

from tanggap.core import clock, crypto, cursors
from tanggap.intake.words import Reporter
from tanggap.notify import links, subscribing
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.models import Contact, OutboundMessage, Subscription
from tanggap.notify.subscribing import Target
from tanggap.reports import actions as reports
from tanggap.reports.words import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 768, 1440)
RATNA = Reporter(email="ratna@example.org", phone="+6281234500001")


def paths() -> dict[str, str]:
    long_ago = clock.now() - timedelta(days=91)
    mine = make.report(reporter=RATNA, state=State.IN_PROGRESS, at=long_ago)
    cursors.catch_up(CONSUMER)
    reports.ask(code=mine.code, version=2, by=make.staff(of=mine.unit_id), question="Di sisi mana?")
    cursors.catch_up(CONSUMER)
    OutboundMessage.objects.filter(template="asked").update(state="held", told_at=clock.now())
    Contact.objects.create(index=crypto.blind_index("email", RATNA.email), rests_since=clock.now())
    nameless = make.report(text="Pohon tumbang menutup jalan")
    subscribing.subscribe(email="warga@example.org", target=Target(code=mine.code), language="id")
    subscribing.subscribe(email="warga@example.org", target=Target(area="31.75.06"), language="id")
    row = Subscription.objects.order_by("id").first()
    nonce = bytes(mine.nonce)
    return {
        "wishes": f"/laporan/{mine.code}/{make.token(mine)}/kabar/",
        "wishes-nobody": f"/laporan/{nameless.code}/{make.token(nameless)}/kabar/",
        "messages": f"/laporan/{mine.code}/{make.token(mine)}/pesan/",
        "stop": f"/berhenti/{links.of_report(links.STOP, mine.pk, nonce)}/",
        "stop-news": f"/berhenti/{links.of_subscription(links.STOP, row)}/",
        "still": f"/masih-anda/{links.of_report(links.STILL, mine.pk, nonce)}/",
        "subscribe": "/langganan/",
        "subscribe-report": f"/langganan/?code={nameless.code}",
        "subscribed": "/langganan/terkirim/",
        "subscription": f"/langganan/{links.of_subscription(links.CONFIRM, row)}/",
    }


@pytest.mark.parametrize(("locale", "scheme"), [("id-ID", "light"), ("en-GB", "dark")])
def test_the_pages_have_no_fault_that_axe_finds_and_fit_every_width(browser, live_server, locale, scheme):
    folder = os.environ.get("TANGGAP_SHOTS_TO")
    context = browser.new_context(base_url=live_server.url, locale=locale, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    wrong = {}
    for name, path in paths().items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.goto(path)
        await_maps(page)
        wrong[name] = wrong_at(page, WIDTHS)
        for width in (360, 1440) if folder else ():
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(folder) / f"{name}-{locale}-{width}.png", full_page=True)
    context.close()

    assert {name: found for name, found in wrong.items() if found} == {}


def test_what_is_written_back_has_no_fault_either(browser, live_server):
    folder = os.environ.get("TANGGAP_SHOTS_TO")
    mine = make.report(reporter=RATNA)
    context = browser.new_context(base_url=live_server.url, locale="id-ID", viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"/berhenti/{links.of_report(links.STOP, mine.pk, bytes(mine.nonce))}/")
    page.locator("main button").first.click()
    page.wait_for_load_state("networkidle")
    wrong = {"stopped": faults(page)}
    if folder:
        page.screenshot(path=Path(folder) / "stopped-360.png", full_page=True)
    page.goto("/langganan/")
    page.fill("#id_email", "warga")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    wrong["refused"] = faults(page)
    if folder:
        page.screenshot(path=Path(folder) / "subscribe-refused-360.png", full_page=True)
    context.close()
    assert wrong == {"stopped": [], "refused": []}
