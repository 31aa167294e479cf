"""One case: the page, what the checks of its photos found, and two pictures held against each other."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.feedback import queries as feedback
from tanggap.insight import closures
from tanggap.places.city import city
from tanggap.verification import queries
from tanggap.verification.evidence.words import Tone
from tanggap.verification.queries import Case, FindingRow
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.status import family
from tanggap.web.verify.drawing import drawn
from tanggap.web.verify.forms import OpinionForm, VerdictForm

LOOKED_SECONDS = 180  # how long a page asks for findings that are still being made


@staff_only(Role.VALIDATOR)
@require_safe
def case(request: StaffRequest, code: str) -> HttpResponse:
    """Show one claim with everything that its check needs. Raises NotFound."""
    found = queries.case(code, staff=request.user)
    if found.opinion and found.opinion.is_mine and (found.checks or not found.is_waiting):
        return redirect(
            "verify:second", found.opinion.id
        )  # blind: what others said of the claim stays hidden until then
    return page(request, found)


@staff_only(Role.VALIDATOR)
@require_safe
def findings(request: StaffRequest, code: str) -> HttpResponse:
    """Answer a page that waits for the findings: nothing (204) while there is no more to say than it shows, then the whole list.

    The list that is final, and one that took too long, ask no more. Raises NotFound.
    """
    found = queries.case(code, staff=request.user)
    until = request.GET.get("until", "")
    deadline = int(until) if until.isascii() and until.isdigit() and len(until) < 12 else 0
    is_over = clock.now().timestamp() >= deadline
    is_new = request.GET.get("seen", "") != str(len(found.findings))
    if found.is_examined_still and not is_over and not is_new:
        return HttpResponse(status=204)
    context = {
        **evidence(found, until=deadline),
        "case": found,
        "report": found.report,
        "is_over": is_over,
        "is_fragment": True,
    }
    return render(request, "verify/_evidence.html", context)


@staff_only(Role.VALIDATOR)
@require_safe
def compare(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """Show the two pictures of a finding with what matches and what differs; a fragment for HTMX. Raises NotFound."""
    found = queries.case(code, staff=request.user)
    finding = next((one for one in found.findings if one.key == key and one.is_comparable), None)
    if finding is None or found.keeps_photo_back:
        raise NotFound
    pair = queries.pictures(finding)
    if pair is None:
        raise NotFound
    context = {
        "case": found,
        "report": found.report,
        "finding": finding,
        "other": pair[0],
        "claimed": pair[1],
        "drawings": [drawn(finding, pair, way="beside"), drawn(finding, pair, way="below")],
    }
    return render(request, "verify/_drawing.html" if is_partial(request) else "verify/compare.html", context)


def page(request: StaffRequest, case: Case, *, form: VerdictForm | None = None, **more: Any) -> HttpResponse:
    """Draw the case; for HTMX only the answer to the form, so that what was filled in, photos too, stays where it is."""
    status = more.pop("status", 200)
    form = form or VerdictForm(initial={"version": case.report.version})
    context = {
        **evidence(case, until=int(clock.now().timestamp()) + LOOKED_SECONDS),
        "case": case,
        "report": case.report,
        "form": form,
        "ticked": form["checklist"].value() or [],
        "can_decide": case.may_decide,
        "review": feedback.review(case.report.id) if case.report.reopened_count else None,
        "can_ask": not case.is_field and case.opinion is None and not any(one.is_of_this_claim for one in case.checks),
        "cited": form["cited"].value() or [],
        **_on_the_map(case),
        "unit": request.user.unit_id,
        "feedback_days": city().feedback_days,
        "lost_photos": bool(request.FILES) and not is_partial(request),
        **more,
    }
    if not is_partial(request) or more.get("changes"):
        response = render(request, "verify/case.html", context, status=status)
        for name in ("Retarget", "Reselect"):
            response[f"HX-{name}"] = "#case"
        response["HX-Reswap"] = "outerHTML"
        return response
    return render(request, "verify/_answer.html", context, status=status)


def blind(
    request: StaffRequest, case: Case, form: OpinionForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """Draw the papers of a claim for a second opinion."""
    context = {
        **evidence(case, until=int(clock.now().timestamp()) + LOOKED_SECONDS),
        **_on_the_map(case),
        "record": None,  # the papers alone
        "case": case,
        "report": case.report,
        "form": form,
        "refusal": refusal,
        "ticked": form["checklist"].value() or [],
        "can_decide": True,
        "is_blind": True,
        "unit": request.user.unit_id,
    }
    return render(request, "verify/second.html", context, status=status)


def _on_the_map(case: Case) -> dict[str, str]:
    """Return the reported point and the places of the photos for map.js, as JSON."""
    report = case.report
    point = {
        "lon": report.lon,
        "lat": report.lat,
        "label": report.code,
        "family": family(report.state),
        "icon": report.icon,
    }
    names = {"check": _("Check")}
    shots = [
        {
            "lon": shot.lon,
            "lat": shot.lat,
            "label": f"{names.get(shot.role, _('After'))} {shot.number}",
            "family": "waiting" if shot.is_far else "planned",
            "icon": "camera",
        }
        for shot in case.shots
    ]
    circles = [{**one, "radius": shot.accuracy_m} for one, shot in zip(shots, case.shots, strict=True)]
    return {"map_points": json.dumps([point, *shots]), "map_circles": json.dumps(circles)}


def evidence(case: Case, *, until: int) -> dict[str, Any]:
    """Return what the list of findings and the tools above the photos are drawn from."""
    shown = [one for one in case.findings if one.is_comparable and one.pairs and not case.keeps_photo_back]
    return {
        "findings": case.findings,
        "loud": any(not one.is_silent for one in case.findings),
        "silent": _silent(case),
        "record": _record(case),
        "citable": [one for one in case.findings if one.tone in (Tone.AGAINST, Tone.QUESTION)],
        "matched": next((one for one in shown if one.number == 1), shown[0] if shown else None),
        "look_again": f"{reverse('verify:findings', args=[case.report.code])}?seen={len(case.findings)}&until={until}",
    }


def _silent(case: Case) -> list[FindingRow]:
    """Return the checks that found no sign, each once a photo: against a second photo of the problem the same check says no more."""
    told = {(one.kind, one.number) for one in case.findings if not one.is_silent}
    once = {(one.kind, one.number): one for one in reversed(case.findings) if one.is_silent}
    return [one for key, one in reversed(once.items()) if key not in told]


def _record(case: Case) -> closures.Share | None:
    """Return how many claims of the unit were returned lately, None from too few to say anything. Two statements."""
    (returned, *_others) = closures.of_units([case.report.unit_code]).total.shares
    return returned if returned.is_enough else None


def is_partial(request: HttpRequest) -> bool:
    """Return whether HTMX asks for a part of the page."""
    return bool(request.htmx)  # type: ignore[attr-defined]
