"""A version of the open data: one moment, told alike in every format, as the pages tell it, and of nobody."""

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pandas
import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook
from tests.factories import make
from tests.fixtures import standing

from tanggap.core import clock
from tanggap.core.cursors import catch_up
from tanggap.core.refusal import Invalid
from tanggap.insight.consumer import CONSUMER
from tanggap.insight.opendata import anonymity, checking, describing, formats, keeping, making, queries
from tanggap.insight.opendata.datasets import DATASETS, reports
from tanggap.insight.opendata.models import File, Version
from tanggap.reports.models import Report
from tanggap.reports.queries import public
from tanggap.reports.queries.public import exported

pytestmark = pytest.mark.xdist_group("opendata-versions")  # the city is built once
NOW = datetime(2026, 3, 31, 18, 30, tzinfo=UTC)  # in Jakarta the first of April
SENSITIVE = "premanisme"
PHONE = "081234567890"
FORMULA = '=HYPERLINK("http://x","klik") lampu mati'


@dataclass(frozen=True)
class City:
    """A city of which a version was made, and where it lies."""

    root: Path
    number: str
    plain: Report
    formula: Report
    sensitive: tuple[Report, ...]
    alone: Report
    private: Report
    merged: Report
    fast: Report
    late: tuple[str, ...]


def _slowly(late: list[str]) -> Any:
    """Return a writer of datasets during which a report comes by another connection, right behind the reports."""
    write = formats.write

    def come() -> None:
        late.append(make.report(text="Datang terlambat").code)
        connection.close()

    def slow(dataset: Any, given: Any, folder: Path) -> Any:
        found = write(dataset, given, folder)
        if dataset.code == "reports":
            other = Thread(target=come)
            other.start()
            other.join()
        return found

    return slow


def _build(root: Path) -> City:
    django_settings.OPENDATA_ROOT = root
    with clock.at(NOW - timedelta(days=3)):
        plain = make.report(text=f"Jalan rusak, hubungi {PHONE}", category="sampah")
        formula = make.report(text=FORMULA)
        sensitive = tuple(make.report(category=SENSITIVE, text="Diminta uang di kantor") for _ in range(5))
        private = make.report(visibility="private", text="Rahasia sekali")
        merged = make.report(state="merged", parent=plain)
        fast = make.report(state="resolved")
        make.report(state="rejected", lon=None, lat=None)
    with clock.at(NOW - timedelta(days=40)):
        alone = make.report(category=SENSITIVE, text="Sendirian")
    late: list[str] = []
    with clock.at(NOW), pytest.MonkeyPatch.context() as patched:
        catch_up(CONSUMER)
        patched.setattr(formats, "write", _slowly(late))
        number = making.make()
    return City(root, number, plain, formula, sensitive, alone, private, merged, fast, tuple(late))


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    root, was = tmp_path_factory.mktemp("opendata"), django_settings.OPENDATA_ROOT
    with standing(django_db_blocker, lambda: _build(root)) as made:
        yield made
    django_settings.OPENDATA_ROOT = was


@pytest.fixture(autouse=True)
def _read_anew(city, db):
    queries.forget_read()


def rows(city: City, dataset: str = "reports") -> list[dict]:
    return list(formats.read_lines(path(city, dataset, "jsonl")))


def path(city: City, dataset: str, kind: str) -> Path:
    return city.root / city.number / dataset / formats.named(DATASETS[dataset], kind)


def test_a_version_is_named_by_the_citys_day_and_its_files_are_as_its_sums_say(city):
    assert city.number == "2026-04-01"
    assert checking.verify() == (File.objects.count(), [])
    sums = (city.root / city.number / "SHA256SUMS").read_text().splitlines()
    assert len(sums) == File.objects.count()


def test_every_row_is_what_the_page_of_its_report_tells(city):
    told = [row for row in rows(city) if row["code"]]

    assert {row["code"] for row in told} == {one.code for one in (city.plain, city.formula, city.merged, city.fast)} | {
        told[-1]["code"]
    }
    for row in told:
        page = public.report(row["code"])
        assert {
            "code": page.code, "state": page.state, "category": page.category_code, "area": page.area, "unit": page.unit_code,
            "text": page.text, "lon": page.lon, "lat": page.lat, "outcome": page.outcome or None, "answer_kept": page.answer_kept,
            "resolve_kept": page.resolve_kept, "supporters": page.supporters, "reopened": page.reopened_count, "origin": page.origin,
            "joined_to": page.parent, "is_open": page.is_open,
        } == {
            name: row[name] for name in (
                "code", "state", "category", "area", "unit", "text", "lon", "lat", "outcome", "answer_kept", "resolve_kept", "supporters",
                "reopened", "origin", "joined_to", "is_open",
            )
        }  # fmt: skip
        assert [datetime.fromisoformat(row[name]) for name in ("received_at", "answer_due_at", "resolve_due_at")] == [
            page.received_at, page.answer_due_at, page.resolve_due_at,
        ]  # fmt: skip
        assert row["received_on"] == str(clock.local(page.received_at).date())


def test_the_list_of_a_filter_and_its_rows_are_the_same_reports(city):
    for wanted in (
        public.Filter(),
        public.Filter(category="lampu-jalan"),
        public.Filter(is_open=False),
        public.Filter(area="31.75"),
    ):
        listed = [row.id for row in public.listed(wanted).rows]
        assert [row.id for row in exported.exported(wanted).rows] == listed
        assert len(listed) >= 1


def test_guarded_rows_tell_no_code_words_point_or_time_and_five_look_alike(city):
    guarded = [row for row in rows(city) if row["detail"] == "guarded"]

    assert len(guarded) == len(city.sensitive)
    assert all(row[name] is None for row in guarded for name in reports.UNTOLD)
    assert {(row["area"], row["received_on"], row["channel"]) for row in guarded} == {
        (city.sensitive[0].area_id, "2026-03-29", "website")
    }


def test_one_of_a_guarded_category_alone_in_its_month_is_left_out_and_counted(city):
    facts = queries.version(city.number).facts["anonymity"]

    assert (facts["left_out"], facts["steps"]) == (1, {"0": 5})


def test_nothing_that_is_private_is_in_any_file(city):
    everything = b"".join(
        gzip.decompress(one.read_bytes()) if one.suffix == ".gz" else one.read_bytes()
        for one in city.root.rglob("*")
        if one.is_file() and one.suffix in {".gz", ".csv", ".jsonl", ".json"}
    )

    codes = [one.code for one in (city.private, city.alone, *city.sensitive)]
    secrets = [PHONE, "Rahasia sekali", "Diminta uang", "Sendirian", *codes]
    assert [secret for secret in secrets if secret.encode() in everything] == []


def test_pandas_reads_csv_json_lines_and_parquet_to_the_same_table(city):
    expected = len(rows(city))
    csv = pandas.read_csv(path(city, "reports", "csv"))
    lines = pandas.read_json(path(city, "reports", "jsonl"), lines=True)
    parquet = path(city, "reports", "parquet")
    import duckdb

    columns = [(name, kind) for name, kind, *_ in duckdb.sql(f"DESCRIBE SELECT * FROM '{parquet}'").fetchall()]
    table = duckdb.sql(f"SELECT * FROM '{parquet}'").fetchall()

    assert list(csv.columns) == list(lines.columns) == [name for name, _kind in columns] == list(reports.DATASET.names)
    assert len(csv) == len(lines) == len(table) == expected
    assert csv["lat"].min() < 0
    assert csv["lat"].dtype == "float64"
    kinds = dict(columns)
    assert (kinds["lat"], kinds["received_at"], kinds["received_on"], kinds["is_open"]) == (
        "DOUBLE", "TIMESTAMP WITH TIME ZONE", "DATE", "BOOLEAN",
    )  # fmt: skip


def test_the_examples_of_the_documentation_run_on_the_files(city, monkeypatch, capsys):
    import duckdb

    page = (Path(__file__).parents[3] / "docs" / "open-data.md").read_text("utf-8")
    monkeypatch.chdir(path(city, "reports", "csv").parent)

    exec(page.partition("<!-- tested: pandas -->")[2].partition("```python\n")[2].partition("```")[0], {})
    query = page.partition("<!-- tested: duckdb -->")[2].partition("```sql\n")[2].partition("```")[0]

    assert "sampah" not in capsys.readouterr().out  # it is open
    assert sum(reports for _area, _hours, reports in duckdb.sql(query).fetchall()) == len(
        [row for row in rows(city) if row["code"]]
    )


def test_no_cell_runs_and_numbers_stay_numbers_in_a_spreadsheet(city):
    sheet = load_workbook(path(city, "reports", "xlsx"), read_only=True).active
    head, *lines = sheet.iter_rows()
    at = {cell.value: place for place, cell in enumerate(head)}
    (line,) = [line for line in lines if line[at["code"]].value == city.formula.code]
    csv = gzip.decompress(path(city, "reports", "csv").read_bytes()).decode()

    assert (line[at["text"]].data_type, line[at["lat"]].data_type) == ("s", "n")
    assert line[at["text"]].value.startswith("=HYPERLINK")
    assert line[at["lat"]].value == city.formula.lat
    assert "\"'=HYPERLINK(" in csv
    assert f",{city.formula.lon},{city.formula.lat}," in csv


def test_geojson_is_longitude_first_and_null_where_there_is_no_place(city):
    document = json.loads(gzip.decompress(path(city, "reports", "geojson").read_bytes()))

    features = {one["properties"]["code"]: one["geometry"] for one in document["features"]}
    assert features[city.formula.code] == {"type": "Point", "coordinates": [city.formula.lon, city.formula.lat]}
    assert features[None] is None
    assert "lon" not in document["features"][0]["properties"]


def test_histories_are_those_of_the_reports_with_a_code_and_hold_no_words(city):
    told = rows(city, "events")

    assert {row["code"] for row in told} == {row["code"] for row in rows(city) if row["code"]}
    assert [row["kind"] for row in told if row["code"] == city.merged.code] == ["intake.accept", "triage.merge"]
    assert set(told[0]) == {"code", "version", "kind", "state_before", "state_after", "unit", "actor_unit", "at"}


def test_daily_sums_are_of_public_reports_and_guarded_ones_by_month(city):
    told = rows(city, "daily")

    assert sum(row["received"] for row in told if row["category"] == SENSITIVE) == 5
    assert [(row["on"], row["area"]) for row in told if row["category"] == SENSITIVE] == [(None, "31")]
    assert sum(row["received"] for row in told if row["on"]) == len([row for row in rows(city) if row["code"]])


def test_closed_within_ten_minutes_is_told_apart(city):
    assert [row["closed_fast"] for row in rows(city) if row["code"] in {city.fast.code, city.plain.code}] == [
        False,
        True,
    ]


def test_a_new_field_of_a_report_is_in_no_file_until_a_column_names_it():
    """P15: what a row is made of are the columns that stand in the code, by name; `SELECT *` and model dumps are nowhere."""
    assert "*" not in exported.COLUMNS
    fields = {field.name for field in Report._meta.get_fields()}
    never = fields & {
        "nonce",
        "details",
        "address",
        "assignee",
        "language",
        "field_required",
        "neighbour",
        "paused_seconds",
    }
    assert never == {
        "nonce",
        "details",
        "address",
        "assignee",
        "language",
        "field_required",
        "neighbour",
        "paused_seconds",
    }
    assert never & set(reports.DATASET.names) == set()
    assert never & {name.strip('"') for name in exported.COLUMNS.split(", ")} == set()


@pytest.mark.parametrize("code", DATASETS)
def test_each_column_is_explained_in_both_languages_and_each_row_has_each_column(city, code):
    dictionary = queries.dictionary(DATASETS[code])

    assert all(set(column["description"]) == {"id", "en"} and column["source"] for column in dictionary["columns"])
    assert all(list(row) == list(DATASETS[code].names) for row in rows(city, code))
    declared = {column.name: column for column in DATASETS[code].columns}
    assert [
        name for row in rows(city, code) for name, value in row.items() if value is None and not declared[name].nullable
    ] == []
    for name, column in declared.items():
        if column.values:
            assert {row[name] for row in rows(city, code)} - {None} <= {value for value, _label in column.values}


def test_machines_are_told_of_every_file_with_its_sum(city):
    catalog = describing.catalog(queries.offers())
    sums = {
        one["spdx:checksum"]["spdx:checksumValue"]["@value"]
        for each in catalog["dcat:dataset"]
        for one in each["dcat:distribution"]
    }
    croissant = describing.croissant(queries.offer("reports"))

    assert sums == set(File.objects.values_list("sha256", flat=True))
    assert croissant["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert [one["name"] for one in croissant["recordSet"][0]["field"]] == list(reports.DATASET.names)
    assert {one["source"]["fileObject"]["@id"] for one in croissant["recordSet"][0]["field"]} == {"reports.parquet"}


def test_all_files_tell_of_one_moment_while_reports_go_on_coming(city):
    """A report that came between two datasets is in neither: both are read from one snapshot."""
    assert Report.objects.filter(code=city.late[0]).exists()
    assert {row["code"] for name in ("reports", "events") for row in rows(city, name)} & set(city.late) == set()


def test_a_damaged_file_is_found(city):
    one = path(city, "units", "csv")
    whole = one.read_bytes()
    try:
        one.write_bytes(whole[:-1] + b"x")
        assert [(fault.file, fault.what) for fault in checking.verify(city.number)[1]] == [
            ("units/units.csv", "another checksum")
        ]
    finally:
        one.write_bytes(whole)


def test_what_is_not_anonymous_is_not_published(city, monkeypatch):
    monkeypatch.setattr(anonymity.Plan, "of", lambda _plan, exact: exact)

    with pytest.raises(CommandError, match="Nothing was published"):
        call_command("opendata", "make", verbosity=0)

    assert list(Version.objects.values_list("number", flat=True)) == [city.number]
    assert [one.name for one in city.root.iterdir()] == [city.number]


def test_a_crash_leaves_nothing_half_published_and_the_next_making_removes_what_it_left(city, monkeypatch):
    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_settle", full)
    with pytest.raises(OSError, match="No space"):
        making.make(only=["units"])
    (city.root / ".making-1").mkdir()
    monkeypatch.undo()

    with clock.at(NOW):
        number = making.make(only=["units"])

    queries.forget_read()
    assert number == "2026-04-01.2"
    assert {one.name for one in city.root.iterdir()} == {city.number, number}
    assert (queries.newest("units").number, queries.newest("reports").number) == (number, city.number)
    keeping._let_go(Version.objects.get(number=number))


def test_an_unknown_dataset_is_named():
    with pytest.raises(Invalid) as refused:
        making.make(only=["persons"])

    assert list(refused.value.errors) == ["dataset"]


def test_a_sheet_that_would_be_too_long_is_left_out_and_said(city, monkeypatch, tmp_path):
    monkeypatch.setattr("tanggap.insight.workbooks.MOST_ROWS", 3)

    number, absent = formats.write(
        DATASETS["units"], iter([("a", "b", "c", "d", None, None, None, True)] * 5), tmp_path
    )

    assert (number, absent) == (5, {"xlsx": "too_many_rows"})
    assert {one.name for one in tmp_path.iterdir()} == {"units.csv", "units.jsonl"}


def test_without_the_extra_there_is_no_parquet_and_the_rest_is_there(monkeypatch, tmp_path):
    monkeypatch.setattr(formats, "find_spec", lambda _name: None)

    assert formats.add_parquet(DATASETS["units"], tmp_path) == {"parquet": "not_installed"}


def test_kept_are_seven_days_and_twelve_months():
    days = [NOW - timedelta(days=days) for days in range(0, 420, 5)]
    File.objects.all().delete()
    Version.objects.all().delete()
    Version.objects.bulk_create(
        Version(number=f"v{place:03}", taken_at=at, made_at=at, seconds=1, schema=1, position=1, clean_to=1)
        for place, at in enumerate(days)
    )

    keeping.forget()

    kept = list(Version.objects.filter(forgotten_at=None).order_by("number").values_list("number", flat=True))
    assert kept[:7] == [f"v{place:03}" for place in range(7)]
    assert len(kept) == 7 + 10  # the last days lie in the first two of the twelve months


@pytest.mark.parametrize(
    "change",
    ["successor = 'x'", "withdrawn_at = now(), forgotten_at = now()"],
    ids=["successor of a kept one", "gone twice"],
)
def test_the_database_refuses_a_version_that_is_in_two_states(city, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE opendata_version SET {change}")


def test_the_database_refuses_a_checksum_that_is_none(city):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE opendata_file SET sha256 = 'abc'")
