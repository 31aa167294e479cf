"""A fair comparison in words: each part beside what its mix lets expect, between the limits of chance."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.evaluation.arithmetic.funnel import BEYOND_OUTER
from tanggap.evaluation.comparing import Comparison, Peer, Similar
from tanggap.evaluation.words import Verdict
from tanggap.web.ui import charting


@dataclass(frozen=True, slots=True)
class Mark:
    """A part as the funnel draws it: its adjusted value by its weight."""

    label: str
    number: int
    n: float
    value: float
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """A part as the table shows it."""

    peer: Peer
    unit: str
    href: str

    @property
    def value(self) -> str:
        """Return what was counted."""
        return charting.said(self.peer.value, self.unit)

    @property
    def interval(self) -> str:
        """Return its interval, empty without one."""
        return charting.between(self.peer.low, self.peer.high, self.unit)

    @property
    def expected(self) -> str:
        """Return what its mix lets expect."""
        return charting.said(self.peer.expected, self.unit)

    @property
    def adjusted(self) -> str:
        """Return the value it would have with the mix of the whole."""
        return charting.said(self.peer.adjusted, self.unit)

    @property
    def adjusted_interval(self) -> str:
        """Return the interval of the adjusted value."""
        return charting.between(self.peer.adjusted_low, self.peer.adjusted_high, self.unit)

    @property
    def word(self) -> str:
        """Return what may be said of it: better or worse only beyond the limits."""
        if not self.peer.is_beyond:
            return _("as chance has it")
        words = {"verdict": Verdict(self.peer.verdict).label}
        if self.peer.flag == BEYOND_OUTER:
            return _("%(verdict)s: beyond the limits of 99.8%%") % words
        return _("%(verdict)s: beyond the limits of 95%%") % words

    @property
    def similar(self) -> str:
        """Return how it stands beside the parts most like it; empty where none are."""
        one = self.peer.similar
        return "" if one is None or one.value is None else _beside(one, self.unit)


def _beside(one: Similar, unit: str) -> str:
    value = charting.said(one.value, unit)
    if one.is_clear:
        return _("Clearly different from those most like it, %(value)s: %(parts)s") % {
            "value": value,
            "parts": ", ".join(one.labels),
        }
    return _("Those most like it: %(value)s, no clear difference") % {"value": value}


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows of a comparison."""

    found: Comparison
    hrefs: Mapping[str, str]

    @property
    def rows(self) -> list[Row]:
        """Return the parts."""
        return [Row(one, self.found.unit, self.hrefs.get(one.code, "")) for one in self.found.rows]

    @property
    def marks(self) -> list[Mark]:
        """Return the parts as they are drawn."""
        return [Mark(one.label, one.number, one.weight, one.adjusted, one.flag) for one in self.found.rows]

    @property
    def said(self) -> str:
        """Return how many parts lie beyond the limits, beside how many chance alone puts there."""
        n = len(self.found.beyond)
        words = ngettext(
            "%(n)d of %(all)d parts lies beyond the limits of 95%%; chance alone puts %(chance)s there.",
            "%(n)d of %(all)d parts lie beyond the limits of 95%%; chance alone puts %(chance)s there.",
            n,
        )
        return words % {"n": n, "all": len(self.found.rows), "chance": number_format(self.found.by_chance, 1)}

    @property
    def centre_label(self) -> str:
        """Return what the middle line is."""
        return _("all together: %(value)s") % {"value": charting.said(self.found.centre, self.found.unit)}
