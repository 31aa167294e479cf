"""The partners' desk: the tasks of one's own unit, and nothing of who reported or of any other report."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotFound
from tanggap.places.city import city
from tanggap.reports.actions import tasks_doing
from tanggap.reports.queries import tasks, tasks_outside
from tanggap.web.partner import pages
from tanggap.web.ui.access import StaffRequest, staff_only

RUN: dict[str, Callable[..., object]] = {
    "accept": tasks_doing.accept,
    "decline": tasks_doing.decline,
    "hand_back": tasks_doing.hand_back,
    "answer": tasks_doing.answer,
}
VIEWS = (
    (tasks.ASKED, _("To answer")),
    (tasks.ACCEPTED, _("Taken on")),
    (tasks.DONE, _("Closed")),
)


@staff_only(Role.PARTNER)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show the tasks of the person's units, those due soonest first. Two statements besides the session's and the roles'."""
    typed = request.GET.get("q", "").strip()[:64]
    view = request.GET.get("lihat", tasks.ASKED)
    view = view if view in tasks.PARTNER_VIEWS else tasks.ASKED
    counts = tasks.counts(request.user, now=clock.now(), act=tasks_outside.SEE)
    code = read_code(typed, city().prefix) if typed else None
    if code and (number := tasks_outside.partners_number(code, staff=request.user)):
        return redirect("partner:task", code, number)
    page = tasks.listed(request.user, view=view, act=tasks_outside.SEE, after=request.GET.get("after"))
    views = [(name, label, counts.get(name), name == view) for name, label in VIEWS]
    return render(request, "partner/list.html", {"page": page, "views": views, "view": view, "q": typed})


@staff_only(Role.PARTNER)
@require_safe
def task(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Show one task. Raises NotFound for unknown and foreign alike."""
    place = _place(request, code, number)
    return pages.show(request, place, place.read())


@staff_only(Role.PARTNER)
@require_POST
def act(request: StaffRequest, code: str, number: int, slug: str) -> HttpResponse:
    """Take a task on, decline it, hand it back, or say that it is done. Raises NotFound."""
    place = _place(request, code, number)
    return pages.do(
        request, place, slug, lambda act, given: RUN[act.name](code=code, number=number, by=request.user, **given)
    )


@staff_only(Role.PARTNER)
@require_safe
def photo(request: StaffRequest, code: str, number: int, photo: UUID, size: str) -> HttpResponse:
    """Return a photo that belongs to a task of the person's unit. Raises NotFound."""
    file = tasks_outside.partners_photo(code, number, photo, size=size, staff=request.user)
    return cast(HttpResponse, pages.picture(file))


def _place(request: StaffRequest, code: str, number: int) -> pages.Place:
    if read_code(code, city().prefix) != code or number >= 2**31:
        raise NotFound
    here = reverse("partner:task", args=[code, number])
    return pages.Place(
        template="partner/task.html",
        read=lambda: tasks_outside.partners(code, number, staff=request.user),
        here=here,
        photos=f"{here}foto/",
    )
