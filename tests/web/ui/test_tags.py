"""States, instants, promises and numbers as people read them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from tanggap.core import clock
from tanggap.reports import events
from tanggap.reports.words import State
from tanggap.web.ui import formats
from tanggap.web.ui.status import family
from tanggap.web.ui.templatetags import ui

NOW = datetime(2026, 3, 2, 12, 2, tzinfo=UTC)  # a Monday, 19.02 in Jakarta


@pytest.fixture(autouse=True)
def _at_seven():
    with clock.at(NOW):
        yield


@pytest.mark.parametrize("state", list(State))
def test_a_state_is_never_colour_alone(state):
    pill = ui.status(state)

    assert f'class="status {family(state)}"' in pill
    assert f"#state-{family(state)}" in pill
    assert str(State(state).label) in pill


def test_every_event_has_its_own_icon():
    assert set(ui.EVENT_ICON) >= set(events.KINDS)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("id", '<time datetime="2026-03-02T10:02:00Z" title="Sen, 2 Mar 2026 17.02 WIB">2 jam yang lalu</time>'),
        ("en", '<time datetime="2026-03-02T10:02:00Z" title="Mon, 2 Mar 2026 17:02 WIB">2 hours ago</time>'),
    ],
)
def test_an_instant_is_told_as_an_age_with_the_exact_time_of_the_city(language, shown):
    with override(language):
        assert ui.when(NOW - timedelta(hours=2)) == shown


def test_an_old_instant_is_told_as_a_date():
    with override("id"):
        assert ">1 Feb 2026</time>" in ui.when(NOW - timedelta(days=29))


@pytest.mark.parametrize(
    ("left", "css", "words"),
    [
        (timedelta(hours=5), "due", "sisa 5 jam"),
        (timedelta(hours=1, minutes=10), "due soon", "sisa 1 jam 10 menit"),
        (-timedelta(minutes=22), "due late", "terlambat 22 menit"),
    ],
)
def test_a_promise_is_amber_in_its_last_quarter_and_red_when_over(left, css, words):
    with override("id"):
        shown = ui.due(NOW + left, start=NOW + left - timedelta(hours=6))

    assert f'class="{css}"' in shown
    assert words in shown


def test_a_paused_promise_does_not_run():
    with override("id"):
        assert "dijeda" in ui.due(NOW - timedelta(days=1), paused=True)


@pytest.mark.parametrize(("language", "shown"), [("id", ("1.234,5", "74,1%")), ("en", ("1,234.5", "74.1%"))])
def test_numbers_follow_the_language(language, shown):
    with override(language):
        assert (ui.number(1234.5, 1), ui.percent(0.741, 1)) == shown


def test_a_span_has_its_two_leading_parts():
    with override("id"):
        assert formats.span(timedelta(days=2, hours=3, minutes=59)) == "2 hari 3 jam"
        assert formats.span(timedelta(seconds=20)) == "kurang dari satu menit"


def test_money_has_no_cents():
    with override("id"):
        assert formats.money(1250000, "IDR").replace("\xa0", " ") == "Rp 1.250.000"


def test_nothing_is_shown_for_no_instant():
    assert (ui.when(None), ui.due(None), ui.number(None), ui.day(None)) == ("", "", "–", "")
