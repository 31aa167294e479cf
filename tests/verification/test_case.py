"""`verification.queries.case`: one claim with everything that its check needs, and nothing of who reported it."""

import dataclasses

import pytest
from django.utils.translation import override
from tests.factories import LAMP, LITTER, make

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.reports import actions as reports
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions, queries
from tanggap.verification.words import CheckKind

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"
SENSITIVE = "parkir-liar"


def claimed(**how):
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LAMP, **how})


def validator(of=EAST, **how):
    return make.staff(of=of, role=Role.VALIDATOR, **how)


def do(action, report, **how):
    report.refresh_from_db()
    action(code=report.code, version=report.version, **how)
    report.refresh_from_db()


def test_a_case_says_what_was_claimed_and_by_whom():
    report = claimed()

    case = queries.case(report.code, staff=validator())

    assert (case.claim, case.claimed_at, case.due) == ("Sudah diganti", report.claimed_at, CheckKind.ADMINISTRATIVE)
    assert agencies.unit_label(report.unit_id) in case.claimed_by


def test_the_points_are_the_categorys_and_nobody_has_looked_yet():
    report = claimed()

    points = queries.case(report.code, staff=validator()).points

    assert [point.seen for point in points] == [None] * 3


def test_points_are_said_in_the_readers_language():
    report = claimed()

    with override("en"):
        labels = [point.label for point in queries.case(report.code, staff=validator()).points]

    assert labels[0] == "The lamp burns at night"


def test_an_answer_chosen_from_a_list_is_shown_in_its_words():
    report = claimed(details={"fault": "out"})

    details = queries.case(report.code, staff=validator()).report.details

    assert [answer for _question, answer in details] == [option_label(LAMP, "out")]


def option_label(category, code):
    """Return the words of an answer of the category's first question."""
    (question, *_) = catalog.category(category).questions
    return next(say(option["label"]) for option in question["options"] if option["code"] == code)


def test_in_the_field_each_point_says_what_the_papers_showed():
    report = claimed()
    first = next(iter(make.checklist(report)))
    do(actions.send_to_field, report, verifier=validator(), checklist={first: True})

    points = queries.case(report.code, staff=validator()).points

    assert [point.seen for point in points] == [True, False, False]


def test_photos_are_sorted_by_what_they_show():
    report = claimed(photos=[Upload(make.photo(), "before.jpg")])
    do(actions.reject, report, verifier=validator(), message="Belum", photos=[Upload(make.photo(), "look.jpg")])
    officer = make.staff(of=report.unit_id)
    do(reports.start, report, by=officer)
    do(
        reports.claim_done,
        report,
        by=officer,
        message="Sekarang sudah",
        photos=[Upload(make.photo(), "x.jpg"), Upload(make.photo(), "y.jpg")],
    )

    case = queries.case(report.code, staff=validator())

    assert [len(some) for some in (case.before, case.after, case.taken_at_check, case.earlier)] == [1, 2, 0, 2]
    assert case.claim == "Sekarang sudah"


def test_checks_of_earlier_claims_are_told_apart():
    report = claimed(category=LITTER)
    do(actions.reject, report, verifier=validator(), message="Belum", findings="Masih ada sisa")
    officer = make.staff(of=report.unit_id)
    do(reports.start, report, by=officer)
    do(reports.claim_done, report, by=officer, message="Bersih", photos=[Upload(make.photo(), "x.jpg")])
    do(actions.send_to_field, report, verifier=validator())

    checks = queries.case(report.code, staff=validator()).checks

    assert [(check.passed, check.is_of_this_claim, check.findings) for check in checks] == [
        (False, False, "Masih ada sisa"),
        (True, True, ""),
    ]


def test_ones_own_independence_is_told():
    report = claimed()

    assert queries.case(report.code, staff=validator()).is_independent


def test_a_case_of_another_unit_is_not_found():
    report = claimed()

    with pytest.raises(NotFound):
        queries.case(report.code, staff=validator(of="bagian-pemerintahan-31.71"))


def test_a_case_outside_ones_area_is_not_found():
    report = claimed()

    with pytest.raises(NotFound):
        queries.case(report.code, staff=validator(area="31.75.01"))


def test_an_officer_sees_no_case():
    report = claimed()

    with pytest.raises(NotFound):
        queries.case(report.code, staff=make.staff(of=report.unit_id))


def test_a_decided_case_can_still_be_read():
    report = make.report(state=State.RESOLVED, category=LITTER)

    case = queries.case(report.code, staff=validator())

    assert (case.is_waiting, case.report.can("verification.accept")) == (False, False)


def test_on_the_spot_the_reporters_photo_of_a_sensitive_matter_is_kept_back():
    report = claimed(category=SENSITIVE, photos=[Upload(make.photo(), "window.jpg")])
    assert not queries.case(report.code, staff=validator()).keeps_photo_back
    do(actions.send_to_field, report, verifier=validator())

    assert queries.case(report.code, staff=validator()).keeps_photo_back


def test_on_the_spot_the_photo_of_a_lamp_is_shown():
    report = claimed()
    do(actions.send_to_field, report, verifier=validator())

    assert not queries.case(report.code, staff=validator()).keeps_photo_back


def test_nothing_in_a_case_tells_who_reported():
    report = claimed(reporter=make.reporter(7))

    case = queries.case(report.code, staff=validator())

    assert "canary7" not in str(dataclasses.asdict(case)).lower()


def test_what_happened_since_a_version_is_the_difference():
    report = claimed()
    seen = report.version
    do(actions.send_to_field, report, verifier=validator(), findings="Cek malam hari")

    (entry,) = queries.case(report.code, staff=validator()).since(seen)

    assert (entry.kind, entry.note) == ("verification.send_to_field", "Cek malam hari")


def test_an_act_that_arrives_twice_is_known_by_person_door_and_version():
    report, person = claimed(), validator()
    version = report.version
    do(actions.send_to_field, report, verifier=person)

    def known(**how):
        return queries.has_decided(
            report.code, **{"staff": person, "door": "verification.send_to_field", "version": version, **how}
        )

    assert (known(), known(staff=validator()), known(door="verification.reject"), known(version=version + 1)) == (
        True,
        False,
        False,
        False,
    )


def test_at_most_twenty_statements(django_assert_max_num_queries):
    report = claimed(photos=[Upload(make.photo(), "before.jpg")])
    person = validator()

    with django_assert_max_num_queries(20):
        queries.case(report.code, staff=person)
