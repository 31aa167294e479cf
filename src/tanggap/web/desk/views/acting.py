"""The acts on a report. Every act is a small form at its own address; a lost update is shown as a difference."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import route
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotFound, Refusal, Stale
from tanggap.notify.words import FOLLOWED, TEMPLATES
from tanggap.places.city import city
from tanggap.reports.queries import case, colleagues
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.queries.rerouting import Preview
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import PhotoRole
from tanggap.web.desk import acts, answering, difference, hints, lens, moves, pane, picking, story, tasks
from tanggap.web.desk.acts import Act
from tanggap.web.desk.forms import ActForm
from tanggap.web.desk.picking import Option
from tanggap.web.desk.views import frame
from tanggap.web.ui import formats
from tanggap.web.ui.access import StaffRequest, staff_only

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff


@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, code: str, slug: str) -> HttpResponse:
    """Show the form of an act, or do it. Doing it twice is shown as done; a change in between is shown with what was written kept."""
    chosen_act = acts.BY_SLUG.get(slug)
    try:
        found = pane.read(request, frame.canonical(code))
    except NotFound:
        return frame.gone(request)
    if chosen_act is None:
        return frame.gone(request)
    if chosen_act.leads_to:
        return redirect(f"{reverse(chosen_act.leads_to)}?{urlencode({'laporan': found.code})}")
    asked = Asked(request, chosen_act, lens.read(request.GET), found)
    if request.method != "POST":
        return (
            asked.show(form=asked.form())
            if asked.is_offered
            else asked.show(refusal=Stale(_too_late(found)), status=409)
        )
    form = asked.form(is_sent=True)
    if "find" in request.POST:
        form.errors.clear()
        return asked.show(form=form)
    if "use" in request.POST:
        form.errors.clear()
        return asked.help(form, request.POST["use"])
    if not form.is_valid():
        return asked.show(form=form, status=422)
    return _do(asked, form)


def _do(asked: "Asked", form: ActForm) -> HttpResponse:
    seen = form.cleaned_data["version"]
    if done := asked.done_before(form, since=seen):
        return asked.leave(
            _("This was already done at %(time)s; it was not done twice.") % {"time": formats.clock_time(done.at)}
        )
    try:
        if preview := moves.unseen(form, asked.report, asked.request.user):
            return asked.show(form=form, preview=preview)
        asked.act.run(code=asked.report.code, version=seen, by=asked.request.user, **form.arguments())
    except Refusal as refusal:
        asked.reload()
        if done := asked.done_before(form, since=seen):
            return asked.leave(
                _("This was already done at %(time)s; it was not done twice.") % {"time": formats.clock_time(done.at)}
            )
        if isinstance(refusal, NotFound) and "parent" in form.fields:
            form.refuse({"parent": _("There is no report with this code.")})
            return asked.show(form=form, since=seen, status=422)
        form.refuse(refusal.errors)
        return asked.show(form=form, refusal=None if refusal.errors else refusal, since=seen, status=refusal.status)
    return asked.leave(str(asked.act.done))


@dataclass
class Asked:
    """One request to act on a report."""

    request: StaffRequest
    act: Act
    lens: lens.Lens
    report: DeskReport
    _form: dict[str, Any] = field(default_factory=dict)

    @property
    def is_offered(self) -> bool:
        """Return whether lifecycle and roles permit the act now."""
        return any(offer.act is self.act for offer in acts.offers(self.report, self.request.user))

    def reload(self) -> None:
        """Read the report again, after somebody changed it."""
        self.report = pane.read(self.request, self.report.code)

    def form(self, *, is_sent: bool = False) -> ActForm:
        """Return the act's form with its choices, filled with what was sent or with what is suggested."""
        options = _options(self.act, self.report)
        given: dict[str, Any] = {"options": options, "auto_id": "act_%s"}
        if is_sent:
            form = self.act.form(self.request.POST, self.request.FILES, **given)
        else:
            form = self.act.form(initial=_initial(self, options), **given)
        if self.act.door == "reports.claim_done":
            others_took = any(photo.role == PhotoRole.TASK for photo in self.report.photos)
            form.fields["photos"].required = self.report.photos_after_needed > 0 and not others_took
        return form

    def done_before(self, form: ActForm, *, since: int) -> Entry | None:
        """Return the entry by which this person already did the very same since `since`, if there is one: a double click."""
        return next((entry for entry in self.since(since) if _is_same(entry, self.act, form, self.request.user)), None)

    def since(self, version: int) -> list[Entry]:
        """Return what happened after `version`. One statement when anything did, else none."""
        return case.changes(self.report.id, since=version) if version < self.report.version else []

    def help(self, form: ActForm, wanted: str) -> HttpResponse:
        """Put the chosen ready answer into the form, or show what will be read; nothing is done yet."""
        if wanted == "preview":
            base_url = self.request.build_absolute_uri("/").rstrip("/")
            return self.show(form=form, seen=answering.seen(self.act, form, self.report, base_url=base_url))
        chosen = self.request.POST.get("answer", "")
        answering.fill(form, answering.offered(self.act, self.report), chosen, self.report, self.request.user)
        return self.show(form=form)

    def leave(self, said: str) -> HttpResponse:
        """Lead back to the report and say what was done."""
        messages.success(self.request, said)
        return redirect(reverse("desk:report", args=[self.report.code]) + self.lens.query)

    def show(
        self,
        *,
        form: ActForm | None = None,
        refusal: Refusal | None = None,
        preview: Preview | None = None,
        seen: answering.Seen | None = None,
        since: int | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Show the form, with what was refused and with what others changed since `since`; the next try is made on what is shown."""
        changes = self.since(since) if since is not None else []
        fields = difference.changes(str(form["seen"].value() or ""), self.report, changes) if form and changes else []
        if form is not None and form.is_bound:
            form.see(self.report.version, difference.seen(self.report))
        context = pane.context(self.request, self.report, self.lens)
        told = next((offer.told for offer in context["offers"] if offer.act is self.act), "")
        return frame.page(
            self.request,
            {
                **context,
                "act": self.act,
                "form": form,
                "told_whom": told,
                "joined_told": len(self.report.children) if TEMPLATES.get(self.act.door) in FOLLOWED else 0,
                "is_offered": bool(told),
                "refusal": refusal,
                "preview": preview,
                "changes": story.of(changes, self.report.photos),
                "fields": fields,
                "answers": answering.offered(self.act, self.report) if form else [],
                "words_field": answering.field_of(form) if form else "",
                "seen": seen,
                "is_told_outside": told != acts.TOLD["nobody"],
                "pick": self._looked_at(form),
            },
            status=status,
        )

    def _looked_at(self, form: ActForm | None) -> frame.LookedAt:
        """Return where the form's map begins: at the place that is chosen, else at the report's."""
        chosen = picking.read_spot(str(form["place"].value() or "")) if form and "place" in form.fields else None
        spot = chosen or picking.Spot(self.report.area, self.report.lon, self.report.lat)
        return frame.looked_at(spot.lon, spot.lat, spot.area)


def _too_late(report: DeskReport) -> str:
    return _("This report is now “%(state)s” with %(unit)s; this step is not yours to take any more.") % {
        "state": report.state_label,
        "unit": report.unit,
    }


def _options(act: Act, report: DeskReport) -> dict[str, list[Option]]:
    """Return the radio buttons that an act's form offers."""
    if act.door == "reports.coordinate":
        return {"unit": hints.units_for(report, route(category=report.category_code, area=report.area))}
    if act.door == "reports.disposition":
        return {"unit": hints.branches_for(report)}
    if act.door == "reports.assign":
        found = colleagues.colleagues(report.unit_code, category=report.category_code)
        return {"assignee": [Option(one.username, one.name, one.told) for one in found]}
    if act.door == "reports.change":
        places = _places(report)
        own = places[:1] if report.area else []
        return {"place": places, "own": own, **moves.options(act.door, report)}
    return tasks.options(act.door, report) or moves.options(act.door, report)


def _places(report: DeskReport) -> list[Option]:
    own = picking.Spot(report.area, report.lon, report.lat) if report.area else None
    kept = [Option(str(own), picking.spot_label(own), _("as reported"))] if own else []
    typed = picking.spot_options(report.address, limit=3) if report.address else []
    read = [] if own or typed else picking.spot_options(report.text[: hints.TEXT_READ], limit=3)
    return [*kept, *typed, *read]


def _initial(asked: Asked, options: dict[str, list[Option]]) -> dict[str, Any]:
    """Return what a fresh form holds: the best suggestion, or what the link that led here names."""
    query, report = asked.request.GET, asked.report
    initial: dict[str, Any] = {"version": report.version, "seen": difference.seen(report)}
    if asked.act.door in {"reports.coordinate", "reports.disposition"} and options["unit"]:
        initial["unit"] = options["unit"][0].value
    if asked.act.door == "reports.assign":
        initial["assignee"] = next((one.value for one in options["assignee"] if one.label == report.assignee), "")
    if asked.act.door == "triage.merge":
        initial["parent"] = read_code(query.get("parent", ""), city().prefix) or ""
    initial |= moves.initial(asked.act.door, report, query)
    if asked.act.door == "reports.change":
        wanted = catalog.category(query.get("category"))
        suggested = hints.of_report(report).category if report.category_code is None else None
        initial["category"] = (
            wanted.code if wanted else report.category_code or (suggested.category if suggested else "")
        )
        initial["place"] = options["place"][0].value if options["place"] else ""
    return initial


def _is_same(entry: Entry, act: Act, form: ActForm, staff: "Staff") -> bool:
    """Return whether an entry says just what the form says, by this very person."""
    given = form.cleaned_data
    actor = " · ".join(part for part in (staff.display_name, agencies.unit_label(staff.unit_id)) if part)
    if entry.kind != act.door or entry.actor != actor:
        return False
    facts = dict(entry.facts)
    said = str(given.get("message", given.get("question", ""))).strip()
    same = [entry.message == said, entry.note == str(given.get("note", "")).strip()]
    if given.get("unit"):
        same.append(facts.get("unit") == agencies.unit_label(given["unit"]))
    if "parent" in given:
        same.append(facts.get("parent") == given["parent"])
    if "assignee" in given:
        names = {option.value: option.label for option in form.options.get("assignee", [])}
        same.append(facts.get("assignee", "") == names.get(given["assignee"], ""))
    return all(same)
