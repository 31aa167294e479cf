"""Lots: nobody knows them before, everybody can draw them again afterwards, and nothing but the seed enters into them."""

import hashlib
import hmac
import json
import math
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from tests.verification.checking import check, claimed, refused, sql

from tanggap.core import clock, crypto
from tanggap.core.ids import new_code
from tanggap.verification import drawing, results
from tanggap.verification.models import Plan, Quota, Seed

pytestmark = [pytest.mark.django_db, pytest.mark.lots]
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
SEED, OTHER = hashlib.sha256(b"one").digest(), hashlib.sha256(b"other").digest()
CLAIMS = 20_000


@pytest.fixture(scope="module")
def codes():
    return [new_code("JK") for _ in range(CLAIMS)]


def lots(seed, codes):
    return [drawing.lot(seed, code, 4) for code in codes]


def test_of_many_claims_the_share_is_drawn(codes):
    drawn = sum(u < 0.05 for u in lots(SEED, codes))

    assert abs(drawn / CLAIMS - 0.05) < 4 * math.sqrt(0.05 * 0.95 / CLAIMS)


def test_lots_are_even(codes):
    """Chi-square of twenty equal parts: below the 0.999 quantile of 19 degrees of freedom."""
    parts = [0] * 20
    for u in lots(SEED, codes):
        parts[int(u * 20)] += 1

    assert sum((part - CLAIMS / 20) ** 2 / (CLAIMS / 20) for part in parts) < 43.8


def test_lots_do_not_follow_the_order_of_codes_or_time(codes):
    ranked = lots(SEED, sorted(codes))
    assert abs(_correlation(ranked, range(CLAIMS))) < 4 / math.sqrt(CLAIMS)
    assert abs(_correlation(ranked[:-1], ranked[1:])) < 4 / math.sqrt(CLAIMS)


def test_another_seed_another_claim_and_another_purpose_draw_apart(codes):
    """Who knows every lot of the past knows nothing of the next day's, nor of the next claim of the same report."""
    ours = lots(SEED, codes)
    others = (
        lots(OTHER, codes),
        [drawing.lot(SEED, code, 5) for code in codes],
        [drawing.lot(SEED, code, 4, drawing.OPINION) for code in codes],
    )
    for theirs in others:
        assert abs(_correlation(ours, theirs)) < 4 / math.sqrt(CLAIMS)


@given(st.binary(min_size=32, max_size=32), st.text(min_size=1, max_size=20), st.integers(1, 1000))
def test_a_lot_is_a_share_that_anybody_can_compute(seed, code, claim):
    digest = hmac.new(seed, f"{code}|{claim}".encode(), hashlib.sha256).digest()
    expected = int.from_bytes(digest[:8], "big") // 2**11 / 2**53

    assert drawing.lot(seed, code, claim) == expected
    assert 0 <= expected < 1


def test_commitments_are_published_before_their_days():
    with clock.at(NOON):
        assert (drawing.commit(), drawing.commit()) == (15, 0)
        found = drawing.published(since=DAY, until=DAY + timedelta(days=14))

    assert [one.is_late for one in found] == [True, *[False] * 14]
    assert len({one.commitment for one in found}) == 15


def test_no_seed_can_be_read_before_its_time():
    with clock.at(NOON):
        drawing.commit()
    with clock.at(NOON + timedelta(days=29)):
        assert drawing.reveal() == 0
        assert [one.seed for one in drawing.published(since=DAY, until=DAY)] == [None]
        assert drawing.lots_of(DAY) == []
    seed = crypto.unseal_bytes(bytes(Seed.objects.get(day=DAY).sealed), context=f"verification.seed/{DAY}")

    raw = repr(list(Seed.objects.values_list())) + repr(drawing.published(since=DAY, until=DAY))
    assert seed.hex() not in raw
    assert repr(seed) not in raw


def test_after_its_time_everybody_draws_again():
    """The whole walk of an outsider: commitment, seed, shares and codes; every plan of the day follows from them."""
    with clock.at(NOON):
        reports = [claimed() for _ in range(3)]
        for report in reports:
            check(report)
    with clock.at(NOON + timedelta(days=31)):
        assert drawing.reveal() == 1
        assert drawing.reveal() == 0
    told = StringIO()
    call_command("lots", "--since", str(DAY), "--until", str(DAY), "--json", stdout=told)
    assert [lot["code"] for lot in json.loads(told.getvalue())[0]["lots"]] == sorted(one.code for one in reports)
    (day,) = drawing.published(since=DAY, until=DAY)
    (share,) = drawing.shares(since=DAY, until=DAY)
    assert hashlib.sha256(bytes.fromhex(day.seed)).hexdigest() == day.commitment
    for plan in Plan.objects.select_related("report"):
        u = drawing.lot(bytes.fromhex(day.seed), plan.report.code, 1)
        assert (plan.u, plan.is_drawn) == (u, u < share.share)


def test_a_day_that_nobody_committed_to_gets_its_seed_when_it_is_needed():
    with clock.at(NOON):
        check(claimed())

    assert [one.is_late for one in drawing.published(since=DAY, until=DAY)] == [True]


@pytest.mark.parametrize(
    ("claims", "visits", "share"),
    [(0, 0, 0.05), (10, 0, 0.25), (840, 0, 0.1), (840, 42, 0.05), (5000, 0, 0.05), (100, 200, 0.05)],
)
def test_a_unit_with_time_to_spare_draws_more_and_an_overloaded_one_never_less_than_the_floor(claims, visits, share):
    """Twelve visits a day are 84 a week."""
    assert drawing.share_of(claims=claims, visits=visits, capacity=12) == share


def test_the_share_of_a_day_is_set_once():
    with clock.at(NOON):
        check(claimed())
        check(claimed())

    assert Quota.objects.filter(day=DAY).count() == 1


def test_a_seed_that_was_not_committed_to_is_refused():
    with clock.at(NOON):
        drawing.commit()
    with refused("verification_seed_is_the_committed_one"):
        sql("UPDATE verification_seed SET seed = decode(repeat('ab', 32), 'hex'), revealed_at = day + 40")


def test_a_seed_is_not_published_on_its_day():
    with clock.at(NOON):
        drawing.commit()
    seed = crypto.unseal_bytes(bytes(Seed.objects.get(day=DAY).sealed), context=f"verification.seed/{DAY}")
    with refused("verification_seed_is_secret_at_first"):
        sql("UPDATE verification_seed SET seed = %(seed)s, revealed_at = day WHERE day = %(day)s", seed=seed, day=DAY)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE verification_seed SET commitment = sha256('x')",
        "UPDATE verification_seed SET sealed = 'x'",
        "DELETE FROM verification_seed",
    ],
)
def test_a_commitment_stays(attack):
    with clock.at(NOON):
        drawing.commit()
    with refused("verification_seed_is_final"):
        sql(attack)


def test_a_week_is_estimated_from_its_lots_alone():
    """Visits that risk or rule asked for say nothing of all claims; drawn ones do, whatever else asked for them."""
    with clock.at(NOON):
        check(claimed())
    week = results.week(until=DAY)

    assert (week.papers, week.drawn, week.visited, week.false, week.share) == (1, week.planned, 0, 0, None)
    assert week.interval == (0, 1)


def _correlation(one, two):
    one, two = list(one), list(two)
    mean_one, mean_two = sum(one) / len(one), sum(two) / len(two)
    both = sum((a - mean_one) * (b - mean_two) for a, b in zip(one, two, strict=True))
    return both / math.sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_two) ** 2 for b in two))
