"""Saving, changing and sharing one's own views of the desk."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.reports.models import SavedView

LONGEST_NAME = 60
LONGEST_QUERY = 2_000
MOST_OWN = 30


class TooManyViews(Refusal):
    """A person keeps a bounded number of views."""

    message = _("You have %(most)d views of your own. Throw one away first.")
    status = 422


def save_view(*, by: Staff, query: str, name: str, unit: str | None = None, role: str = "") -> int:
    """Keep a list as a view and return its number; shared with a unit, or with those who hold a role there.

    Raises Invalid for a name that is empty, too long or taken, TooManyViews, and NotAllowed for sharing beyond one's reach.
    """
    with transaction.atomic():
        mine = SavedView.objects.select_for_update().filter(owner=by)
        if len(mine) >= MOST_OWN:
            raise TooManyViews(TooManyViews.message % {"most": MOST_OWN})
        view = SavedView(owner=by, query=query[:LONGEST_QUERY], made_at=clock.now(), position=len(mine))
        return _write(view, by, name=name, unit=unit, role=role)


def change_view(*, by: Staff, number: int, **changed: Any) -> None:
    """Change name, sharing (`unit`, `role`) or `query` of one's own view. Raises what `save_view` raises, and NotFound."""
    with transaction.atomic():
        view = _own(by, number)
        view.query = changed.pop("query", view.query)[:LONGEST_QUERY]
        given = {"name": view.name, "unit": view.unit_id, "role": view.role, **changed}
        _write(view, by, **given)


def move_view(*, by: Staff, number: int, up: bool) -> None:
    """Put one's own view before or behind its neighbour; at the end nothing happens. Raises NotFound."""
    with transaction.atomic():
        own = list(SavedView.objects.select_for_update().filter(owner=by).order_by("position", "name", "id"))
        place = next((at for at, view in enumerate(own) if view.pk == number), None)
        if place is None:
            raise NotFound
        other = max(0, place - 1) if up else min(len(own) - 1, place + 1)
        own[place], own[other] = own[other], own[place]
        for position, view in enumerate(own):
            view.position = position
        SavedView.objects.bulk_update(own, ["position"])


def delete_view(*, by: Staff, number: int) -> None:
    """Throw one's own view away, for everybody with whom it was shared, too. Raises NotFound."""
    with transaction.atomic():
        view = _own(by, number)
        SavedView.objects.filter(owner=by, position__gt=view.position).update(position=F("position") - 1)
        view.delete()


def shareable_units(staff: Staff) -> list[str]:
    """Return the units with which a person may share a view, the own one first."""
    if not permissions.allows("desk.share_view", staff):
        return []
    codes = [row.code for row in agencies.units()]
    found = [code for code in codes if permissions.allows("desk.share_view", staff, permissions.of_unit(code))]
    return sorted(found, key=lambda code: (code != staff.unit_id, code))


def _own(by: Staff, number: int) -> SavedView:
    view = SavedView.objects.select_for_update().filter(owner=by, pk=number).first()
    if view is None:
        raise NotFound
    return view


def _write(view: SavedView, by: Staff, *, name: str, unit: str | None, role: str) -> int:
    tidy = " ".join(name.replace("\x00", "").split())
    if not tidy or len(tidy) > LONGEST_NAME:
        raise Invalid({"name": _("Give the view a name of at most %(most)d characters.") % {"most": LONGEST_NAME}})
    if unit and (unit, role) != (view.unit_id, view.role):
        permissions.permit("desk.share_view", by, permissions.of_unit(unit))
    if role and (not unit or role not in Role.values):
        raise Invalid({"shared": _("Choose a role of a unit.")})
    view.name, view.unit_id, view.role = tidy, unit or None, role
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Invalid({"name": _("You have a view of this name already.")}) from error
    return int(view.pk)
