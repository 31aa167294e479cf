"""What a step set, in words, and the small drawings of the need: a part as a bar beside its words."""

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.planning.rows import NeedPart, StepRow
from tanggap.planning.words import LinkEnd, Reason
from tanggap.web.planning.acts import BY_STEP
from tanggap.web.ui import formats

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

register = template.Library()


@register.filter
def points(part: NeedPart) -> str:
    """Return how many points of its weight a part brings; a dash where it is not known."""
    return "–" if part.share is None else formats.number(part.share * part.weight, 1)


@register.filter
def may(act: str, person: "Staff") -> bool:
    """Return whether a person may do an act anywhere."""
    return permissions.allows(act, person)


@register.filter
def link_end(end: str) -> str:
    """Return why a report is no longer part of a proposal, in words."""
    return str(LinkEnd(end).label) if end in LinkEnd.values else ""


FACTS = {
    "reports": _("Reports"),
    "photos": _("Photos"),
    "programme": _("Programme"),
    "amount": _("Amount"),
    "builder": _("Built by"),
    "title": _("Until then the title"),
    "problem": _("Until then the problem"),
    "reason": _("Until then the reason"),
    "cost": _("Until then the cost"),
    "year": _("Until then for the year"),
}
"""What stands before a fact of a step; those of `before` are what a step changed."""


@register.simple_tag
def step_facts(step: StepRow, currency: str) -> list[tuple[str, str]]:
    """Return what a step set or changed besides its state, in words."""
    now = {name: step.facts.get(name) for name in ("reports", "photos", "programme", "amount", "builder")}
    before = step.facts.get("before")
    given = {**now, **(before if isinstance(before, dict) else {})}
    return [
        (str(FACTS[name]), _said(name, value, currency)) for name, value in given.items() if value and name in FACTS
    ]


def _said(name: str, value: object, currency: str) -> str:
    if name in {"amount", "cost"} and isinstance(value, int):
        return formats.money(value, currency)
    if name == "builder":
        return agencies.unit_label(str(value))
    if name == "reason":
        return str(Reason(value).label) if value in Reason.values else str(value)
    return str(value)


STEP_ICON = {"propose": "message", "verify": "verified", "fail": "close", "mend": "check", "lapse": "undo"}


@register.filter
def step_icon(step: str) -> str:
    """Return the icon of a step."""
    return BY_STEP[step].icon if step in BY_STEP else STEP_ICON.get(step, "dots")


@register.simple_tag
def part_bar(share: float | None) -> SafeString:
    """Return a share of one as a bar; decoration, the numbers stand beside it."""
    across = round(100 * min(max(share or 0.0, 0.0), 1.0), 1)
    return format_html(
        '<svg class="need-bar" width="100%" height="8" aria-hidden="true" focusable="false">'
        '<rect class="bar-all" width="100%" height="8" rx="3"/><rect class="bar-fill" width="{}%" height="8" rx="3"/></svg>',
        across,
    )
