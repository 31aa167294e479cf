"""Lots that nobody can know before they are drawn and everybody can draw again afterwards. docs/adr says why.

Each day has a secret seed of 32 bytes. Its SHA-256 is published before the day, the seed itself `reveal_after_days` after it. The lot of
a claim is HMAC-SHA256(seed, "CODE|NUMBER"), NUMBER 1 for the first time that its unit said "done", read as a share of 2^53; it is drawn
when the lot lies below the share of its plan.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q

from tanggap.core import clock, crypto
from tanggap.reports.words import Visibility
from tanggap.verification import claims
from tanggap.verification.models import Plan, Quota, Seed
from tanggap.verification.rules import rules

SEED_BYTES = 32
DAYS_AHEAD = 14  # commitments are published so long before their day
PAST_DAYS = 7  # of which a unit's load is the mean
VISIT, OPINION = "", "|opinion"


@dataclass(frozen=True, slots=True)
class DayDrawn:
    """What outsiders need of one day, in hexadecimal; the seed once it is published. `is_late`: committed on the day itself."""

    day: date
    commitment: str
    is_late: bool
    seed: str | None


@dataclass(frozen=True, slots=True)
class UnitShare:
    """With which share the claims of one unit were drawn on one day."""

    day: date
    unit: str
    share: float


@dataclass(frozen=True, slots=True)
class LotDrawn:
    """What became of the `number`th claim of a report: its lot, and whether it was drawn."""

    code: str
    number: int
    unit: str
    u: float
    share: float
    is_drawn: bool


def lot(seed: bytes, code: str, number: int, purpose: str = VISIT) -> float:
    """Return the lot of a report's `number`th claim, 0 to below 1: the first 53 bits of HMAC-SHA256(seed, "CODE|NUMBER" + purpose)."""
    digest = hmac.digest(seed, f"{code}|{number}{purpose}".encode(), "sha256")
    return (int.from_bytes(digest[:8]) >> 11) / 2**53


def is_the_seed(seed: bytes, commitment: bytes) -> bool:
    """Return whether `seed` is the one that was committed to."""
    return hmac.compare_digest(hashlib.sha256(seed).digest(), commitment)


def drawer(day: date) -> Callable[[str, int, str], float]:
    """Return what draws the lots of `day`; the seed stays inside. One statement, more on a day that nobody committed to before."""
    row = Seed.objects.filter(day=day).first()
    if row is None:
        _commit([day])
        row = Seed.objects.get(day=day)
    seed = bytes(row.seed) if row.seed else crypto.unseal_bytes(bytes(row.sealed), context=_context(day))

    def draw(code: str, number: int, purpose: str = VISIT) -> float:
        return lot(seed, code, number, purpose)

    return draw


def commit() -> int:
    """Commit to the seeds of today and the next `DAYS_AHEAD` days; return for how many it was new. One day never has two."""
    today = clock.local(clock.now()).date()
    wanted = [today + timedelta(days=number) for number in range(DAYS_AHEAD + 1)]
    known = set(Seed.objects.filter(day__in=wanted).values_list("day", flat=True))
    missing = [day for day in wanted if day not in known]
    _commit(missing)
    return len(missing)


def commit_to_past(days: Sequence[date], *, today: date, seed_of: Callable[[date], bytes]) -> None:
    """Commit to the seeds of a simulated past: `seed_of` decides those of days before `today`, so that they come out the same again."""
    _commit([day for day in days if day < today], seed_of)


def _commit(
    days: Sequence[date], seed_of: Callable[[date], bytes] = lambda _day: secrets.token_bytes(SEED_BYTES)
) -> None:
    now = clock.now()
    rows = []
    for day in days:
        seed = seed_of(day)
        sealed = crypto.seal_bytes(seed, context=_context(day))
        rows.append(Seed(day=day, sealed=sealed, commitment=hashlib.sha256(seed).digest(), committed_at=now))
    Seed.objects.bulk_create(rows, ignore_conflicts=True)


def _context(day: date) -> str:
    return f"verification.seed/{day.isoformat()}"


@transaction.atomic
def reveal(*, limit: int = 100) -> int:
    """Publish the seeds of days that ended `reveal_after_days` ago; return how many. Raises Unreadable under another vault key."""
    now = clock.now()
    last = clock.local(now).date() - timedelta(days=rules().reveal_after_days)
    due = Seed.objects.filter(day__lte=last, seed__isnull=True).order_by("day")
    rows = list(due.select_for_update(skip_locked=True)[:limit])
    for row in rows:
        row.seed, row.revealed_at = crypto.unseal_bytes(bytes(row.sealed), context=_context(row.day)), now
        row.save(update_fields=["seed", "revealed_at"])
    return len(rows)


def published(*, since: date, until: date) -> list[DayDrawn]:
    """Return what is published of the days from `since` to `until`, both included; no seed before its time."""
    rows = Seed.objects.filter(day__range=(since, until)).order_by("day")
    found = rows.values_list("day", "commitment", "committed_at", "seed")
    return [
        DayDrawn(day, bytes(commitment).hex(), clock.local(at).date() >= day, bytes(seed).hex() if seed else None)
        for day, commitment, at, seed in found
    ]


def shares(*, since: date, until: date) -> list[UnitShare]:
    """Return with which shares claims were drawn from `since` to `until`, both included: published with the seeds."""
    found = Quota.objects.filter(day__range=(since, until)).order_by("day", "unit")
    return [UnitShare(*row) for row in found.values_list("day", "unit_id", "share")]


def lots_of(day: date) -> list[LotDrawn]:
    """Return the lots of the public reports of a day whose seed is published, by code and claim; none before that."""
    if not Seed.objects.filter(day=day, seed__isnull=False).exists():
        return []
    rows = Plan.objects.filter(day=day, report__visibility=Visibility.PUBLIC)
    rows = rows.annotate(number=claims.numbered("report", "claim_version")).order_by("report__code", "number")
    return [LotDrawn(*row) for row in rows.values_list("report__code", "number", "unit_id", "u", "share", "is_drawn")]


def quota(unit: str, day: date) -> Quota:
    """Return the share and the capacity of `unit` on `day`, set by its first claim of the day from the load of the days before.

    One statement, four at first.
    """
    row = Quota.objects.filter(unit=unit, day=day).first()
    if row is None:
        capacity = rules().visits(unit)
        past = Plan.objects.filter(unit=unit, day__range=(day - timedelta(days=PAST_DAYS), day - timedelta(days=1)))
        load = past.aggregate(claims=Count("pk"), visits=Count("pk", filter=Q(is_field=True, is_drawn=False)))
        new = Quota(unit_id=unit, day=day, share=share_of(**load, capacity=capacity), capacity=capacity)
        Quota.objects.bulk_create([new], ignore_conflicts=True)
        row = Quota.objects.get(unit=unit, day=day)
    return row


def share_of(*, claims: int, visits: int, capacity: int) -> float:
    """Return which share is drawn after `PAST_DAYS` days with `claims`, of which `visits` were made for other reasons than a lot.

    A unit with time to spare draws more, up to `most_random_share`; one without still draws `random_share`.
    """
    least, most = rules().random_share, rules().most_random_share
    spare = capacity * PAST_DAYS - visits
    return min(most, max(least, round(spare / claims, 4))) if claims else least
