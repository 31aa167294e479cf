"""One task drawn and acted on, the same for a partner signed in and for the guest of a link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanggap.core.refusal import NotFound, Refusal
from tanggap.reports.queries.photos import PhotoFile
from tanggap.reports.queries.tasks_outside import OutsideTask
from tanggap.web.partner.acts import BY_SLUG, Act, possible
from tanggap.web.ui.task_forms import TaskForm


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task is looked at: its template, how it is read anew, the addresses of itself, of an act and of a photo's folder."""

    template: str
    read: Callable[[], OutsideTask]
    here: str
    photos: str


def show(request: HttpRequest, place: Place, shown: OutsideTask, *, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the task with the forms of what can be done; `sent` is the one that was sent and did not fit."""
    sent: TaskForm | None = more.get("sent")
    forms = []
    for act in possible(shown):
        is_sent = sent is not None and type(sent) is act.form
        forms.append((act, sent if is_sent else act.form(auto_id=f"{act.slug}_%s"), is_sent))
    context = {
        "shown": shown,
        "task": shown.task,
        "forms": forms,
        "here": place.here,
        "photos_at": place.photos,
        **more,
    }
    return render(request, place.template, context, status=status)


def do(request: HttpRequest, place: Place, slug: str, run: Callable[[Act, dict[str, Any]], object]) -> HttpResponse:
    """Do what the form asks and lead back to the task, or show it with the reason why not. Doing it twice is one act.

    Raises NotFound.
    """
    act, shown = BY_SLUG.get(slug), place.read()
    if act is None:
        raise NotFound
    if shown.task.state == act.ends:
        return _leave(request, place, _("This was already done; it was not done twice."))
    form = act.form(request.POST, request.FILES, auto_id=f"{act.slug}_%s")
    if not form.is_valid():
        return show(request, place, shown, status=422, sent=form)
    try:
        run(act, form.arguments())
    except NotFound:
        raise
    except Refusal as refusal:
        shown = place.read()
        if shown.task.state == act.ends:
            return _leave(request, place, _("This was already done; it was not done twice."))
        form.refuse(refusal.errors)
        return show(
            request, place, shown, status=refusal.status, sent=form, refusal=None if refusal.errors else refusal
        )
    return _leave(request, place, str(act.done))


def picture(file: PhotoFile) -> HttpResponseBase:
    """Return a photo's bytes, kept by no cache. Raises NotFound."""
    try:
        stored = (settings.MEDIA_ROOT / file.path).open("rb")
    except FileNotFoundError:
        raise NotFound from None
    response = FileResponse(stored, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _leave(request: HttpRequest, place: Place, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(place.here)
