"""What was done about an account, by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tanggap.channels.models import Deed
from tanggap.channels.words import Act


@dataclass(frozen=True, slots=True)
class DeedRow:
    """One line: `facts` hold `settings` (keys that were changed), `letters` (how many), or `letter` (its number)."""

    at: datetime
    name: str
    act: str
    facts: dict[str, Any]

    @property
    def label(self) -> str:
        """Return the act in words."""
        return str(Act(self.act).label)


def deeds(account: int, *, limit: int = 20) -> list[DeedRow]:
    """Return what was done about an account, latest first. One statement."""
    rows = Deed.objects.filter(account=account).select_related("staff").order_by("-id")[:limit]
    return [DeedRow(row.at, row.staff.display_name, row.act, row.facts) for row in rows]
