"""Ready answers: the pack's and each unit's own; blanks that are filled or refused; nothing overwritten."""

import pytest
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.catalog import answering, answers
from tanggap.catalog.models import UnitAnswer
from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Stale
from tanggap.places.city import city

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"


def given(**changes):
    words = {
        "door": "reports.ask",
        "name": {"id": "Nomor tiang", "en": "Number of the post"},
        "text": {"id": "Berapa nomor tiang pada {code}?", "en": "Which post is it in {code}?"},
    }
    return {**words, **changes}


@pytest.fixture
def rina():
    return make.staff(of=GEBANG, role=Role.SUPERVISOR)


def test_every_answer_of_the_city_is_in_every_language_and_names_nobody():
    for answer in answers.of_city():
        for language in city().languages:
            assert answers.unknown(answer.text[language]) == []
            assert answer.text[language].strip()
            assert answer.name[language].strip()
    assert not {blank for blank in answers.BLANKS if "name" in blank or "reporter" in blank}


def test_those_of_the_category_come_first_the_units_own_before_the_citys(rina):
    answering.keep(by=rina, unit=GEBANG, **given())
    answering.keep(by=rina, unit=GEBANG, **given(category="lampu-jalan", name={"id": "Lampu", "en": "Lamp"}))
    answering.keep(by=rina, unit=GEBANG, **given(category="sampah"))

    offered = answers.offered("reports.ask", category="lampu-jalan", unit=GEBANG)

    named = [(bool(one.categories), one.unit, one.name["en"]) for one in offered]
    assert named[:3] == [
        (True, GEBANG, "Lamp"),
        (True, "", "Number of the lamp post"),
        (False, GEBANG, "Number of the post"),
    ]
    assert all(one.door == "reports.ask" for one in offered)
    assert answers.offered("reports.assign", category="lampu-jalan", unit=GEBANG) == []


def test_blanks_are_filled_in_the_wanted_language_else_in_the_one_there_is():
    answer = answers.Answer("x", "reports.ask", {"id": "x"}, {"id": "Laporan {code} di {place}, {due} {{tetap}}"})

    assert answer.filled("en", {"code": "JK-1", "place": "Cakung"}) == "Laporan JK-1 di Cakung,  {tetap}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": {"id": "Hai {reporter_name}", "en": "Hi {code}"}}, "text_id"),
        ({"text": {"id": "Hai {code.__class__}", "en": "Hi"}}, "text_id"),
        ({"text": {"id": "Hai {", "en": "Hi"}}, "text_id"),
        ({"text": {"id": "Hai {}", "en": "Hi"}}, "text_id"),
        ({"text": {"id": "Hai", "en": ""}}, "text_en"),
        ({"text": {"id": "Hai", "en": "x" * 2001}}, "text_en"),
        ({"name": {"id": "Hai"}}, "name_en"),
        ({"door": "reports.assign"}, "door"),
        ({"category": "tidak-ada"}, "category"),
    ],
)
def test_an_unknown_blank_and_what_is_missing_are_refused_by_field(rina, changes, field):
    with pytest.raises(Invalid) as refused:
        answering.keep(by=rina, unit=GEBANG, **given(**changes))

    assert list(refused.value.errors) == [field]
    assert not UnitAnswer.objects.exists()


def test_a_change_is_a_new_version_and_a_lost_update_is_refused(rina):
    first = answering.keep(by=rina, unit=GEBANG, **given())
    answering.keep(by=rina, unit=GEBANG, line=first.line, version=1, **given(name={"id": "Baru", "en": "New"}))

    with pytest.raises(Stale):
        answering.keep(by=rina, unit=GEBANG, line=first.line, version=1, **given())

    assert [one.label for one in answers.of_unit(GEBANG)] == ["Baru"]
    assert [one.version for one in answers.versions(GEBANG, first.line)] == [2, 1]


def test_what_is_withdrawn_is_offered_no_more_and_stays_in_the_record(rina):
    first = answering.keep(by=rina, unit=GEBANG, **given())
    answering.withdraw(by=rina, unit=GEBANG, line=first.line, version=1)

    assert answers.of_unit(GEBANG) == []
    assert len(answers.versions(GEBANG, first.line)) == 2


def test_only_who_supervises_the_unit_keeps_its_answers(rina):
    first = answering.keep(by=rina, unit=GEBANG, **given())
    for person in (make.staff(of=GEBANG), make.staff(of="kel-31.73.01.1001", role=Role.SUPERVISOR)):
        with pytest.raises(NotAllowed):
            answering.keep(by=person, unit=GEBANG, **given())
        with pytest.raises(NotAllowed):
            answering.withdraw(by=person, unit=GEBANG, line=first.line, version=1)
    above = make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
    answering.keep(by=above, unit=GEBANG, **given())

    assert UnitAnswer.objects.count() == 2


def test_another_units_answer_is_not_found(rina):
    first = answering.keep(by=rina, unit=GEBANG, **given())
    other = make.staff(of="kel-31.73.01.1001", role=Role.SUPERVISOR)

    with pytest.raises(NotFound):
        answering.withdraw(by=other, unit="kel-31.73.01.1001", line=first.line, version=1)
