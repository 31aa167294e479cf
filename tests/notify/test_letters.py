"""A message at the moment when it goes: what it says to whom, and what it never says."""

from datetime import UTC, datetime

import pytest
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.agencies.models_sign_in import External
from tanggap.core import clock, cursors
from tanggap.intake.words import Reporter
from tanggap.notify import quiet
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.letters import Going, Letter, Unsent, letter
from tanggap.notify.models import OutboundMessage, StaffNotice
from tanggap.notify.words import DIGEST
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity

MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
MAIL, PUBLIC, PARTNER = (
    Going("email", is_mail=True),
    Going("twitter", is_public=True),
    Going("lapor1708", is_alone=False),
)
RATNA = Reporter(email="ratna@example.org")


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen(), clock.at(MORNING):
        yield


def said(going: Going = MAIL, **changes) -> Letter | Unsent:
    """Return the receipt of a report, as it goes."""
    make.report(reporter=RATNA, language="en", **changes)
    cursors.catch_up(CONSUMER)
    return letter(OutboundMessage.objects.get().pk, going)


def test_a_letter_holds_the_private_link_where_its_reader_is_alone():
    words = said()
    assert make.token(Report.objects.get()) in words.text
    assert words.unsubscribe in words.text


@pytest.mark.parametrize("going", [PUBLIC, PARTNER])
def test_where_others_read_along_the_private_link_is_only_spoken_of(going):
    words = said(going)
    token = make.token(Report.objects.get())
    assert token not in words.text + words.short + words.subject
    assert "your private link" in words.text


def test_of_a_confidential_report_a_letter_says_that_there_is_news_and_nothing_else():
    words = said(category="pungutan-liar", text="Pungutan liar canary di loket")
    assert words.subject.startswith("News on your report")
    assert "Pungutan" not in words.subject + words.text + words.short
    assert dict(words.facts) == {}


def test_of_a_confidential_report_nothing_is_said_in_public():
    assert said(PUBLIC, category="pungutan-liar") == Unsent("none")


def test_what_was_erased_from_the_vault_is_written_to_nobody():
    said()
    Identity.objects.all().delete()
    assert letter(OutboundMessage.objects.get().pk, MAIL) == Unsent("none")


def test_the_words_are_those_of_the_channel():
    assert said(PUBLIC).short.startswith("Thank you. Your report is")


def test_a_letter_keeps_its_address_out_of_what_is_printed():
    assert "ratna" not in repr(said())


def test_staff_get_their_digest_in_a_mail():
    chief = make.staff(of="kel-31.75.06.1005")
    External.objects.create(staff=chief, issuer="https://id.example", email="chief@example.org")
    report = make.report()
    StaffNotice.objects.create(
        staff=chief,
        kind="deadlines.escalate",
        report=report,
        event=1,
        facts={"share": 25},
        bundle="b",
        at=MORNING,
        told_at=MORNING,
    )
    row = OutboundMessage.objects.create(
        staff=chief, bundle="b", template=DIGEST, language="en", way="email", made_at=MORNING, due_at=MORNING
    )
    words = letter(row.pk, MAIL)
    assert (words.address.to, words.subject, words.code) == ("chief@example.org", "1 report is running out of time", "")
    assert report.code in words.text


@pytest.mark.parametrize(
    ("hour", "minute", "ends"),
    [(13, 59, None), (14, 0, (2, 23)), (16, 59, (2, 23)), (17, 0, (2, 23)), (22, 59, (2, 23)), (23, 0, None)],
)
def test_the_quiet_hours_are_those_of_the_citys_clock(hour, minute, ends):
    at = datetime(2026, 3, 2, hour, minute, tzinfo=UTC)  # Jakarta is seven hours ahead: quiet from 14.00 to 23.00 UTC
    until = quiet.until(at, "started")
    assert until == (datetime(2026, 3, ends[0], ends[1], tzinfo=UTC) if ends else None)


def test_what_is_urgent_knows_no_quiet_hours():
    night = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert [quiet.until(night, name) for name in city().urgent_messages] == [None] * len(city().urgent_messages)
