"""What was hidden from the public after it was published is in no file any more, and who keeps a copy hears of it."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.insight.opendata import checking, formats, keeping, live, making, queries
from tanggap.insight.opendata.datasets import DATASETS
from tanggap.insight.opendata.models import Version
from tanggap.places.city import city
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.queries.public import Filter

NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)  # what one transaction writes, the next one reads


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.OPENDATA_ROOT = tmp_path / "opendata"
    queries.forget_read()
    return settings.OPENDATA_ROOT


def acted(act, report, **said):
    by = make.staff(of=city().intake_unit, role=Role.INTAKE)
    act(code=report.code, version=Report.objects.get(pk=report.pk).version, by=by, reason="names_person", **said)


def told(root, number: str, dataset: str = "reports") -> dict[str, dict]:
    lines = formats.read_lines(root / number / dataset / formats.named(DATASETS[dataset], formats.JSONL))
    return {line["code"]: line for line in lines}


def answer(after: str = "", **given) -> tuple[list[dict], str]:
    found = live.changed(after=after, **given)
    return [json.loads(line) for line in found.lines], found.after


def test_hidden_after_it_was_published_it_leaves_files_copies_and_what_is_asked_for(root):
    with clock.at(NOW):
        kept, hidden, cut = (
            make.report(text=f"Laporan {word} di jalan raya") for word in ("tetap", "ditarik", "dipotong")
        )
        moved, private = make.report(text="Laporan dipindah"), make.report(visibility="private")
        number = making.make(only=["reports", "events", "units"])
    mark = queries.version(number).facts["changes_after"]
    assert answer(mark)[0] == []

    acted(actions.withhold, hidden)
    acted(actions.cut_words, cut, words=[1])
    desk = make.staff(of=Report.objects.get(pk=moved.pk).unit_id, role=Role.INTAKE)
    actions.change(
        code=moved.code,
        version=Report.objects.get(pk=moved.pk).version,
        by=desk,
        category="premanisme",
        message="Lebih tepat begini",
    )
    make.report(visibility="private")

    assert keeping.clean() == [number]
    queries.forget_read()

    with pytest.raises(queries.Withdrawn) as refused:
        queries.version(number)
    anew = refused.value.successor
    assert (anew, not (root / number).exists()) == ("2026-03-31-r1", True)
    assert set(told(root, anew)) == {kept.code, cut.code}
    assert set(told(root, anew, "events")) == {kept.code, cut.code}
    assert told(root, anew)[cut.code]["text"] == "Laporan ••• di jalan raya"
    everything = b"".join(
        gzip.decompress(one.read_bytes()) if one.suffix == ".gz" else one.read_bytes()
        for one in root.rglob("*")
        if one.is_file()
    )
    assert [one.code for one in (hidden, moved, private) if one.code.encode() in everything] == []
    assert b"dipotong" not in everything
    assert checking.verify(anew)[1] == []

    rows, after = answer(mark)
    assert {row["code"] for row in rows if "code" in row} == {cut.code}
    assert {row["removed"] for row in rows if "removed" in row} == {
        sha256(one.code.encode()).hexdigest() for one in (hidden, moved)
    }
    assert answer(after) == ([], after)
    assert keeping.clean() == []

    chosen = [row[0] for row in live.chosen(Filter())]
    assert sorted(code or "" for code in chosen) == sorted(["", kept.code, cut.code])


def test_a_version_that_holds_nothing_hidden_stays_and_is_not_looked_through_again(root):
    with clock.at(NOW):
        make.report()
        number = making.make(only=["reports"])
    later = make.report()
    acted(actions.withhold, later)

    assert keeping.clean() == []
    assert Version.objects.get(number=number).clean_to > Version.objects.get(number=number).position


def test_what_a_process_left_half_cleaned_is_finished_by_the_next(root, monkeypatch):
    with clock.at(NOW):
        hidden = make.report()
        number = making.make(only=["reports"])
    acted(actions.withhold, hidden)
    with monkeypatch.context() as broken:
        broken.setattr(making, "publish", lambda *_given, **_named: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(OSError, match="full"):
            keeping.clean()
    queries.forget_read()
    with pytest.raises(queries.Withdrawn):
        queries.version(number)

    assert keeping.clean() == [number]
    assert told(root, "2026-03-31-r1") == {}


def test_changes_are_told_from_an_instant_on_and_page_by_page_without_a_gap(monkeypatch):
    with clock.at(NOW):
        codes = {make.report().code for _ in range(3)}
    with clock.at(NOW + timedelta(days=1)):
        last = make.report().code
    monkeypatch.setattr(live, "EVENTS_AT_ONCE", 2)

    found, after, rows = set(), "", None
    while rows != []:
        rows, after = answer(after)
        found |= {row["code"] for row in rows}

    assert found == {*codes, last}
    monkeypatch.setattr(live, "EVENTS_AT_ONCE", 100)
    assert {row["code"] for row in answer(since=NOW + timedelta(hours=20))[0]} >= {last}


@pytest.mark.parametrize("mark", ["x", "W10", "WzEsMl0x", "WyIxIiwyXQ", "Wy0xLDBd", "W1tbW1tb"])
def test_a_mark_that_is_not_ours_is_refused(mark):
    with pytest.raises(Invalid) as refused:
        live.changed(after=mark)

    assert list(refused.value.errors) == ["after"]


def test_a_new_city_has_its_first_version_without_waiting_for_the_night():
    assert (keeping.begin(), keeping.begin(), Version.objects.count()) == (True, False, 1)


def test_one_version_at_a_time():
    from django.db import connection

    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [making.LOCK])
    try:
        with pytest.raises(making.BeingMade):
            making.make(only=["units"])
    finally:
        other.close()
