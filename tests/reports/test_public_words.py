"""What anybody may search is what anybody may read: screened words of public reports, and nothing that was ever hidden."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import LAMP, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import cursors
from tanggap.core.paging import OfAnotherQuery
from tanggap.places.city import city
from tanggap.reports.actions import moderating
from tanggap.reports.models import PublicWords, Report
from tanggap.reports.public_words import CONSUMER
from tanggap.reports.queries import public
from tanggap.reports.words import HideReason, Visibility

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")
SECRETS = ("0812 3456 7890", "ratna.canary@example.org", "B 1234 XYZ", "@ratnacanary")


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def found(typed, **more):
    cursors.catch_up(CONSUMER)
    return [row.code for row in public.listed(public.Filter(words=typed, **more)).rows]


def changed(made, **change):
    """Change a report behind the back of its events, as no code of ours can."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_report DISABLE TRIGGER reports_report_changes_by_event")
    Report.objects.filter(pk=made.pk).update(**change)


def test_words_are_found_by_their_stem_the_names_of_place_and_category_too():
    made = make.report(text="Pohon tumbang menimpa kabel").code
    make.report(text="Sampah menumpuk")

    assert {
        typed: found(typed) for typed in ("pohon", "KABEL", "menimpa pulo gebang", "pohon cakung", "pohon sampah")
    } == {
        "pohon": [made], "KABEL": [made], "menimpa pulo gebang": [made], "pohon cakung": [made], "pohon sampah": [],
    }  # fmt: skip


def test_what_is_hidden_on_the_page_cannot_be_searched():
    text = f"Lampu mati, hubungi {SECRETS[0]} atau {SECRETS[1]}, mobil {SECRETS[2]} milik {SECRETS[3]}"
    made = make.report(text=text)

    assert found("hubungi") == [made.code]
    assert {secret: found(secret) for secret in (*SECRETS, "081234567890", "ratna.canary", "1234", "7890")} == {
        secret: [] for secret in (*SECRETS, "081234567890", "ratna.canary", "1234", "7890")
    }


def test_a_private_report_has_no_words():
    make.report(text="Pohon tumbang", visibility="private")

    assert found("pohon") == []
    assert PublicWords.objects.count() == 0


@pytest.mark.parametrize(
    "change", [{"visibility": Visibility.PRIVATE}, {"text": "•••"}, {"public_text": "•••"}, {"category_id": None}]
)
def test_whatever_changes_it_the_old_words_are_gone_in_the_same_transaction(change):
    made = make.report(text="Pohon tumbang")
    cursors.catch_up(CONSUMER)

    changed(made, **change)

    assert PublicWords.objects.count() == 0


def test_cut_words_are_replaced_by_what_may_be_read():
    made = make.report(text="Pohon tumbang di rumah Ibu Ratna")
    cursors.catch_up(CONSUMER)
    changed(made, public_text="Pohon tumbang")
    cursors.rebuild(CONSUMER)

    assert (found("pohon"), found("ratna")) == ([made.code], [])


def test_words_that_were_read_before_a_change_and_written_after_it_go_with_the_event_of_the_change():
    """The consumer takes no lock: a change may fall between its reading and its writing."""
    made = make.report(text="Pohon tumbang di rumah Ibu Ratna")
    cursors.catch_up(CONSUMER)
    old = PublicWords.objects.values_list("words", flat=True).get()
    by = make.staff(of=city().intake_unit, role=Role.INTAKE)
    moderating.cut_words(code=made.code, version=1, by=by, words=[3, 4, 5], reason=HideReason.NAMES_PERSON)
    PublicWords.objects.create(report=made, words=old)

    assert (found("pohon"), found("rumah")) == ([made.code], [])


def test_the_database_refuses_words_of_a_private_report():
    made = make.report(visibility="private")

    with pytest.raises(IntegrityError, match="not for everybody"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO reports_publicwords VALUES (%s, 'pohon')", [made.pk])


def test_odd_words_find_nothing_and_break_nothing():
    make.report(text="Pohon tumbang")

    assert {typed: found(typed) for typed in ("%", "'; --", "\x00", "& | !", "((", "\ud800")} == {
        typed: [] for typed in ("%", "'; --", "\x00", "& | !", "((", "\ud800")
    }


def test_days_are_local_and_both_included():
    late = make.report(at=datetime(2026, 3, 31, 23, 59, tzinfo=JAKARTA)).code
    early = make.report(at=datetime(2026, 3, 1, 0, 0, tzinfo=JAKARTA)).code
    make.report(at=datetime(2026, 4, 1, 0, 0, tzinfo=JAKARTA))
    make.report(at=datetime(2026, 2, 28, 23, 59, tzinfo=JAKARTA))
    march = public.Filter(since=date(2026, 3, 1), until=date(2026, 3, 31))

    assert [row.code for row in public.listed(march).rows] == [late, early]


def test_the_cursor_of_one_query_is_refused_by_another():
    for _ in range(2):
        make.report()
    after = public.listed(public.Filter(), limit=1).next

    assert len(public.listed(public.Filter(), after=after).rows) == 1
    for other in (public.Filter(category=LAMP), public.Filter(words="pohon"), public.Filter(until=date(2030, 1, 1))):
        with pytest.raises(OfAnotherQuery):
            public.listed(other, after=after)


def test_boxes_made_ever_smaller_find_the_point_that_is_shown_not_the_true_one():
    lon, lat = 106.94544, -6.21194
    true, shown = (lon - 1e-5, lat - 1e-5, lon + 1e-5, lat + 1e-5), (106.9449, -6.2121, 106.9451, -6.2119)
    hidden = make.report(category="parkir-liar", lon=lon, lat=lat)
    plain = make.report(lon=lon, lat=lat)

    assert [[row.code for row in public.listed(public.Filter(bbox=box)).rows] for box in (true, shown)] == [
        [plain.code], [hidden.code],
    ]  # fmt: skip
    assert {row.code: row.distance_m for row in public.near(lon, lat, metres=200)}[hidden.code] > 40
