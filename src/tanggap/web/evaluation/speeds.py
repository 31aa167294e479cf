"""How fast an area reports its problems, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tanggap.evaluation.underreporting import Estimate
from tanggap.evaluation.underreporting.words import FASTER, SLOWER
from tanggap.web.ui import charting


@dataclass(frozen=True, slots=True)
class Row:
    """An area as the table shows it."""

    one: Estimate
    href: str

    @property
    def is_slower(self) -> bool:
        """Return whether it surely reports later than its mix of problems lets expect."""
        return self.one.verdict == SLOWER

    @property
    def is_clear(self) -> bool:
        """Return whether it surely differs from the whole."""
        return self.one.verdict in (SLOWER, FASTER)

    @property
    def ratio(self) -> str:
        """Return how fast it reports, beside the whole: 1 is as everywhere."""
        return charting.said(self.one.shrunk, "per")

    @property
    def interval(self) -> str:
        """Return the interval of that."""
        return charting.between(self.one.shrunk_low, self.one.shrunk_high, "per")

    @property
    def delay(self) -> str:
        """Return how long a problem is there before its first report."""
        return charting.said(self.one.expected_delay_days, "days")

    @property
    def delay_interval(self) -> str:
        """Return the interval of that."""
        return charting.between(self.one.delay_low, self.one.delay_high, "days")

    @property
    def word(self) -> str:
        """Return what may be said of it."""
        if self.one.verdict == SLOWER:
            return _("reports later than others")
        return _("reports sooner than others") if self.one.verdict == FASTER else _("no clear difference")
