"""`tanggap import`: history of another system, each row accounted for."""

import csv
import gzip
import io
import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.factories import LAMP, LITTER

from tanggap.core import crypto, shelf
from tanggap.intake.history import running
from tanggap.intake.models import Inbound
from tanggap.reports import bulk
from tanggap.reports.models import Event, Report
from tanggap.reports.models.identity import Identity

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
HISTORY = ROOT / "tests" / "data" / "history" / "baltimore-311-2018.csv.gz"
AREA = "31.75.06.1005"

MAP = """
[source]
name = "Old desk"

[times]
zone = "Asia/Jakarta"
formats = ["%d/%m/%Y %H:%M", "iso"]

[fields]
external_id = "no"
text = "text"
channel = { value = "website" }
category = "category"
unit = "unit"
area = "area"
lon = "lon"
lat = "lat"
status = "status"
received_at = "received"
closed_at = "closed"
resolve_due_at = "due"
name = "name"
phone = "phone"

[values.status]
"done" = "closed"
"double" = "duplicate"
"no" = "refused"
"draft" = "skip"
"""
ROW = {
    "no": "A-1",
    "text": "Lampu jalan mati",
    "category": LAMP,
    "unit": "",
    "area": AREA,
    "lon": "",
    "lat": "",
    "status": "open",
    "received": "02/03/2026 08:00",
    "closed": "",
    "due": "09/03/2026 08:00",
    "name": "",
    "phone": "",
}
DONE = {"status": "done", "closed": "04/03/2026 10:30"}


@pytest.fixture
def take(tmp_path):
    """Import rows (changes to ROW) by MAP and return (summary, the refused file's rows)."""

    def run(*changes, text=None, name="old.csv", known=MAP, **options):
        file = tmp_path / name
        if text is None:
            lines = io.StringIO()
            writer = csv.DictWriter(lines, list(ROW))
            writer.writeheader()
            writer.writerows({**ROW, **change} for change in changes)
            text = lines.getvalue()
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        (tmp_path / "map.toml").write_text(known, "utf-8")
        refused = tmp_path / "refused.csv"
        refused.unlink(missing_ok=True)
        summary = running.run(file, tmp_path / "map.toml", refused_path=refused, **options)
        rows = list(csv.DictReader(refused.open(encoding="utf-8", newline=""))) if refused.exists() else []
        assert summary.rows == summary.imported + summary.already + summary.refused
        assert len(rows) == summary.refused
        return summary, rows

    return run


def reasons(rows):
    return [row["reasons"] for row in rows]


class TestWhatARowBecomes:
    def test_an_open_one_waits_at_the_unit_of_its_place(self, take):
        take({})

        report = Report.objects.get()
        assert (report.state, report.origin, report.unit_id) == ("received", "import", f"kel-{AREA}")
        assert report.received_at == datetime(2026, 3, 2, 1, tzinfo=UTC)
        assert report.resolve_due_at == datetime(2026, 3, 9, 1, tzinfo=UTC)
        assert report.closed_at is None

    def test_a_closed_one_is_archived_as_closed_there_never_as_resolved(self, take):
        take(DONE)

        report, event = Report.objects.get(), Event.objects.get()
        assert (report.state, report.outcome) == ("archived", "closed_elsewhere")
        assert report.closed_at == datetime(2026, 3, 4, 3, 30, tzinfo=UTC)
        assert (event.kind, event.door, event.actor_kind) == ("intake.import_closed", "intake.import_closed", "system")
        assert event.payload == {"unit": report.unit_id, "source": "Old desk", "status": "done"}

    @pytest.mark.parametrize(("word", "outcome"), [("double", "duplicate"), ("no", "refused")])
    def test_other_ends_keep_their_own_name(self, take, word, outcome):
        take({**DONE, "status": word})

        assert (Report.objects.get().state, Report.objects.get().outcome) == ("archived", outcome)

    def test_a_late_one_stays_late(self, take):
        summary, _rows = take({**DONE, "due": "03/03/2026 08:00"}, {**DONE, "no": "A-2"})

        late = Report.objects.get(resolve_due_at=datetime(2026, 3, 3, 1, tzinfo=UTC))
        assert late.closed_at > late.resolve_due_at
        assert summary.late == 1

    def test_without_a_due_date_the_citys_promise_counts_from_the_receipt(self, take):
        take({"due": ""})

        report = Report.objects.get()
        assert report.answer_due_at == datetime(2026, 3, 2, 7, tzinfo=UTC)
        assert report.resolve_due_at > report.answer_due_at

    def test_the_unit_of_the_file_answers_for_it(self, take):
        take({"unit": "Kelurahan Jatinegara"})

        assert Report.objects.get().unit_id == "kel-31.75.06.1001"

    def test_a_point_finds_its_kelurahan(self, take):
        take({"area": "", "lon": "106.9454", "lat": "-6.2119"})

        assert Report.objects.get().area_id == AREA

    def test_a_place_is_found_by_its_name(self, take):
        take({"area": "  pulo   GEBANG "})

        assert Report.objects.get().area_id == AREA

    def test_without_a_place_it_goes_to_a_person(self, take):
        take({"area": ""})

        assert Report.objects.get().unit_id == "jsc-intake"

    def test_who_reported_goes_into_the_vault(self, take):
        take({"name": "Ratna Canary3", "phone": "0812-3450-0003"})

        row = Identity.objects.get()
        known = crypto.unseal(bytes(row.sealed), context=f"identity:{row.report_id}")
        assert (known["name"], known["phone"]) == ("Ratna Canary3", "+6281234500003")
        assert "Canary3" not in str(Report.objects.values().get()) + str(Event.objects.values().get())
        assert b"Canary3" not in bytes(Inbound.objects.get().sealed)

    def test_the_row_is_kept_as_it_came_sealed(self, take):
        take({"text": "Lampu  jalan\u0007 mati"})

        kept = Inbound.objects.get()
        assert (
            crypto.unseal(bytes(kept.sealed), context=f"inbound:{kept.report_id}")["text"] == "Lampu  jalan\u0007 mati"
        )

    def test_every_constraint_holds(self, take):
        take(DONE, {"no": "A-2"})

        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert Counter(Report.objects.values_list("state", flat=True)) == {"archived": 1, "received": 1}


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"no": ""}, "external_id"),
            ({"text": ""}, "text"),
            ({"text": "x" * 10_001}, "text"),
            ({"category": "Unicorns"}, "category"),
            ({"unit": "Ministry of Magic"}, "unit"),
            ({"area": "Atlantis"}, "area"),
            ({"status": "perhaps"}, "status"),
            ({"received": ""}, "received_at"),
            ({"received": "yesterday"}, "received_at"),
            ({"received": "02/03/2999 08:00"}, "received_at"),
            ({"received": "31/02/2026 08:00"}, "received_at"),
            ({**DONE, "closed": ""}, "closed_at"),
            ({**DONE, "closed": "01/03/2026 10:00"}, "closed_at"),
            ({**DONE, "closed": "01/03/2999 10:00"}, "closed_at"),
            ({"lon": "east", "lat": "south"}, "location"),
            ({"lon": "106.9454"}, "location"),
            ({"lon": "-6.2119", "lat": "106.9454"}, "location"),
            ({"lon": "107.5001", "lat": "-6.2001"}, "location"),
            ({"lon": "nan", "lat": "nan"}, "location"),
            ({"phone": "none"}, "phone"),
            ({"no": "a\u0000b"}, "external_id"),
        ],
    )
    def test_a_row_that_cannot_be_used_is_named_with_its_reason(self, take, change, field):
        summary, rows = take({"no": "A-0"}, change)

        assert (summary.imported, summary.refused) == (1, 1)
        assert rows[0]["row"] == "3"
        assert rows[0]["reasons"].startswith(f"{field}: ")
        assert Report.objects.count() == 1

    def test_all_reasons_of_a_row_are_told_at_once(self, take):
        _summary, rows = take({"text": "", "category": "Unicorns", "received": "yesterday", "area": "Atlantis"})

        assert all(f"{field}:" in rows[0]["reasons"] for field in ("text", "category", "received_at", "area"))

    def test_what_the_map_leaves_out_is_counted_as_that(self, take):
        summary, rows = take({"status": "draft"})

        assert (summary.refused, rows[0]["status"]) == (1, "draft")

    def test_lines_that_are_no_rows(self, take):
        head = ",".join(ROW)
        good = ",".join(ROW.values())
        summary, rows = take(text=f"{head}\n{good}\nonly,three,cells\n\n{good},one more\n")

        assert (summary.rows, summary.imported) == (3, 1)
        assert ["3 cells" in rows[0]["reasons"], "14 cells" in rows[1]["reasons"]] == [True, True]
        assert [row["row"] for row in rows] == ["3", "5"]

    def test_another_encoding_is_told_and_not_guessed(self, take):
        text = ",".join(ROW) + "\n" + ",".join({**ROW, "text": "Lampu mati di café"}.values())

        _summary, rows = take(text=text.encode("latin-1"))
        assert "encoding" in rows[0]["reasons"]
        take(
            text=text.encode("latin-1"),
            known=MAP.replace('name = "Old desk"', 'name = "Old desk"\nencoding = "latin-1"'),
        )
        assert Report.objects.get().text == "Lampu mati di café"

    def test_the_refused_file_is_for_its_owner_alone_and_holds_no_formula(self, take, tmp_path):
        take({"text": "", "area": "=HYPERLINK(1)", "lon": "-6.2", "lat": "+x"})

        refused = tmp_path / "refused.csv"
        row = next(csv.DictReader(refused.open(encoding="utf-8")))
        assert os.stat(refused).st_mode & 0o777 == 0o600
        assert (row["area"], row["lon"], row["lat"]) == ("'=HYPERLINK(1)", "-6.2", "'+x")

    def test_a_mended_refused_file_can_be_imported(self, take, tmp_path):
        take({"category": "Unicorns", "text": "+ lampu mati"})
        mended = (tmp_path / "refused.csv").read_text("utf-8").replace("Unicorns,", f"{LAMP},")

        summary, _rows = take(text=mended)
        assert summary.imported == 1
        assert Report.objects.get().text == "+ lampu mati"

    def test_one_that_the_database_refuses_does_not_take_the_others_with_it(self, take, monkeypatch):
        plain = bulk._event

        def spoilt(past, at):
            row = plain(past, at)
            return (*row[:3], "no.door", "no.door", *row[5:]) if past.report.text == "Rusak benar" else row

        monkeypatch.setattr(bulk, "_event", spoilt)
        summary, rows = take(*[{"no": f"A-{n}"} for n in range(5)], {"no": "B", "text": "Rusak benar"}, {"no": "C"})

        assert (summary.imported, summary.refused) == (6, 1)
        assert "reports_event_allowed_move" in rows[0]["reasons"]
        assert Report.objects.count() == Event.objects.count() == Inbound.objects.count() == 6


class TestOnce:
    def test_again_changes_nothing(self, take):
        rows = [DONE, {"no": "A-2"}]
        take(*rows)
        summary, _refused = take(*rows)

        assert (summary.imported, summary.already) == (0, 2)
        assert Report.objects.count() == 2

    def test_it_goes_on_where_it_was_stopped(self, take, monkeypatch):
        monkeypatch.setattr(running, "BATCH", 2)
        rows = [{"no": f"A-{number}"} for number in range(5)]

        def stop(_share, count):
            if count == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            take(*rows, progress=stop)
        assert Report.objects.count() == 4
        summary, _refused = take(*rows)
        assert (summary.imported, summary.already) == (1, 4)

    def test_the_same_number_with_other_content_is_refused(self, take):
        take({})
        summary, rows = take({"text": "Bukan lampu, pohon"})

        assert (summary.already, summary.refused) == (0, 1)
        assert rows[0]["reasons"].startswith("external_id: ")

    def test_a_number_twice_in_one_file(self, take):
        summary, _rows = take({}, {}, {"text": "Sesuatu yang lain"})

        assert (summary.imported, summary.already, summary.refused) == (1, 1, 1)

    @pytest.mark.parametrize("batch", [1, 1000])
    def test_a_dry_run_says_the_same_and_keeps_nothing(self, take, monkeypatch, batch):
        monkeypatch.setattr(running, "BATCH", batch)
        rows = [{}, {}, DONE | {"no": "A-2"}, {"no": "A-3", "text": ""}, {"text": "Lain sekali"}]

        dry, _rows = take(*rows, dry_run=True)
        assert (Report.objects.count(), Event.objects.count(), Inbound.objects.count()) == (0, 0, 0)
        wet, _rows = take(*rows)
        assert (dry.imported, dry.already, dry.refused, dry.reasons) == (
            wet.imported,
            wet.already,
            wet.refused,
            wet.reasons,
        )
        assert (wet.imported, wet.already, wet.refused) == (2, 1, 2)


class TestPlaces:
    @pytest.mark.parametrize("point", [("107", "-6"), ("106.9", "-6.2"), ("0", "0"), ("107.0000", "-6.00")])
    def test_a_point_too_coarse_to_name_a_place_is_none(self, take, point):
        summary, _rows = take({"lon": point[0], "lat": point[1]})

        assert (Report.objects.get().lon, Report.objects.get().area_id) == (None, AREA)
        assert summary.remarks == {"point_too_coarse": 1}

    def test_a_point_outside_is_refused_unless_the_map_says_to_drop_it(self, take):
        outside = {"lon": "107.5001", "lat": "-6.2001"}
        refusing, _rows = take(outside)
        dropping, _rows = take(outside, known=MAP + '\n[place]\noutside = "drop"\n')

        assert (refusing.refused, dropping.imported, dropping.remarks["point_outside_city"]) == (1, 1, 1)
        assert Report.objects.get().lon is None


class TestTimes:
    @pytest.fixture
    def new_york(self, take):
        known = MAP.replace("Asia/Jakarta", "America/New_York")
        return lambda *rows: take(*rows, known=known)

    def test_a_time_that_occurs_twice_is_the_first(self, new_york):
        summary, _rows = new_york({"received": "02/11/2025 01:30"})

        assert Report.objects.get().received_at == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
        assert summary.remarks == {"time_occurs_twice": 1}

    def test_unless_it_would_be_closed_before_it_was_received(self, new_york):
        new_york({"received": "2025-11-02T05:45:00Z", "status": "done", "closed": "02/11/2025 01:30"})

        assert Report.objects.get().closed_at == datetime(2025, 11, 2, 6, 30, tzinfo=UTC)

    def test_a_time_that_never_was_moves_on_by_the_change(self, new_york):
        summary, _rows = new_york({"received": "09/03/2025 02:30"})

        assert Report.objects.get().received_at == datetime(2025, 3, 9, 7, 30, tzinfo=UTC)
        assert summary.remarks == {"time_never_was": 1}

    def test_a_time_with_its_zone_needs_no_rule(self, new_york):
        new_york({"received": "2025-11-02T01:30:00-05:00"})

        assert Report.objects.get().received_at == datetime(2025, 11, 2, 6, 30, tzinfo=UTC)

    def test_months_may_be_written_in_words(self, take):
        known = MAP.replace(
            'formats = ["%d/%m/%Y %H:%M", "iso"]', 'formats = ["%d %b %Y %H:%M"]\nmonths = { Mei = "May" }'
        )
        take({"received": "05 Mei 2026 10:00", "due": ""}, known=known)

        assert Report.objects.get().received_at == datetime(2026, 5, 5, 3, tzinfo=UTC)

    def test_unix_seconds(self, take):
        known = MAP.replace('formats = ["%d/%m/%Y %H:%M", "iso"]', 'formats = ["unix"]')
        take({"received": "1772413200", "due": ""}, known=known)

        assert Report.objects.get().received_at == datetime(2026, 3, 2, 1, tzinfo=UTC)


class TestForms:
    """The same rows in other files."""

    def expect_two(self, summary):
        assert (summary.rows, summary.imported) == (2, 2)
        assert Counter(Report.objects.values_list("category", flat=True)) == {LAMP: 1, LITTER: 1}
        assert set(Report.objects.values_list("received_at", flat=True)) == {datetime(2026, 3, 2, 1, tzinfo=UTC)}

    def rows(self):
        return [ROW, {**ROW, "no": "A-2", "category": LITTER}]

    def test_json_lines(self, take):
        text = "\n".join(json.dumps(row) for row in self.rows()) + "\n\n"

        self.expect_two(take(text=text, name="old.jsonl")[0])

    def test_compressed_json_lines_with_inner_objects(self, take):
        lines = [{**row, "lon": None, "at": {"received": row["received"]}} for row in self.rows()]
        text = gzip.compress("\n".join(map(json.dumps, lines)).encode())
        known = MAP.replace('received_at = "received"', 'received_at = "at.received"')

        self.expect_two(take(text=text, name="old.ndjson.gz", known=known)[0])

    def test_json_lines_that_are_none(self, take):
        text = f'{json.dumps(ROW)}\n{{"no": \n[1]\n{"[" * 100_000}\n'
        summary, rows = take(text=text, name="old.jsonl")

        assert (summary.imported, summary.refused) == (1, 3)
        assert [row["row"] for row in rows] == ["2", "3", "4"]

    def test_a_spreadsheet_with_real_dates(self, take):
        from openpyxl import Workbook

        book = Workbook()
        page = book.active
        page.append(list(ROW))
        for row in self.rows():
            page.append([datetime(2026, 3, 2, 8) if name == "received" else cell for name, cell in row.items()])  # noqa: DTZ001
        page.append([None] * len(ROW))
        file = io.BytesIO()
        book.save(file)

        self.expect_two(take(text=file.getvalue(), name="old.xlsx")[0])

    def test_another_delimiter_and_a_mark_at_the_beginning(self, take):
        text = "\ufeff" + "\n".join(";".join(cells) for cells in [ROW, *(row.values() for row in self.rows())])
        known = MAP.replace('name = "Old desk"', 'name = "Old desk"\ndelimiter = ";"')

        self.expect_two(take(text=text, known=known)[0])

    @pytest.mark.parametrize(
        ("name", "text", "words"),
        [
            ("old.xlsx", b"no spreadsheet", "cannot be read"),
            ("old.csv.gz", b"no gzip", "cannot be read"),
            ("old.csv", b"", "first line"),
            ("old.csv", b"a,b,a\n1,2,3\n", "once: a"),
            ("old.csv", b"a,b\n1,2\n", "no column"),
            ("old.pdf", b"%PDF", "name it"),
        ],
    )
    def test_a_file_that_cannot_be_read_as_a_whole_says_why(self, take, name, text, words):
        with pytest.raises((running.tables.Unreadable, running.BrokenMap), match=words):
            take(text=text, name=name)


class TestMap:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (('external_id = "no"', ""), "external_id is needed"),
            (('unit = "unit"', 'agency = "unit"'), "agency is not known here"),
            (("[times]", "[time]"), "time is not known here"),
            (("Asia/Jakarta", "Jakarta"), "no time zone"),
            (('"done" = "closed"', '"done" = "resolved"'), "resolved is none of"),
            (('status = "status"', "status = { from = 'status' }"), "write a column's name"),
            (('category = "category"', 'category = { column = "category", by = "colour" }'), "by"),
            (("[values.status]", '[values.category]\n"x" = "unicorns"\n[values.status]'), "no category unicorns"),
            (("[source]", "[source"), "map.toml"),
            (('formats = ["%d/%m/%Y %H:%M", "iso"]', 'formats = "iso"'), "formats is a list"),
            (("[values.status]", '[place]\nleast_decimals = "two"\n[values.status]'), "least_decimals is a number"),
            (("[values.status]", '[place]\noutside = "keep"\n[values.status]'), "outside is"),
        ],
    )
    def test_a_map_that_cannot_be_used_says_where(self, take, change, words):
        with pytest.raises(running.BrokenMap, match=words):
            take({}, known=MAP.replace(*change))
        assert Report.objects.count() == 0

    def test_a_field_from_several_columns_or_words(self, take):
        known = MAP.replace('text = "text"', 'text = { template = "{text} di {area}" }').replace(
            'closed_at = "closed"', 'closed_at = { columns = ["closed", "due"] }'
        )
        take({"status": "done"}, known=known)

        report = Report.objects.get()
        assert report.text == f"Lampu jalan mati di {AREA}"
        assert report.closed_at == datetime(2026, 3, 9, 1, tzinfo=UTC)

    def test_all_other_words_can_mean_one_thing(self, take):
        take({"status": "whatever", "closed": "04/03/2026 10:30"}, known=MAP + '"*" = "closed"\n')

        assert Report.objects.get().state == "archived"


@pytest.fixture
def baltimore(settings):
    """Serve the Baltimore pack in this test's transaction."""
    settings.TANGGAP_PACK = ROOT / "packs" / "baltimore"
    settings.TIME_ZONE = "America/New_York"
    call_command("pack", "load", "--yes", verbosity=0)
    shelf.clear_all()
    yield settings.TANGGAP_PACK
    shelf.clear_all()


def test_the_real_history_of_baltimore_comes_in_whole(baltimore, tmp_path, capsys):
    refused = tmp_path / "refused.csv"
    summary = running.run(HISTORY, baltimore / "import.toml", refused_path=refused)
    with capsys.disabled():
        print(f"\nBaltimore: {summary.rows} rows in {summary.seconds:.1f} s, {summary.rows_per_second:.0f} a second")  # noqa: T201

    assert (summary.rows, summary.imported, summary.refused) == (6667, 6667, 0)
    assert summary.outcomes == {"open": 125, "closed_elsewhere": 6403, "duplicate": 139}
    assert summary.remarks["point_too_coarse"] == 579
    assert summary.remarks["time_never_was"] == 2
    with gzip.open(HISTORY, "rt") as file:
        rows = list(csv.DictReader(file))
    channels = Counter(row["MethodReceived"].lower() for row in rows)
    assert Counter(Report.objects.values_list("channel", flat=True)) == channels
    assert Report.objects.filter(area=None).count() == sum(not row["Neighborhood"] for row in rows)
    assert Report.objects.filter(lon=None).count() == 579 + 403 + summary.remarks["point_outside_city"]
    assert Report.objects.filter(state="resolved").count() == 0
    late = sum(report.closed_at > report.resolve_due_at for report in Report.objects.exclude(closed_at=None))
    assert late >= 1043
    first = Report.objects.get(id=Inbound.objects.get(external_id="14-00000116").report_id)
    assert first.received_at == datetime(2014, 1, 1, 8, 53, 10, tzinfo=UTC)
    assert first.closed_at == datetime(2014, 1, 16, 12, 47, 9, tzinfo=UTC)
    assert first.resolve_due_at == datetime(2014, 4, 1, 7, 53, 10, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    again = running.run(HISTORY, baltimore / "import.toml", refused_path=refused)
    assert (again.imported, again.already, again.refused) == (0, 6667, 0)


class TestCommand:
    @pytest.fixture
    def files(self, tmp_path):
        (tmp_path / "map.toml").write_text(MAP, "utf-8")
        rows = [ROW, {**ROW, "no": "A-2", "text": ""}]
        text = "\n".join(",".join(cells) for cells in [ROW, *(row.values() for row in rows)])
        (tmp_path / "old.csv").write_text(text, "utf-8")
        return tmp_path

    def run(self, files, *options):
        out, err = io.StringIO(), io.StringIO()
        call_command("import", files / "old.csv", "--map", files / "map.toml", *options, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    def test_it_says_where_every_row_went(self, files):
        out, err = self.run(files, "--refused", str(files / "no.csv"))

        assert "2 rows" in out
        assert str(files / "no.csv") in out
        assert "100%" in err
        assert err.count("100%") == 1

    def test_json(self, files):
        out, _err = self.run(files, "--json", "--refused", str(files / "no.csv"))

        told = json.loads(out)
        assert (told["rows"], told["imported"], told["refused"], told["dry_run"]) == (2, 1, 1, False)
        assert told["refused_file"] == str(files / "no.csv")

    def test_a_dry_run_keeps_nothing_and_says_so(self, files):
        out, _err = self.run(files, "--dry-run", "--refused", str(files / "no.csv"))

        assert "nothing was kept" in out
        assert Report.objects.count() == 0

    def test_refused_rows_lie_in_the_citys_folder_when_no_file_is_named(self, files, settings, tmp_path):
        settings.HOME = tmp_path / "home"
        out, _err = self.run(files, "--json")

        refused = Path(json.loads(out)["refused_file"])
        assert refused.parent == tmp_path / "home" / "imports"
        assert os.stat(refused.parent).st_mode & 0o777 == 0o700

    def test_a_missing_file_is_told(self, files):
        (files / "old.csv").unlink()

        with pytest.raises(CommandError, match=r"old\.csv"):
            self.run(files)
