"""The queue of photos: each is taken by one worker, again by another when the first was killed, and a poisoned one is set aside."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.verification.evidence.claiming import claim, jpeg, scene, wait_in_line

from tanggap.core import clock
from tanggap.reports.models import Photo
from tanggap.verification.evidence import queries, scanning
from tanggap.verification.evidence.models import Finding, Scan
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Tone

pytestmark = pytest.mark.django_db


def waiting(number: int = 1):
    """Return the photos of `number` claims that wait, the newest first."""
    for seed in range(number):
        with clock.at(clock.now() - timedelta(minutes=number - seed)):
            claim(jpeg(scene(seed)))
    wait_in_line()
    return list(Photo.objects.filter(role="after").order_by("-added_at").values_list("pk", flat=True))


def later(**how):
    return clock.at(clock.now() + timedelta(**how))


def test_the_newest_claims_come_first_and_the_photos_of_problems_last():
    newest = waiting(2)
    claim(jpeg(scene(7)), before=jpeg(scene(8)))
    wait_in_line()
    newest = [
        Photo.objects.get(role="after", report__in=Photo.objects.filter(role="before").values("report")).pk,
        *newest,
    ]
    problem = Photo.objects.get(role="before").pk

    assert [scanning.take().photo for _ in range(4)] == [*newest, problem]
    assert scanning.take() is None


def test_what_waits_twice_waits_once():
    waiting()
    wait_in_line()

    assert Scan.objects.count() == 1


def test_a_photo_whose_worker_was_killed_is_taken_again_after_a_while():
    [photo] = waiting()
    assert scanning.take() == scanning.Taken(photo, 1)
    assert scanning.take() is None

    with later(minutes=2):
        assert scanning.take() == scanning.Taken(photo, 2)


def test_a_photo_that_ends_its_process_each_time_is_set_aside_and_can_be_looked_at_again():
    [photo] = waiting()
    for number in range(3):
        with later(minutes=2 * number):
            assert scanning.take().tries == number + 1
    with later(minutes=6):
        assert scanning.take() is None

    [set_aside] = queries.failed()
    assert (set_aside.photo, set_aside.role, set_aside.error) == (
        photo,
        "after",
        "the process that looked at it ended each time",
    )
    assert queries.scans() == queries.Scans(waiting=0, of_claims=0, failed=1)

    assert scanning.replay([photo]) == 1
    assert scanning.take() == scanning.Taken(photo, 1)
    assert queries.failed() == []


def test_a_look_that_fails_is_tried_three_times_a_little_later_each_time():
    waiting()
    scanning.fail(scanning.take(), "place: RuntimeError: no")
    assert scanning.take() is None
    with later(seconds=20):
        scanning.fail(scanning.take(), "place: RuntimeError: no")
        assert scanning.take() is None
    with later(seconds=60):
        scanning.fail(scanning.take(), "place: RuntimeError: no")

    assert Scan.objects.get().state == "failed"
    assert queries.failed()[0].error == "place: RuntimeError: no"


def test_a_photo_that_is_given_back_has_lost_no_try():
    waiting()
    scanning.give_back(scanning.take())

    assert scanning.take().tries == 1


def test_while_the_machine_is_busy_only_what_a_fresh_claim_waits_for_is_taken():
    waiting()
    assert scanning.is_waiting(only_fresh=True)
    with later(days=2):
        assert not scanning.is_waiting(only_fresh=True)
        assert scanning.take(only_fresh=True) is None
        assert scanning.take() is not None


def test_the_database_keeps_one_finding_of_a_kind_against_one_other_picture():
    one, other = waiting(2)
    sign = Sign(Kind.REUSED, Tone.AGAINST, other=other)
    scanning.add(one, [sign])
    scanning.add(one, [sign])

    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO evidence_finding (photo_id, kind, tone, strength, facts, at) VALUES (%s, 'guilty', 'against', 'strong', '{}', now())",
        "INSERT INTO evidence_finding (photo_id, kind, tone, strength, facts, at) VALUES (%s, 'reused', 'punish', 'strong', '{}', now())",
        "INSERT INTO evidence_finding (photo_id, kind, tone, strength, facts, at) VALUES (%s, 'reused', 'against', 'certain', '{}', now())",
        "INSERT INTO evidence_finding (photo_id, kind, tone, strength, facts, other_id, at)"
        " SELECT id, 'reused', 'against', 'strong', '{}', id, now() FROM reports_photo WHERE id = %s",
        "UPDATE evidence_scan SET state = 'lost' WHERE photo_id = %s",
        "DELETE FROM reports_photo WHERE id = %s",
    ],
)
def test_the_database_refuses_what_no_check_says(attack):
    [photo] = waiting()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{attack.replace('%s', '%(photo)s')}; SET CONSTRAINTS ALL IMMEDIATE", {"photo": photo})
