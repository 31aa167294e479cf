"""Which numbers belong together: the questions that the pages ask, and the indicators that answer each."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.insight.statistics import INDICATORS, Indicator


@dataclass(frozen=True, slots=True)
class Group:
    """A question with the codes of the indicators that answer it, in the order in which they are read."""

    code: str
    name: str | Promise
    codes: tuple[str, ...]

    def indicators(self) -> list[Indicator]:
        """Return its indicators."""
        return [INDICATORS[code] for code in self.codes if code in INDICATORS]


GROUPS: Final = (
    Group("promise", _("Is the promise kept?"), ("answered_in_six", "answered_in_time", "solved_in_time")),
    Group(
        "time",
        _("How long does it take?"),
        ("hours_to_answer", "hours_to_answer_p90", "days_to_solved", "days_to_solved_p90", "solved_share_30d"),
    ),
    Group("left", _("How much is left to do?"), ("received", "closures", "backlog", "in_planning", "backlog_over_30d")),
    Group(
        "hold",
        _("Does a closure hold?"),
        ("verified", "false_closures", "reopened", "came_back", "unhappy", "satisfaction", "closed_fast"),
    ),
    Group("ends", _("How else do reports end?"), ("refused", "referred", "unsolved", "joined")),
)
DEFAULT: Final = "solved_in_time"
TREND: Final = ("answered_in_six", "answered_in_time", "solved_in_time", "received", "backlog")
"""Those with a line of their own on the page."""
GROWING: Final = frozenset({"reopened", "came_back", "unhappy", "satisfaction"})
"""What is told of the youngest closures still changes, so that a period before it would look worse by age alone: not compared."""
EARLIER_NAMES: Final = {"verified": ("checked",)}
"""Anchors under which the definitions page was linked before."""
