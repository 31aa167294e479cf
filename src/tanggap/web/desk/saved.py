"""A person's saved views as the desk's pane shows them: changes are seen at once in one's own browser, elsewhere within half a minute."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpResponse

from tanggap.reports.queries import desk
from tanggap.reports.queries.desk import Chosen, Count, SavedRow
from tanggap.web.desk import lens
from tanggap.web.desk.choices import ViewLink
from tanggap.web.desk.lens import Lens
from tanggap.web.ui.access import StaffRequest

COOKIE = "desk-views"  # when this browser last saved something, seconds since 1970
COOKIE_SECONDS = 60


def of(request: StaffRequest, *, now: datetime) -> Sequence[SavedRow]:
    """Return the person's views, own ones first. No statement when they were read of late and not changed in this browser since."""
    changed = request.COOKIES.get(COOKIE, "")
    return desk.saved_views(request.user, now=now, changed_at=float(changed) if changed.isdigit() else 0.0)


def mark_changed(response: HttpResponse, now: datetime) -> None:
    """Let this browser see what was changed at `now`, whichever process answers it."""
    response.set_cookie(COOKIE, str(int(now.timestamp()) + 1), max_age=COOKIE_SECONDS, httponly=True, samesite="Lax")


def chosen(rows: Sequence[SavedRow]) -> dict[str, Chosen]:
    """Return what the views hold, for their counts."""
    read = {f"saved_{row.id}": lens.read_kept(row.query) for row in rows}
    return {key: Chosen(one.view, one.wanted) for key, one in read.items()}


def links(rows: Sequence[SavedRow], current: Lens, counts: Mapping[str, Count]) -> list[ViewLink]:
    """Return the lines of the pane; a view that narrows by words has no count."""
    return [
        ViewLink(
            str(row.id),
            row.name,
            counts.get(f"saved_{row.id}"),
            "",
            address(row),
            row.id == current.saved,
            name=row.name,
        )
        for row in rows
    ]


def address(row: SavedRow) -> str:
    """Return the query of a view's address."""
    return f"?{row.query}&saved={row.id}" if row.query else f"?saved={row.id}"
