"""Which screens hang, which are gone, and who let them hang: for whoever may see what they show. Nothing here opens one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.command import scopes
from tanggap.command.models import Wall
from tanggap.command.scopes import Scope
from tanggap.command.walls import links
from tanggap.command.walls.actions import ACT, MOST
from tanggap.core import clock

SILENT = timedelta(hours=1)
MOST_GONE = 20


@dataclass(frozen=True, slots=True)
class WallRow:
    """A screen: where it hangs, what it shows and in which language, whose wish it was, when it asked last, and its end.

    `is_orphan`: whoever made it has no account any more, so somebody else should say whether it is still wanted.
    """

    id: int
    room: str
    scope: Scope
    language: str
    made_by: str
    is_orphan: bool
    made_at: datetime
    ends_at: datetime | None
    seen_at: datetime | None
    is_live: bool
    is_silent: bool
    revoked_at: datetime | None
    revoked_by: str

    @property
    def last_moment(self) -> datetime | None:
        """Return the last moment of its last day, None without one."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None


@dataclass(frozen=True, slots=True)
class Walls:
    """Those that hang, by room, and the latest that are gone."""

    hanging: tuple[WallRow, ...]
    gone: tuple[WallRow, ...]


def listed(staff: Staff) -> Walls:
    """Return the screens whose picture a person may see. Two statements. Raises NotAllowed for who may hang none."""
    permissions.permit(ACT, staff)
    now = clock.now()
    rows = Wall.objects.select_related("made_by", "revoked_by")
    hanging = list(rows.filter(links.live(now)).order_by("-id")[:MOST])
    gone = list(rows.exclude(links.live(now)).order_by("-id")[:MOST])
    return Walls(
        tuple(sorted(_seen(hanging, staff, now), key=lambda row: (row.room.casefold(), row.id))),
        tuple(_seen(gone, staff, now)[:MOST_GONE]),
    )


def _seen(rows: list[Wall], staff: Staff, now: datetime) -> list[WallRow]:
    return [_row(row, now) for row in rows if scopes.allows(staff, links.scope_of(row))]


def _row(row: Wall, now: datetime) -> WallRow:
    return WallRow(
        id=row.pk,
        room=row.room,
        scope=links.scope_of(row),
        language=row.language,
        made_by=row.made_by.display_name,
        is_orphan=not row.made_by.is_active,
        made_at=row.made_at,
        ends_at=row.ends_at,
        seen_at=row.seen_at,
        is_live=links.is_live(row, now),
        is_silent=row.seen_at is None or now - row.seen_at > SILENT,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by.display_name if row.revoked_by else "",
    )
