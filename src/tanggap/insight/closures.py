"""How well the closures of a unit or contractor hold: shares with their numerators, n and 95 % intervals, none told below a minimum n."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.core import clock, cursors
from tanggap.insight import sheets
from tanggap.insight.models import Proof
from tanggap.insight.proof import NAME, NUMBERS
from tanggap.verification.estimates import wilson

LEAST = 20  # below it a share says more of chance than of a unit
PERIOD_DAYS = 90
MOST_UNITS = 400


@dataclass(frozen=True, slots=True)
class Measure:
    """What one column counts: `hits` of `of` (columns of the rollup), and its definition."""

    code: str
    label: str | Promise
    hits: str
    of: str
    definition: str | Promise


MEASURES: Final = (
    Measure(
        "returned",
        _("Returned by the check"),
        "returned",
        "checked",
        _(
            "Of the claims on which a check decided in the period: the share that went back to the unit. A return that a second validator"
            " overturned is left out."
        ),
    ),
    Measure(
        "reopened",
        _("Reopened after closure"),
        "reopened",
        "closures",
        _(
            "Of the closures of the period: the share that was opened again because the reporter said that the problem was not gone. The "
            "youngest closures can still be disputed, so their share grows for some days."
        ),
    ),
    Measure(
        "repeated",
        _("Problem came back"),
        "repeated",
        "closures",
        _(
            "Of the closures of the period: the share after which the same problem was reported again near by, within the category's days."
        ),
    ),
    Measure(
        "unhappy",
        _("Reporter not satisfied"),
        "unhappy",
        "rated",
        _(
            "Of the closures of the period that their reporters rated: the share with 1 or 2 of 4. Who does not answer is counted neither "
            "as satisfied nor as dissatisfied."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, with the 95 % interval (Wilson); all shares are 0 to 1. `is_enough`: n suffices to show a share at all."""

    measure: Measure
    hits: int
    n: int

    @property
    def is_enough(self) -> bool:
        """Return whether there are enough cases to say anything."""
        return self.n >= LEAST

    @property
    def value(self) -> float | None:
        """Return the share, None where n does not suffice."""
        return self.hits / self.n if self.is_enough else None

    @property
    def low(self) -> float:
        """Return the lower end of the interval."""
        return wilson(self.hits, self.n).low

    @property
    def high(self) -> float:
        """Return the upper end of the interval."""
        return wilson(self.hits, self.n).high


@dataclass(frozen=True, slots=True)
class UnitProof:
    """One unit's closures of the period; `is_part`: as a contractor or helper, of reports that others answer for."""

    unit: str
    is_part: bool
    closures: int
    shares: tuple[Share, ...]

    @property
    def label(self) -> str:
        """Return the unit's name in the active language."""
        return agencies.unit_label(self.unit)


@dataclass(frozen=True, slots=True)
class Closures:
    """What a page shows: the local days counted, all units together, and each, the most closures first."""

    first: date
    last: date
    total: UnitProof
    rows: tuple[UnitProof, ...]
    is_rebuilding: bool
    least: int = LEAST


def of_units(units: Collection[str] | None = None, *, days: int = PERIOD_DAYS, until: date | None = None) -> Closures:
    """Return how the closures of `units` (None: of all) held over the `days` full local days before `until` (today). Two statements.

    A unit's work as a contractor stands in a row of its own and is not in the total, where it would count twice.
    """
    last = (until or clock.local(clock.now()).date()) - timedelta(days=1)
    first = last - timedelta(days=days - 1)
    rows = Proof.objects.filter(on__gte=first, on__lte=last)
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    sums = list(_sums(rows))
    total = {name: sum(row[name] for row in sums if not row["is_part"]) for name in NUMBERS}
    return Closures(
        first=first,
        last=last,
        total=_proof("", False, total),
        rows=tuple(_proof(row["unit"], row["is_part"], row) for row in sums),
        is_rebuilding=cursors.is_rebuilding(NAME),
    )


def csv_lines(found: Closures) -> Iterator[str]:
    """Return the rows as lines of CSV, the columns first: names, numerators, n, and shares of one, empty below the minimum n."""
    columns = [f"{one.code}{end}" for one in MEASURES for end in ("", "_n", "_share", "_low", "_high")]
    names = ["unit", "unit_name", "as_part", "from", "to", "closures", *columns]
    return sheets.lines(names, (_line(row, found) for row in found.rows))


def _line(row: UnitProof, found: Closures) -> list[str]:
    about = [row.unit, row.label, str(row.is_part).lower(), str(found.first), str(found.last), str(row.closures)]
    return about + [cell for share in row.shares for cell in _cells(share)]


def _cells(share: Share) -> tuple[str, ...]:
    ends = (share.value, share.low, share.high) if share.is_enough else (None, None, None)
    return (str(share.hits), str(share.n), *("" if one is None else f"{one:.4f}" for one in ends))


def _sums(rows: QuerySet[Proof]) -> list[dict[str, int]]:
    by_unit = rows.values("unit", "is_part").annotate(**{name: Sum(name) for name in NUMBERS})
    return list(by_unit.order_by("-closures", "-checked", "unit", "is_part")[:MOST_UNITS])  # type: ignore[arg-type]


def _proof(unit: object, is_part: object, sums: dict[str, int]) -> UnitProof:
    held = {**sums, "returned": sums["returned"] - sums["overturned"]}
    shares = tuple(Share(one, max(0, held[one.hits]), held[one.of]) for one in MEASURES)
    return UnitProof(str(unit), bool(is_part), sums["closures"], shares)
