"""Part-tasks at the desk: a unit's lists of them, and the acts on one, each a small form in the report's pane."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal, Stale
from tanggap.reports.actions import instructing, tasks_links
from tanggap.reports.queries import tasks as lists
from tanggap.reports.queries import tasks_of_report
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.queries.tasks import TaskRow
from tanggap.web.desk import lens, pane, picking, tasks
from tanggap.web.desk.tasks import TaskAct
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.task_forms import TaskForm

ALL = 0  # the number that means every open task
VIEWS = (
    (lists.ASKED, gettext_lazy("To answer"), gettext_lazy("No unit waits for your yes or no.")),
    (
        lists.ACCEPTED,
        gettext_lazy("Taken on"),
        gettext_lazy("Your unit has taken on no part of another unit's report."),
    ),
    (lists.OURS, gettext_lazy("Asked of others"), gettext_lazy("Your unit waits for nobody.")),
    (
        lists.RETURNED,
        gettext_lazy("Came back"),
        gettext_lazy("Nothing was declined or handed back in the last 30 days."),
    ),
    (lists.DECIDING, gettext_lazy("To decide"), gettext_lazy("Nothing waits for your unit's decision.")),
    (lists.DONE, gettext_lazy("Closed"), gettext_lazy("Your unit has closed no task yet.")),
)


@staff_only(*frame.DESK_ROLES)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show the tasks of the person's units by view. Two statements besides the session's, the roles' and the frame's."""
    counts = lists.counts(request.user, now=clock.now())
    names = [name for name, _label, _empty in VIEWS]
    view = request.GET.get("lihat", "")
    if view not in names:
        view = next((name for name in names if counts.get(name)), lists.ASKED)
    context = {
        "page": lists.listed(request.user, view=view, after=request.GET.get("after")),
        "views": [
            (name, label, counts.get(name), name == view)
            for name, label, _empty in VIEWS
            if name != lists.DECIDING or counts.get(name) or name == view
        ],
        "view": view,
        "empty": next(empty for name, _label, empty in VIEWS if name == view),
    }
    return render(request, "desk/task_list.html", context)


@staff_only(*frame.DESK_ROLES)
@require_POST
def units(request: StaffRequest) -> HttpResponse:
    """Return the units that typed words may mean, as boxes, with those found and ticked before. It reads and writes nothing."""
    typed, chosen, offered = (
        request.POST.get("unit_text", ""),
        request.POST.getlist("units"),
        request.POST.getlist("offered"),
    )
    ticked = [picking.unit_option(code[:80]) for code in chosen[:50] if code not in offered]
    options = picking.unique([*ticked, *picking.unit_options(typed)])
    context = {"options": options, "chosen": chosen, "typed": typed.strip()}
    return render(request, "desk/task_options.html", context)


@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, code: str, number: int, slug: str) -> HttpResponse:
    """Show the form of an act on a task, or do it. Number 0 withdraws every open task. Doing it twice is one act."""
    chosen = tasks.BY_SLUG.get(slug)
    try:
        found = pane.read(request, frame.canonical(code))
        asked = Asked.read(request, found, chosen, number) if chosen else None
    except NotFound:
        return frame.gone(request)
    if asked is None:
        return frame.gone(request)
    if request.method != "POST":
        return asked.show(asked.form()) if asked.is_offered else asked.show(None, refusal=asked.too_late(), status=409)
    form = asked.form(is_sent=True)
    if "find" in request.POST:
        form.errors.clear()
        return asked.show(form)
    if asked.is_done:
        return asked.leave(_("This was already done; it was not done twice."))
    if not form.is_valid():
        return asked.show(form, status=422)
    return _do(asked, form)


def _do(asked: "Asked", form: TaskForm) -> HttpResponse:
    try:
        asked.act.run(code=asked.report.code, number=asked.number, by=asked.request.user, **form.arguments())
    except NotFound:
        return frame.gone(asked.request)
    except Refusal as refusal:
        again = Asked.read(asked.request, pane.read(asked.request, asked.report.code), asked.act, asked.number)
        if again is not None and again.is_done:
            return again.leave(_("This was already done; it was not done twice."))
        form.refuse(refusal.errors)
        return (again or asked).show(form, refusal=None if refusal.errors else refusal, status=refusal.status)
    if asked.act.name == "invite":
        query = asked.lens.query
        return redirect(reverse("desk:task-act", args=[asked.report.code, asked.number, asked.act.slug]) + query)
    return asked.leave(str(asked.act.done))


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to act on a task; `task` None: on all open ones."""

    request: StaffRequest
    report: DeskReport
    act: TaskAct
    number: int
    task: TaskRow | None
    parts: tasks_of_report.Parts
    lens: lens.Lens

    @classmethod
    def read(cls, request: StaffRequest, report: DeskReport, act: TaskAct, number: int) -> "Asked | None":
        """Return the request, None where there is no such task."""
        parts = tasks.parts(report, request.user)
        task = parts.task(number)
        if task is None and (number != ALL or act.name != "withdraw"):
            return None
        return cls(request, report, act, number, task, parts, lens.read(request.GET))

    @property
    def is_offered(self) -> bool:
        """Return whether it is possible now."""
        return self.act.name in self.task.acts if self.task else self.parts.can_withdraw_all

    @property
    def is_done(self) -> bool:
        """Return whether the task stands where the act leads already."""
        return self.task is not None and bool(self.act.ends) and self.task.state == self.act.ends

    def too_late(self) -> Refusal:
        """Return the refusal of an act that is not possible any more."""
        label = self.task.state_label if self.task else ""
        return Stale(_("This task is now “%(state)s”; this step is not yours to take any more.") % {"state": label})

    def form(self, *, is_sent: bool = False) -> TaskForm:
        """Return the act's form, filled with what was sent or with what is suggested."""
        kind = self.act.form
        if is_sent:
            form = kind(self.request.POST, self.request.FILES, auto_id="act_%s")
        else:
            form = kind(
                auto_id="act_%s", initial={"message": self.task.request} if self._decides and self.task else None
            )
        if isinstance(form, tasks.DecideForm):
            form.suggested = tuple(tasks.suggested(self.report))
        return form

    @property
    def _decides(self) -> bool:
        return self.act.name == "decide"

    def leave(self, said: str) -> HttpResponse:
        """Lead back to the report and say what was done; to the tasks where the report is not this person's to read any more."""
        try:
            pane.read(self.request, self.report.code)
        except NotFound:
            if frame.target(self.request) in {"report", "act"}:
                return render(self.request, "desk/left.html", {"said": said})
            messages.success(self.request, said)
            return redirect("desk:tasks")
        messages.success(self.request, said)
        return redirect(reverse("desk:report", args=[self.report.code]) + self.lens.query)

    def show(self, form: TaskForm | None, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        """Show the form in the report's pane, with what was refused."""
        context: dict[str, Any] = {
            **pane.context(self.request, self.report, self.lens),
            "parts": self.parts,
            "task_act": self.act,
            "task": self.task,
            "task_form": form if self.is_offered else None,
            "lost": form if not self.is_offered else None,
            "form": form,
            "number": self.number,
            "refusal": refusal,
            "link": self._link(),
        }
        if frame.target(self.request) == "act":
            return render(self.request, "desk/task_act.html", context, status=status)
        return frame.page(self.request, context, status=status)

    def _link(self) -> dict[str, Any] | None:
        """Return the link that opens the task now, with its whole address, for the form that gives one out."""
        if self.act.name != "invite":
            return None
        now = clock.now()
        found = tasks_of_report.address(self.report.code, self.number, staff=self.request.user, now=now)
        if found is None:
            return None
        where = reverse("partner:guest", args=[found.id, found.token])
        return {"holder": found.holder, "until": found.expires_at, "address": self.request.build_absolute_uri(where)}


@staff_only(*frame.DESK_ROLES)
@require_POST
def uninvite(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Let the task's link open no more."""
    code = frame.canonical(code)
    tasks_links.uninvite(code=code, number=number, by=request.user)
    messages.success(request, _("The link opens no more."))
    return redirect(reverse("desk:report", args=[code]) + lens.read(request.GET).query)


@staff_only(*frame.DESK_ROLES)
@require_POST
def read(request: StaffRequest, code: str, version: int) -> HttpResponse:
    """Say that an instruction was read; saying it twice changes nothing."""
    code = frame.canonical(code)
    try:
        instructing.read(code=code, version=version, by=request.user)
        messages.success(request, _("Noted that you read it."))
    except instructing.NotToYou as refusal:
        messages.info(request, str(refusal))
    return redirect(reverse("desk:report", args=[code]) + lens.read(request.GET).query)
