"""What is hidden from the public and given back: who may, what of it everybody reads, and what nothing ever widens."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Stale
from tanggap.feedback import partners
from tanggap.places.city import city
from tanggap.reports import actions, transitions
from tanggap.reports.actions import moderating
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Event, Flag, Moderation, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.queries import moderation as log
from tanggap.reports.queries import photos, public

pytestmark = pytest.mark.django_db
NAMED = "names_person"


def moderator():
    return make.staff(of=city().intake_unit, role=Role.INTAKE)


def acted(act, report, by, **said):
    return act(code=report.code, version=Report.objects.get(pk=report.pk).version, by=by, **{"reason": NAMED, **said})


def kinds(report):
    return list(Event.objects.filter(report=report, version__gt=1).order_by("version").values_list("kind", flat=True))


def test_a_withheld_report_is_as_unknown_to_the_public_and_comes_back_by_a_release():
    report, by = make.report(), moderator()

    acted(actions.withhold, report, by)
    with pytest.raises(NotFound):
        public.report(report.code)
    acted(actions.release, report, by, reason="mistake")

    assert public.report(report.code).code == report.code
    assert kinds(report) == ["reports.withhold", "reports.release"]


def test_each_act_is_an_entry_of_the_public_log_that_leads_to_no_report():
    report, by = make.report(), moderator()
    acted(actions.cut_words, report, by, words=[0], reason="contact", note="what nobody reads")
    acted(actions.withhold, report, by)

    entries = log.entries().rows

    assert [(entry.act, entry.reason) for entry in entries] == [
        ("reports.withhold", NAMED),
        ("reports.cut_words", "contact"),
    ]
    assert entries[0].number == entries[1].number + 1
    assert set(entries[0].__slots__) == {"number", "at", "act", "reason", "area", "place"}
    assert entries[0].area == "31.75"  # of the second level, not the kelurahan


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR])
def test_who_does_the_work_cannot_hide_how(role):
    report = make.report()

    with pytest.raises(NotAllowed):
        acted(actions.withhold, report, make.staff(of=report.unit_id, role=role))

    assert (kinds(report), Moderation.objects.count()) == ([], 0)


def test_a_report_that_its_reporter_made_private_is_never_released():
    report = make.report(visibility="private")

    with pytest.raises(moderating.NothingToShow):
        acted(actions.release, report, moderator(), reason="mistake")

    assert kinds(report) == []


def test_a_release_does_not_widen_what_a_partner_narrowed_meanwhile():
    report, by = make.report(), moderator()
    acted(actions.withhold, report, by)
    partners.hear(code=report.code, word=partners.Word("lapor", text="rahasia"), rule=lambda _state: partners.NARROW)

    with pytest.raises(moderating.StaysPrivate):
        acted(actions.release, report, by, reason="mistake")

    assert Report.objects.get(pk=report.pk).visibility == "private"


def test_the_database_lets_nothing_but_a_release_make_a_report_public():
    report = make.report(visibility="private")

    def attack():
        with transaction.atomic(), connection.cursor() as cursor:
            transitions.record(
                report, kind="reports.note", by=SYSTEM, at=clock.now(), payload={"note": "x"}, visibility="public"
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="becomes public by a release"):
        attack()


@pytest.mark.parametrize("attack", ["UPDATE reports_moderation SET reason = 'court'", "DELETE FROM reports_moderation"])
def test_the_database_keeps_the_log_as_it_was_written(attack):
    acted(actions.withhold, make.report(), moderator())

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_words_are_cut_from_what_the_public_reads_alone():
    report = make.report(text="Lampu depan rumah Wiryo mati, kata Wiryo Utomo")

    acted(actions.cut_words, report, moderator(), words=[3, 6, 7])

    report.refresh_from_db()
    assert public.report(report.code).text == "Lampu depan rumah ••• mati, kata •••"
    assert report.text == "Lampu depan rumah Wiryo mati, kata Wiryo Utomo"
    assert "Wiryo" not in str(list(Event.objects.filter(report=report).values_list("payload", flat=True)))


def test_all_words_come_back_screened():
    report, by = make.report(text="Hubungi 0812 3456 7890, lampu mati"), moderator()
    acted(actions.cut_words, report, by, words=[0])

    acted(actions.show_words, report, by, reason="mistake")

    assert public.report(report.code).text == "Hubungi •••, lampu mati"


@pytest.mark.parametrize("words", [[], [99], [-1]])
def test_words_that_are_not_there_are_refused(words):
    report = make.report()

    with pytest.raises(Invalid):
        acted(actions.cut_words, report, moderator(), words=words)

    assert kinds(report) == []


def test_words_chosen_on_an_older_text_are_refused():
    report, by = make.report(), moderator()
    seen = report.version
    acted(actions.cut_words, report, by, words=[0])

    with pytest.raises(Stale):
        actions.cut_words(code=report.code, version=seen, by=by, words=[1], reason=NAMED)


def test_a_hidden_photo_is_gone_for_the_public_and_no_longer_stands_for_the_report():
    report, by = make.report(photos=(Upload(make.photo()), Upload(make.photo()))), moderator()
    first, second = Photo.objects.filter(report=report).order_by("position").values_list("id", flat=True)

    acted(actions.hide_photo, report, by, photo=first, reason="face")

    with pytest.raises(NotFound):
        photos.file_of(first, size="shown", viewer=None)
    assert [photo.id for photo in public.report(report.code).photos] == [second]
    assert Report.objects.get(pk=report.pk).cover == second
    assert photos.file_of(first, size="shown", viewer=by).is_public is False

    acted(actions.show_photo, report, by, photo=first, reason="mistake")
    assert photos.file_of(first, size="shown", viewer=None).is_public


def test_a_photo_of_another_report_is_not_found():
    report, other = make.report(), make.report(photos=(Upload(make.photo()),))

    with pytest.raises(NotFound):
        acted(actions.hide_photo, report, moderator(), photo=Photo.objects.get(report=other).pk)

    assert kinds(report) == []


@pytest.mark.parametrize("reason", ["", "mistake", "invented"])
def test_hiding_needs_a_reason_for_hiding(reason):
    report = make.report()

    with pytest.raises(Invalid):
        acted(actions.withhold, report, moderator(), reason=reason)

    assert (public.report(report.code).code, Moderation.objects.count()) == (report.code, 0)


def test_what_many_say_of_a_page_is_one_flag_and_one_event():
    report = make.report()

    assert [actions.flag(code=report.code, reason="face") for _person in range(3)] == [True, False, False]

    assert list(Flag.objects.values_list("reason", "times")) == [("face", 3)]
    assert kinds(report) == ["reports.flag"]


def test_a_flag_is_settled_by_the_desk_or_by_hiding_the_report():
    report, other, by = make.report(), make.report(), moderator()
    for one in (report, other):
        actions.flag(code=one.code, reason="plate")

    assert [row.code for row in log.flagged(by)] == [report.code, other.code]
    actions.settle_flags(code=report.code, by=by)
    acted(actions.withhold, other, by)

    assert log.flagged(by) == []


def test_a_page_that_nobody_can_read_cannot_be_flagged():
    with pytest.raises(NotFound):
        actions.flag(code=make.report(visibility="private").code, reason="face")


def test_the_reporter_reads_what_was_hidden_and_why():
    report = make.report()
    acted(actions.withhold, report, moderator(), note="only for the desk")

    with translation.override("en"):
        last = public.own_report(Report.objects.get(pk=report.pk)).timeline[-1]

    assert (last.label, last.facts, last.note) == ("Hidden from the public", (("reason", "It names a person"),), "")
