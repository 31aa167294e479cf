"""One proposal: where it is on its way, what can be done next, and everything that was."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.planning import queries
from tanggap.planning.rows import Act as Possible
from tanggap.planning.rows import ProposalPage
from tanggap.web.planning.acts import BY_STEP, Act
from tanggap.web.planning.readers import SEE
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.status import family


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that lies ahead: what the room says of it, and how it is done."""

    act: Act
    said: Possible

    @property
    def send(self) -> str:
        """Return the words of the button that does it."""
        return self.said.label.removesuffix("…")


@staff_only(act=SEE)
@require_safe
def proposal(request: StaffRequest, code: str) -> HttpResponse:
    """Show everything about one proposal. Raises NotFound."""
    return render(request, "planning/proposal.html", told(request, queries.proposal(request.user, code)))


def told(request: StaffRequest, page: ProposalPage) -> dict[str, Any]:
    """Return what every page about a proposal shows of it."""
    offers = [Offer(BY_STEP[one.step], one) for one in page.acts if one.step in BY_STEP]
    open_ones = [one for one in offers if one.said.allowed]
    points = [
        {
            "lon": one.lon,
            "lat": one.lat,
            "label": one.category_label,
            "lines": [one.code, one.place],
            "family": family(one.state),
            "href": f"/laporan/{one.code}/" if one.is_public else "",
        }
        for one in page.reports
        if one.lon is not None and not one.end
    ]
    return {
        "page": page,
        "row": page.row,
        "primary": next((one for one in open_ones if one.said.is_primary), None),
        "next_up": next((one for one in offers if one.said.is_primary), None),
        "others": [one for one in open_ones if not one.said.is_primary],
        "barred": [one for one in offers if not one.said.allowed and one.said.why_not],
        "may_take_out": any(one.act.step == "take_out" for one in open_ones),
        "linked": [one for one in page.reports if not one.end],
        "gone": [one for one in page.reports if one.end],
        "points": json.dumps(points) if points else "",
        "middle": points[0] if points else None,
        "currency": queries.choices(request.user).currency,
    }
