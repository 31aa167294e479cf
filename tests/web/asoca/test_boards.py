"""The boards' pages as people use them: what each may see, what is refused and kept, and what can be taken along."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from tests.factories import make
from tests.web.asoca import scene
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.asoca import actions
from tanggap.asoca.models import Action, Board, Element, Judgement, Link
from tanggap.asoca.words import ActionState

pytestmark = pytest.mark.django_db
LIST = "/evaluation/asoca/"


@pytest.fixture
def keeper():
    return scene.analyst()


@pytest.fixture
def client(keeper) -> Client:
    return browser(keeper)


def test_where_no_board_is_three_ways_to_begin_are_offered(client):
    page = client.get(LIST)

    assert "There is no board yet. How do you want to begin?" in words(page)
    assert re.findall(r'name="look"|href="/evaluation/asoca/baru/"|action="/evaluation/asoca/contoh/"', page.content.decode()) == [
        'action="/evaluation/asoca/contoh/"', 'name="look"', 'href="/evaluation/asoca/baru/"',
    ]  # fmt: skip


def test_a_board_begins_with_what_the_study_found_and_the_example_stays_as_it_is(client):
    opened = client.post(f"{LIST}contoh/", follow=True)
    own = Board.objects.get(is_example=False)

    assert opened.request["PATH_INFO"] == f"{LIST}{own.pk}/"
    assert (own.state, own.edition, own.previous) == ("draft", 1, None)
    assert Element.objects.filter(board=own).count() == 11
    example = client.post(f"{LIST}contoh/", {"look": "1"}, follow=True)
    assert "the study does not print its judgements, so those here are an illustration of ours" in words(example)
    assert Board.objects.count() == 2


def test_who_is_asked_to_judge_sees_that_board_and_no_other(keeper):
    officer = make.staff(of="kel-31.75.06.1005")
    asked, other = scene.draft(keeper), scene.draft(keeper, title="Another")
    theirs = browser(officer)
    assert "Nobody has asked you to judge a board" in words(theirs.get(LIST))

    asked.do(actions.add_assessor, username=officer.username)

    assert theirs.get(asked.path).status_code == 200
    assert theirs.get(other.path).status_code == 404
    assert "Another" not in words(theirs.get(LIST))
    assert "You are asked to judge" not in words(theirs.get(LIST))
    asked.do(actions.open_for_judgement)
    assert "You are asked to judge Complaints through CRM in East Jakarta" in words(theirs.get(LIST))
    assert theirs.post(f"{asked.path}buka/", {"version": "1"}).status_code == 403


def test_what_somebody_else_changed_meanwhile_is_told_and_nothing_is_written(client, keeper):
    board = scene.draft(keeper)
    before = Element.objects.count()

    refused = client.post(f"{board.path}unsur/", {"version": "1", "group": "Ab", "Ab-text": "One more"})

    assert refused.status_code == 409
    assert "Nothing of yours was saved" in words(refused)
    assert "One more" in refused.content.decode()
    assert Element.objects.count() == before


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1", "１"])
def test_a_form_without_a_version_changes_nothing(client, keeper, version):
    board = scene.draft(keeper)

    client.post(f"{board.path}buka/", {"version": version})

    assert Board.objects.get(pk=board.number).state == "draft"


def test_an_element_rests_on_a_figure_that_is_told_with_its_query_id_and_as_it_is_today(client, keeper):
    scene.course()
    board = scene.draft(keeper)
    link = Link.objects.get(kind="indicator")

    said = words(client.get(f"{board.path}unsur/Ab1/"))

    assert link.target in said
    assert client.get("/evaluation/query/", {"id": link.target}).status_code == 200
    assert "Computed anew today: the same." in said
    refused = client.post(
        f"{board.path}unsur/Ab1/indikator/",
        {"version": "1", "indicator": "answered_in_six", "first": "2026-02-01", "last": "2026-01-01"},
    )
    assert refused.status_code == 422
    assert "The last day lies before the first." in words(refused)


def test_contradictory_answers_are_kept_and_the_pair_that_is_best_mended_is_marked(client, keeper):
    board = scene.judged(keeper)
    mine = board.assessors[0]
    form = f"{board.path}penilai/{mine.pk}/internal/"

    page = client.get(form)

    said = words(page)
    assert "contradictory CR 2.12" in said
    assert "Best mended here “Strength” is strongly more important than “Agility” (5)" in said
    marked = re.findall(r'<fieldset class="pair-field is-worst" id="([^"]+)"', page.content.decode())
    assert marked == ["id_step:internal:S:Ag_field"]
    sent = {"version": mine.version, "step:internal:Ab:S": "2", "step:internal:Ab:Ag": "4", "step:internal:S:Ag": "2"}
    mended = client.post(form, {**sent, "on": "1"}, follow=True)
    assert "they agree with one another" in words(mended)
    assert mended.request["PATH_INFO"] == f"{board.path}penilai/{mine.pk}/external/"


def test_a_second_window_of_one_assessor_loses_nothing(client, keeper):
    board = scene.judged(keeper)
    mine = board.assessors[0]
    form = f"{board.path}penilai/{mine.pk}/internal/"
    before = list(Judgement.objects.filter(assessor=mine).order_by("pk").values_list("first", "second", "step"))

    refused = client.post(form, {"version": mine.version - 1, "step:internal:Ab:S": "9"})

    assert refused.status_code == 409
    assert re.search(r'name="step:internal:Ab:S" value="9" checked', refused.content.decode())
    assert list(Judgement.objects.filter(assessor=mine).order_by("pk").values_list("first", "second", "step")) == before
    crooked = client.post(form, {"version": mine.version, "step:internal:Ab:S": "12"})
    assert (crooked.status_code, "Choose a step between 9 for the one and 9 for the other." in words(crooked)) == (
        422,
        True,
    )


def test_judgements_are_blind_until_the_judging_is_over(keeper):
    board = scene.judged(keeper)
    colleague = browser(make.staff(of="jsc-intake", role=Role.ANALYST))
    mine = board.assessors[0]
    sheet = f"{board.path}penilai/{mine.pk}/internal/"

    assert colleague.get(sheet).status_code == 404
    assert "rank 1" not in words(colleague.get(board.path))
    assert "The order is shown when everybody has judged" in words(colleague.get(f"{board.path}keyakinan/"))
    for seed, assessor in enumerate(board.assessors):
        scene.judge(board, assessor, seed=seed)
    board.do(actions.close)
    assert colleague.get(sheet).status_code == 200
    assert colleague.post(sheet, {"version": "1"}).status_code in {403, 409}
    assert "rank 1" in words(colleague.get(board.path))
    assert "panels drawn anew" in words(colleague.get(f"{board.path}keyakinan/"))


def test_actions_that_would_wait_for_one_another_are_refused_by_name(client, keeper):
    board = scene.closed(keeper)
    typed = {"owner": "jsc-intake", "owner_role": "Head", "due_on": "2027-01-31"}
    made = [
        client.post(f"{board.path}strategi/Ab-O/tindakan/", {**typed, "text": text}) for text in ("First", "Second")
    ]
    assert [answer.status_code for answer in made] == [302, 302]
    first, second = Action.objects.order_by("pk")

    client.post(
        f"{board.path}tindakan/{second.pk}/ubah/", {**typed, "text": "Second", "needs": first.pk, "version": "1"}
    )
    refused = client.post(
        f"{board.path}tindakan/{first.pk}/ubah/", {**typed, "text": "First", "needs": second.pk, "version": "1"}
    )

    assert refused.status_code == 422
    assert "“First” → “Second” → “First”" in words(refused)
    waits = client.post(f"{board.path}tindakan/{second.pk}/keadaan/", {"state": ActionState.DONE, "version": "2"})
    assert (waits.status_code, "This action waits for “First”" in words(waits)) == (409, True)


def test_an_effect_is_said_with_its_estimate_its_assumptions_and_its_course_as_a_file(client, keeper):
    at = scene.course()
    board = scene.closed(keeper)
    action, following = scene.followed(board, at)
    page = f"{board.path}dampak/{following}/"

    client.post(f"{page}catat/")
    said = words(client.get(page))

    assert re.search(r"Better: on average \+1\d\.\d percentage points", said)
    assert "No number can show this: people must judge it." in said
    assert "Nothing is kept yet." not in said
    course = client.get(f"{page}angka.csv").content.decode().splitlines()
    assert course[0] == "first,last,value,n,after,left_out,elsewhere,model,without"
    assert len(course) > scene.MONTHS_BEFORE + scene.MONTHS_AFTER
    assert client.get(f"{page}angka.xlsx").content[:2] == b"PK"
    assert client.get(f"{page}angka.exe").status_code == 404
    elsewhere = scene.draft(keeper)
    assert client.get(f"{elsewhere.path}dampak/{following}/").status_code == 404
    assert client.get(f"{elsewhere.path}tindakan/{action}/").status_code == 404


def test_a_number_is_followed_beside_another_area_or_not_at_all(client, keeper):
    board = scene.closed(keeper)
    action, _following = scene.followed(board, date(2026, 1, 1))
    typed = {"indicator": "answered_in_six", "at": "2026-02-01", "first": "2025-01-01", "method": "did"}

    refused = client.post(f"{board.path}tindakan/{action}/dampak/", typed)

    assert (refused.status_code, "Choose an area" in words(refused)) == (422, True)
    beside = client.post(f"{board.path}tindakan/{action}/dampak/", {**typed, "area": "31.75", "control_area": "31.71"})
    assert beside.status_code == 302
    assert "At least 8 steps with a number are needed" in words(client.get(beside["Location"]))


def test_a_board_is_taken_along_as_a_report_a_workbook_a_table_and_facts(client, keeper):
    board = scene.closed(keeper)

    files = {kind: client.get(f"{board.path}asoca.{kind}") for kind in ("pdf", "xlsx", "csv", "json", "doc")}

    assert [answer.status_code for answer in files.values()] == [200, 200, 200, 200, 404]
    assert (files["pdf"].content[:5], files["xlsx"].content[:2]) == (b"%PDF-", b"PK")
    assert files["csv"].content.decode().startswith("board,edition,kind,")
    assert json.loads(files["json"].content)["board"]["title"] == "Complaints through CRM in East Jakarta"
    assert files["pdf"]["Content-Disposition"] == f'attachment; filename="asoca-{board.number}-1.pdf"'


def test_a_closed_board_is_issued_under_a_number_that_anybody_can_look_up(client, keeper):
    board = scene.closed(keeper)

    given = client.post(f"{board.path}terbitkan/")

    number = re.search(r'filename="asoca-(.+)\.pdf"', given["Content-Disposition"])[1]
    assert (given.status_code, given.content[:5]) == (200, b"%PDF-")
    assert browser().get(f"/evaluation/documents/{number}/").status_code == 200
    early = client.post(f"{scene.judged(keeper).path}terbitkan/", follow=True)
    assert "Only a closed board is issued" in words(early)


def test_editions_are_shown_beside_one_another_in_words_and_numbers(client, keeper):
    board = scene.closed(keeper)
    number = actions.new_edition(by=keeper, board=board.number)
    later = scene.Keeper(keeper, number)
    later.do(actions.change_element, key="Ab1", text="Planning with open data")

    said = words(client.get(f"{later.path}banding/"))

    assert "before: Planning and analysis of complaints now: Planning with open data reworded" in said
    assert "One of the two has no order to show yet." in said
    assert "The board in the address is not known here" in words(client.get(f"{later.path}banding/?with=x"))


def test_odd_addresses_and_odd_words_end_in_a_refusal(client, keeper):
    board = scene.judged(keeper)
    mine = board.assessors[0].pk
    far = "9" * 30

    asked = [
        f"{LIST}{far}/",
        f"{board.path}unsur/%00/",
        f"{board.path}unsur/Zz9/",
        f"{board.path}penilai/{far}/",
        f"{board.path}penilai/{mine}/none/",
        f"{board.path}tindakan/{far}/",
        f"{board.path}dampak/{far}/",
        f"{board.path}strategi/X-Y/tindakan/",
        f"{board.path}asoca.%00",
    ]
    assert {path: client.get(path).status_code for path in asked} == dict.fromkeys(asked, 404)
    draft = scene.draft(keeper)
    version = Board.objects.get(pk=draft.number).version
    sent = [
        ("unsur/", {"group": "Z", "Z-text": "x"}),
        ("unsur/", {"group": "Ab", "Ab-text": "x" * 5000}),
        ("penilai/", {"username": "no\x00body"}),
        ("penilai/", {"username": keeper.username, "name": "Both"}),
        ("unsur/Ab1/dokumen/", {"title": "x", "target": "javascript:alert(1)"}),
        ("unsur/Ab1/kueri/", {"query": "tg1:nothing"}),
        ("ubah/", {"title": "x", "first": "2026-02-01", "last": "2026-01-01"}),
    ]
    answers = [client.post(draft.path + path, {**form, "version": version}).status_code for path, form in sent]
    assert answers == [422] * len(sent)
    assert Board.objects.get(pk=draft.number).version == version
