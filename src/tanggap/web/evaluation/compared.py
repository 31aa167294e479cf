"""A fair comparison in words: each part beside what its mix lets expect, between the limits of chance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.evaluation.arithmetic.funnel import BEYOND_INNER, BEYOND_OUTER, INSIDE
from tanggap.evaluation.comparing import Comparison, Peer, Similar
from tanggap.evaluation.words import Verdict
from tanggap.web.ui import charting, formats


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
    """A part as the table shows it, in words: what was counted, what its mix lets expect, what it would have with the mix of the whole.

    `href` leads to its own page, empty where it has none; `word` says what may be said of it: better or worse only beyond the limits;
    `similar` how it stands beside the parts most like it, empty where none are.
    """

    number: int
    label: str
    href: str
    is_beyond: bool
    n: str
    value: str
    interval: str
    expected: str
    adjusted: str
    adjusted_interval: str
    word: str
    similar: str


class _Words:
    """What is said of the parts of one comparison, with all that is the same for hundreds of them looked up once."""

    def __init__(self, unit: str) -> None:
        self._saying = charting.saying_of(unit)
        self._places = {
            INSIDE: _("as chance has it"),
            BEYOND_INNER: _("%(verdict)s: beyond the limits of 95%%"),
            BEYOND_OUTER: _("%(verdict)s: beyond the limits of 99.8%%"),
        }
        self._apart = _("Clearly different from those most like it, %(value)s: %(parts)s")
        self._alike = _("Those most like it: %(value)s, no clear difference")

    def row(self, peer: Peer, href: str) -> Row:
        """Return a part's row."""
        said, between = self._saying.said, self._saying.between
        return Row(
            number=peer.number,
            label=peer.label,
            href=href,
            is_beyond=peer.is_beyond,
            n=formats.number(peer.n),
            value=said(peer.value),
            interval=between(peer.low, peer.high),
            expected=said(peer.expected),
            adjusted=said(peer.adjusted),
            adjusted_interval=between(peer.adjusted_low, peer.adjusted_high),
            word=self._place(peer),
            similar=self._beside(peer.similar),
        )

    def _place(self, peer: Peer) -> str:
        words = self._places[peer.flag]
        return words % {"verdict": Verdict(peer.verdict).label} if peer.is_beyond else words

    def _beside(self, one: Similar | None) -> str:
        if one is None or one.value is None:
            return ""
        value = self._saying.said(one.value)
        if one.is_clear:
            return self._apart % {"value": value, "parts": ", ".join(one.labels)}
        return self._alike % {"value": value}


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows of a comparison."""

    found: Comparison
    hrefs: Mapping[str, str]

    def rows(self) -> Iterator[Row]:
        """Yield the parts."""
        words = _Words(self.found.unit)
        for one in self.found.rows:
            yield words.row(one, self.hrefs.get(one.code, ""))

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
