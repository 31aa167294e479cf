"""A pair on Saaty's scale as a form shows it: eight steps to the first, one for both alike, eight to the second."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tanggap.asoca.rows import MendRow, PairRow
from tanggap.asoca.words import SCALE
from tanggap.web.asoca.forms import PairsForm

EQUAL = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of a pair: its `value` as it is sent, the number under it, and what it says for who cannot see where it stands."""

    value: int
    number: int
    says: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PairField:
    """A pair with its steps; `said` is the answer in words, `mend` what the other answers imply where this one goes against them most."""

    row: PairRow
    to_first: tuple[Mark, ...]
    equal: Mark
    to_second: tuple[Mark, ...]
    is_open: bool
    said: str
    errors: tuple[str, ...]
    mend: MendRow | None


def pair_fields(form: PairsForm, mend: MendRow | None) -> list[PairField]:
    """Return the pairs of a comparison in their order, `mend` beside the one that it is about."""
    errors = {name: tuple(map(str, found)) for name, found in form.errors.items()} if form.is_bound else {}
    return list(_fields(form, errors, mend))


def _fields(form: PairsForm, errors: Mapping[str, tuple[str, ...]], mend: MendRow | None) -> Iterable[PairField]:
    worst = (mend.first_label, mend.second_label) if mend else None
    for row in form.pairs:
        chosen = form.chosen(row)
        marks = {one.value: _mark(row, one.value, str(one.label), one.value == chosen) for one in SCALE}
        yield PairField(
            row=row,
            to_first=tuple(marks[value] for value in range(9, 1, -1)),
            equal=marks[EQUAL],
            to_second=tuple(marks[-value] for value in range(2, 10)),
            is_open=chosen is None,
            said=row.said if chosen == row.step else "",
            errors=errors.get(row.field, ()),
            mend=mend if worst == (row.first_label, row.second_label) else None,
        )


def _mark(row: PairRow, value: int, label: str, is_chosen: bool) -> Mark:
    if value == EQUAL:
        return Mark(value, EQUAL, label, is_chosen)
    more = row.first_label if value > EQUAL else row.second_label
    return Mark(value, abs(value), _("%(more)s: %(label)s") % {"more": more, "label": label}, is_chosen)
