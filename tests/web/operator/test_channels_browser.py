"""The channel pages in a browser: axe finds nothing, they fit a phone and a desk, light and dark; all works without script."""

from datetime import timedelta

import pytest
from tests.browser import wrong_at
from tests.channels import fake
from tests.clients import making
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.channels import outages, processing, receiving, registry
from tanggap.channels.contract import Setting
from tanggap.channels.models import Account, Arrival, Posting
from tanggap.channels.words import PostingState
from tanggap.clients import usage
from tanggap.core import clock, crypto
from tanggap.reports.models import Report
from tanggap.webhooks import actions as webhooks
from tanggap.webhooks.models import Attempt, Subscription

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 1440)
SETTINGS = (
    Setting("secret", "Secret of the calls", "Proves that a call is the gateway’s.", is_secret=True),
    Setting(
        "previous_secret",
        "Previous secret",
        "Counts, too, while the secret is being changed.",
        is_secret=True,
        is_needed=False,
    ),
    Setting("api_url", "Address for sending", is_needed=False),
    Setting("provider", "Gateway", options=("generic", "twilio"), default="generic"),
)
SAID = "Lampu jalan mati sejak Senin di depan pasar, Kelurahan Pulo Gebang"


@pytest.fixture
def city(monkeypatch):
    """Three channels: one well, one broken, one with letters set aside; and a report that somebody told by the first."""
    for word in ("sms", "twitter", "facebook"):
        monkeypatch.setitem(registry.FOLDERS, word, ("fake",))
    operator = make.staff(of="jsc-intake", role=(Role.OPERATOR, Role.INTAKE))
    platform, now = fake.Fake(settings=SETTINGS), clock.now()
    well = fake.account(platform, code="gateway")
    broken = fake.account(platform, channel="twitter", code="dkijakarta", previous_secret="old")
    messy = fake.account(platform, channel="facebook", code="pemprov")
    Account.objects.filter(pk=well.id).update(name="SMS 1708")
    Account.objects.filter(pk=broken.id).update(
        name="@DKIJakarta", failing_since=now - timedelta(minutes=40), trouble="api.x.com cannot be reached.", refused=12,
        refused_at=now - timedelta(days=2), heard_at=now - timedelta(hours=1),
    )  # fmt: skip
    Account.objects.filter(pk=messy.id).update(name="Pemprov DKI Jakarta", heard_at=now)
    odd = [fake.event(f"m{number}", "sayd", sender="+6281298765432", name="Sari", text=SAID) for number in range(3)]
    receiving.keep(
        messy, fake.pieces(*odd, *(fake.event(f"i{number}", "ignored", why="own_post") for number in range(9)))
    )
    processing.work(messy)
    report = make.report(channel="sms")
    receiving.keep(well, fake.pieces(fake.event("a", "filed", text=SAID)))
    row = Report.objects.get(code=report.code)
    Arrival.objects.filter(account=well.id).update(state="done", outcome="filed", report=row)
    arrival = Arrival.objects.get(account=well.id)
    for kind, state in (("filed", PostingState.DELIVERED), ("ask_photo", PostingState.FAILED)):
        words = {"text": "Terima kasih. Laporan Anda sudah diterima, kami kabari kalau ada yang berubah."}
        sealed = crypto.seal(words, context=f"answer:{arrival.pk}:{kind}")
        Posting.objects.create(
            account_id=well.id,
            arrival=arrival,
            kind=kind,
            sealed=sealed,
            state=state,
            made_at=now,
            next_try_at=now,
            sent_at=now,
        )
    outages.look()
    letter = Arrival.objects.filter(account=messy.id, state="dead").first()
    used = making.key(making.of_unit())
    usage.count(used.client, "GET /api/v1/reports/<code>", 200)
    usage.flush()
    return operator, {
        "channels": "/admin/kanal/",
        "overview": "/admin/",
        "account": f"/admin/kanal/akun/{broken.id}/",
        "change": f"/admin/kanal/akun/{broken.id}/ubah/",
        "new": "/admin/kanal/baru/sms/",
        "letters": "/admin/kanal/surat/",
        "letter": f"/admin/kanal/surat/{letter.pk}/",
        "fates": f"/admin/kanal/surat/hasil/?surat={letter.pk}&surat={arrival.pk}",
        "notices": "/desk/pemberitahuan/",
        "webhooks": "/admin/webhook/",
        "webhook": f"/admin/webhook/{failing_webhook(operator, now)}/",
        "new webhook": "/admin/webhook/baru/",
        "programs": "/admin/program/",
        "program": f"/admin/program/{used.client}/",
        "program change": f"/admin/program/{used.client}/ubah/",
        "new program": "/admin/program/baru/",
        "key": f"/admin/program/kunci/{used.id}/ganti/",
        "conversation": f"/desk/{report.code}/percakapan/",
    }


def failing_webhook(operator, now) -> str:
    """Return the key of a subscription that takes nothing, with a try that was answered and one that was not."""
    key = webhooks.subscribe(by=operator, label="Peta warga", url="https://example.org/hook", wanted={}).key
    row = Subscription.objects.get(key=key)
    Subscription.objects.update(
        state="on", failing_since=now - timedelta(hours=2), trouble="The receiver answered 500."
    )
    given = {"subscription": row, "type": "report.received", "event": 1, "at": now, "milliseconds": 31, "is_ok": False}
    Attempt.objects.create(**given, status=500, trouble="The receiver answered 500.", answer="Internal Server Error")
    Attempt.objects.create(**given, status=None, trouble="example.org does not answer in time.")
    return key


def test_the_pages_have_no_fault_that_axe_finds_and_fit(visit, city):
    (operator, pages), wrong = city, {}
    for language, dark in (("id", True), ("en", False)):
        page = visit(operator, "/admin/", width=WIDTHS[0], language=language, dark=dark)
        for name, path in pages.items():
            page.goto(path)
            wrong[language, name] = wrong_at(page, WIDTHS, in_two_looks=True)
        assert page.said == []

    assert {where: found for where, found in wrong.items() if found} == {}


def test_a_letter_is_mended_and_an_account_is_changed_without_script(visit, city):
    operator, pages = city
    page = visit(operator, pages["letter"], script=False)
    page.fill("textarea", page.input_value("textarea").replace("sayd", "ignored").replace('"text"', '"why"'))
    page.click("text=Save and read again")
    assert "still waiting" in page.inner_text("main")

    page.goto(pages["change"])
    page.fill("[name=set_api_url]", "https://gateway.example/send")
    page.click("text=Save")
    assert "The settings are saved" in page.inner_text("main")
    assert "https://gateway.example/send" in page.inner_text("main")
