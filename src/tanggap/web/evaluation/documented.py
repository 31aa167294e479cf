"""Issued documents in words: which there are, and what became of each of their numbers since."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.evaluation import rows
from tanggap.evaluation.catalogue import INDICATORS, Indicator
from tanggap.evaluation.words import DocumentKind, Lack, Since
from tanggap.web.ui import charting, formats, selecting


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list of all."""

    document: rows.Issued

    @property
    def about(self) -> str:
        """Return what it is and of what."""
        one = self.document
        narrowed = [words for words, _address in selecting.narrowed_by(one.selection, lambda _wider: "")]
        return " · ".join([one.title or str(DocumentKind(one.kind).label), one.selection.period, *narrowed])


def listed(found: Iterable[rows.Issued]) -> list[Listed]:
    """Return documents as the list shows them."""
    return [Listed(one) for one in found]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it was issued, beside what it is now."""

    again: rows.Again

    @property
    def indicator(self) -> Indicator | None:
        """Return what it means, None where the catalogue has it no more."""
        return INDICATORS.get(self.again.then.code)

    @property
    def name(self) -> str | Promise:
        """Return what it is called."""
        return self.indicator.name if self.indicator else self.again.then.code

    @property
    def then(self) -> str:
        """Return what was issued."""
        return self._said(self.again.then)

    @property
    def now(self) -> str:
        """Return what it is now."""
        return self._said(self.again.now) if self.again.now else "–"

    @property
    def since(self) -> str | Promise:
        """Return what became of it."""
        return Since(self.again.since).label

    @property
    def is_same(self) -> bool:
        """Return whether it is still the same."""
        return self.again.since == Since.SAME

    def _said(self, one: rows.Figure) -> str:
        unit = self.indicator.unit if self.indicator else ""
        if one.value is None:
            return str(Lack(one.lack).label) if one.lack else "–"
        ends = charting.between(one.low, one.high, unit)
        return f"{charting.said(one.value, unit)} ({ends})" if ends else charting.said(one.value, unit)


@dataclass(frozen=True, slots=True)
class Checked:
    """A document computed anew."""

    checked: rows.Checked

    @property
    def document(self) -> Listed:
        """Return what it is."""
        return Listed(self.checked.document)

    @property
    def rows(self) -> list[Row]:
        """Return its figures, those that changed first, else in the order of the document."""
        return sorted((Row(one) for one in self.checked.figures), key=lambda row: row.is_same)

    @property
    def said(self) -> str:
        """Return in one sentence how many numbers are the same."""
        n, same = len(self.checked.figures), self.checked.counts.get(Since.SAME.value, 0)
        if same == n:
            return _("All %(n)s numbers are the same today.") % {"n": formats.number(n)}
        words = {"same": formats.number(same), "n": formats.number(n)}
        return _("%(same)s of %(n)s numbers are the same today.") % words

    @property
    def moving(self) -> str:
        """Return why some numbers change although nothing is recorded; nothing where none did."""
        if not self.checked.counts.get(Since.TIME.value):
            return ""
        return _(
            "Numbers of now, and those in which reports still wait, move with time: the waiting goes on although nothing is recorded."
        )

    @property
    def why(self) -> str:
        """Return what arrived since it was issued."""
        arrived, late = self.checked.arrived, self.checked.late
        if not arrived:
            return _("Nothing was recorded since it was issued.")
        said = ngettext(
            "%(n)s event was recorded since it was issued;", "%(n)s events were recorded since it was issued;", arrived
        ) % {"n": formats.number(arrived)}
        of_then = ngettext(
            "%(n)s of them tells of its days or earlier ones.", "%(n)s of them tell of its days or earlier ones.", late
        ) % {"n": formats.number(late)}
        return f"{said} {of_then}"
