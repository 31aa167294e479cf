"""The brief is made at six for everybody who leads, once, later when nothing ran, and a mail server that is down loses none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.channels import fake
from tests.channels.email import made
from tests.factories import make
from tests.peers.smtp import smtp  # noqa: F401

from tanggap.agencies.models_sign_in import External
from tanggap.agencies.words import Role
from tanggap.channels import delivering, registry
from tanggap.channels.email import ADAPTER
from tanggap.channels.models import Posting
from tanggap.command import board
from tanggap.command.brief import gathering, mornings
from tanggap.command.models import Brief
from tanggap.command.scopes import CITY, Scope
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed
from tanggap.notify import papers
from tanggap.notify.models import OutboundMessage, Paper

pytestmark = pytest.mark.django_db
SIX = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)  # 06.00 on the 26th in Jakarta
EAST = Scope(area="31.75")


def leader(unit: str = "kota-31.75", email: str = ""):
    person = make.staff(of=unit, role=Role.LEADER)
    if email:
        External.objects.create(staff=person, issuer="https://id.example", email=email)
    return person


def morning(at: datetime = SIX) -> int:
    with clock.at(at):
        return mornings.make_due()


def scopes_made() -> list[Scope]:
    return [Scope(row.area, row.unit) for row in Brief.objects.order_by("id")]


def test_before_six_it_is_yesterdays_and_at_six_todays():
    leader()
    assert (morning(SIX - timedelta(minutes=1)), Brief.objects.get().day) == (1, date(2026, 11, 25))
    assert (morning(), Brief.objects.latest("id").day) == (1, date(2026, 11, 26))


def test_each_scope_that_somebody_leads_has_one_the_city_first():
    leader("kota-31.75"), leader("kantor-gubernur"), leader("kota-31.75")
    make.staff(of="kota-31.75", role=Role.OFFICER)
    assert (morning(), scopes_made()) == (2, [CITY, EAST])


def test_the_citys_open_reports_are_read_once_for_all_briefs(monkeypatch):
    leader("kota-31.75"), leader("kantor-gubernur"), leader("kota-31.71")
    read, right = [], board.read
    monkeypatch.setattr(board, "read", lambda now: read.append(now) or right(now))
    assert (morning(), len(read)) == (3, 1)
    assert (morning(), len(read)) == (0, 1)


def test_made_again_there_is_nothing_more():
    leader(email="walikota@example.org")
    assert [morning(), morning(SIX + timedelta(minutes=5))] == [1, 0]
    assert (Brief.objects.count(), OutboundMessage.objects.count()) == (1, 1)


def test_who_has_no_address_reads_it_on_the_page():
    person = leader()
    morning()
    assert papers.deliveries(Brief.objects.get().key) == {person.pk: "none"}


def test_who_does_not_want_it_by_mail_gets_none_and_the_brief_is_there():
    person = leader(email="walikota@example.org")
    with clock.at(SIX):
        mornings.choose(by=person, by_mail=False)
    assert (morning(), OutboundMessage.objects.count()) == (1, 0)


def test_who_handles_reports_has_no_brief_to_choose():
    with pytest.raises(NotAllowed):
        mornings.choose(by=make.staff(of="kota-31.75", role=Role.OFFICER), by_mail=True)


def test_after_days_of_standstill_only_the_latest_is_made_and_says_that_it_is_late():
    leader()
    morning()
    assert morning(SIX + timedelta(days=3, hours=8)) == 1
    row = Brief.objects.latest("id")
    assert (row.day, row.made_at - row.due_at) == (date(2026, 11, 29), timedelta(hours=8))
    assert "Dibuat lewat pukul enam" in Paper.objects.get(key=row.key, language="id").text


def test_what_fails_for_one_scope_holds_up_nobody_else_and_is_made_later(monkeypatch):
    leader("kota-31.75"), leader("kantor-gubernur")
    right = gathering.gather

    def fails_once(scope, **given):
        if scope == CITY:
            raise ValueError("no such number")
        return right(scope, **given)

    monkeypatch.setattr(gathering, "gather", fails_once)
    assert (morning(), scopes_made()) == (1, [EAST])
    monkeypatch.setattr(gathering, "gather", right)
    assert (morning(SIX + timedelta(minutes=5)), scopes_made()) == (1, [EAST, CITY])


def test_events_that_are_not_counted_yet_are_waited_for_half_an_hour(monkeypatch):
    leader()
    monkeypatch.setattr(mornings, "FEW_EVENTS", -1)
    assert [morning(SIX + timedelta(minutes=29)), morning(SIX + timedelta(minutes=31))] == [0, 1]


def test_a_mail_server_that_is_down_at_six_gets_it_later_once(settings, smtp):  # noqa: F811
    used = dict(registry._used)
    delivering._brakes.clear()
    settings.PRIVATE_PEERS = {f"127.0.0.1:{smtp.port}"}
    account = fake.account(
        ADAPTER,
        channel="email",
        address=made.OWN,
        smtp_host="127.0.0.1",
        smtp_port=str(smtp.port),
        smtp_security="none",
    )
    leader(email="walikota@example.org")
    morning()
    smtp.handler.answers["MAIL"] = "421 4.3.2 the server is going down"
    with clock.at(SIX + timedelta(minutes=1)):
        delivering.prepare()
        delivering.send_due(account)
        assert (Posting.objects.get().state, smtp.letters) == ("waiting", [])
    del smtp.handler.answers["MAIL"]
    for minutes in (30, 31, 40):
        with clock.at(SIX + timedelta(minutes=minutes)):
            delivering.prepare()
            delivering.send_due(account)
    registry._used.clear()
    registry._used.update(used)

    assert len(smtp.letters) == 1
    letter = smtp.letters[0].message
    (page,) = letter.iter_attachments()
    assert letter["To"] == "walikota@example.org"
    assert letter["Subject"].startswith("Ringkasan pagi, Kota Administrasi Jakarta Timur, Kam 26 Nov")
    assert (page.get_filename(), page.get_content()[:5]) == ("brief-2026-11-26-31.75.pdf", b"%PDF-")
    assert "/command/brief/?scope=area:31.75" in letter.get_body().get_content()
