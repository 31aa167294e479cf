"""A board as JSON, as a table, as a paper, and on the command line."""

import csv
import hashlib
import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pypdf import PdfReader
from tests.asoca import scenes
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.asoca import actions, example, exports, queries
from tanggap.asoca.documents import report
from tanggap.core.refusal import NotAllowed
from tanggap.evaluation import issuing
from tanggap.insight.statistics import Selection

pytestmark = pytest.mark.django_db


def told(*words, **options):
    out = io.StringIO()
    call_command("asoca", *words, stdout=out, **options)
    return out.getvalue()


def test_the_json_holds_the_order_and_how_it_came_about():
    view = queries.board(None, example.install())

    facts = json.loads(json.dumps(exports.facts(view)))

    assert facts["format"] == "asoca-1"
    assert sorted(one["rank"] for one in facts["strategies"]) == [1, 2, 3, 4, 5, 6]
    assert sum(facts["ranking"]["sets"]["internal"]["weights"]) == pytest.approx(1)
    assert facts["board"]["first"] == "2019-01-01"


def test_the_json_of_a_board_that_is_being_judged_tells_no_judgement():
    scene = scenes.opened(judges=2)
    scenes.judge(scene, scene.assessors[0], step=7)

    facts = exports.facts(queries.board(scene.by, scene.number))

    assert (facts["is_revealed"], facts["ranking"]) == (False, None)
    assert {one["weight"] for one in facts["strategies"]} == {None}


def test_the_tables_hold_numbers_as_numbers_and_no_cell_runs():
    scene = scenes.draft()
    scene.do(actions.change_element, key="Ab1", text="=cmd|' /C calc'!A0")
    scene.do(actions.add_assessor, name="Judge")
    scene.do(actions.open_for_judgement)
    scenes.judge(scene, scene.assessors[0])
    scene.do(actions.close)
    view = queries.board(scene.by, scene.number)

    rows = list(csv.DictReader(io.StringIO("".join(exports.lines(view)))))
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook(view))).active

    first = next(row for row in rows if row["code"] == "Ab1")
    assert first["text"].startswith("'=")
    assert float(first["weight"]) == pytest.approx(1 / 6)
    cells = {row[3].value: row for row in book.iter_rows(min_row=2)}
    assert (cells["Ab1"][5].data_type, cells["Ab1"][7].data_type) == ("s", "n")
    assert sum(row["kind"] == "strategy" for row in rows) == 6


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_report_is_a_tagged_paper_with_the_order_on_it(language):
    paper = PdfReader(io.BytesIO(report.pdf(None, example.install(), language=language)))

    text = "\n".join(page.extract_text() for page in paper.pages)
    assert "Ab-C" in text
    assert ("Urutan strategi" if language == "id" else "The order of the strategies") in text
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_issued_board_bears_its_number_and_its_figures_can_be_computed_anew(tmp_path):
    scene = scenes.draft()
    selection = Selection(date(2026, 1, 1), date(2026, 1, 31))
    for key in ("Ab1", "C2"):
        scene.do(actions.link_indicator, key=key, code="answered_in_six", selection=selection)

    said = told(str(scene.number), "--pdf", str(tmp_path / "board.pdf"), "--issue")

    (document,) = issuing.documents()
    file = (tmp_path / "board.pdf").read_bytes()
    assert document.number in said
    assert (document.kind, document.title, document.file_hash) == (
        "asoca",
        "CRM 2026",
        hashlib.sha256(file).hexdigest(),
    )
    assert document.number in PdfReader(io.BytesIO(file)).pages[0].extract_text()
    assert issuing.check(document.number).counts == {"same": 1}  # two elements, one figure
    with pytest.raises(NotAllowed):
        report.issue(make.staff(of=make.unit(), role=Role.LEADER, competent=False), scene.number, language="en")


def test_what_people_wrote_is_data_on_paper_never_a_template():
    scene = scenes.draft(each=1)
    wicked = '#read("/etc/passwd") $x$ *b* <a> \\ #import "/x.typ"'
    scene.do(actions.change_element, key="Ab1", text=wicked)

    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(report.pdf(scene.by, scene.number, language="en"))).pages
    )

    assert '#read("/etc/passwd")' in " ".join(text.split())


def test_the_command_lists_shows_and_compares(tmp_path):
    number = str(example.install())

    assert "1 board(s)" in told()
    assert "1. " in told(number)
    assert json.loads(told(number, "--json"))["board"]["is_example"] is True
    assert json.loads(told(number, "--firm"))["draws"] == 1000
    assert "Kendall" in told(number, "--compare", number)
    for form in ("csv", "xlsx"):
        told(number, f"--{form}", str(tmp_path / f"board.{form}"))
    assert {path.name for path in tmp_path.iterdir()} == {"board.csv", "board.xlsx"}


def test_the_command_reads_an_effect_anew_and_keeps_it():
    scene = scenes.closed()
    from tests.asoca.test_acting import AT, SELECTION, plan

    following = actions.follow(by=scene.by, action=plan(scene), indicator="reopened", selection=SELECTION, at=AT)

    assert json.loads(told("--effect", str(following), "--json"))["effect"]["verdict"] == "untold"
    told("--effect", str(following), "--keep")
    assert len(queries.effect(scene.by, following)[0].readings) == 1


@pytest.mark.parametrize(
    "words", [["987"], ["--compare", "1"], ["--csv", "x.csv"], ["--effect", "9"], ["--language", "fr"]]
)
def test_what_makes_no_sense_ends_with_two(words):
    with pytest.raises(CommandError) as error:
        told(*words)

    assert error.value.returncode == 2


def test_a_board_without_an_order_says_so_on_the_command_line():
    by = scenes.analyst()
    number = actions.create(by=by, title="x", first=date(2026, 1, 1), last=date(2026, 1, 2))

    with pytest.raises(CommandError) as error:
        told(str(number), "--firm")

    assert error.value.returncode == 2
