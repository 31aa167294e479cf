"""Tags and filters that every surface shares: icons, states, instants, promises, numbers (docs/developer-ui.md)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from re import findall

from django import template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.catalog.counters import Spell
from tanggap.places.city import City, city
from tanggap.planning.words import ProposalState
from tanggap.reports.words import State
from tanggap.web.ui import formats
from tanggap.web.ui.status import family, proposal_family

register = template.Library()
FALLBACK_ICON = "dots"

# The surfaces of staff.html's bar, with the roles that work there.
SURFACES = (
    ("/desk/", _("Desk"), {Role.INTAKE, Role.OFFICER, Role.SUPERVISOR}),
    ("/desk/tim/", _("Team"), {Role.SUPERVISOR}),
    ("/desk/eskalasi/", _("Escalations"), {Role.SUPERVISOR, Role.LEADER}),
    ("/verify/", _("Verification"), {Role.VALIDATOR}),
    ("/field/", _("Field"), {Role.OFFICER, Role.SUPERVISOR, Role.VALIDATOR}),
    ("/mitra/", _("Partner tasks"), {Role.PARTNER}),
    ("/admin/", _("Operation"), {Role.OPERATOR}),
    ("/command/", _("Command centre"), permissions.roles("command.see")),
    ("/planning/", _("Yearly planning"), permissions.roles("planning.see")),
    ("/evaluation/", _("Evaluation"), permissions.roles("evaluation.see_workspace")),
)

EVENT_ICON = {
    "watched": "star",
    "reports.hand_over": "forward",
    "intake.accept": "inbox",
    "intake.import_open": "archive",
    "intake.import_closed": "archive",
    "reports.coordinate": "forward",
    "reports.disposition": "forward",
    "reports.start": "state-moving",
    "reports.ask": "question",
    "feedback.answer": "message",
    "feedback.add": "message",
    "deadlines.resume": "forward",
    "reports.change": "edit",
    "reports.hand_back": "undo",
    "reports.decide": "verified",
    "reports.reject": "state-refused",
    "reports.refer": "forward",
    "reports.give_up": "close",
    "reports.move": "forward",
    "feedback.appeal": "flag",
    "triage.merge": "merge",
    "triage.unmerge": "undo",
    "reports.claim_done": "check",
    "verification.send_to_field": "pin",
    "verification.accept": "verified",
    "verification.reject": "close",
    "reports.contest": "flag",
    "verification.recuse": "user",
    "verification.ask_opinion": "users",
    "verification.give_opinion": "verified",
    "verification.repeats": "flag",
    "feedback.reopen": "refresh",
    "feedback.archive": "archive",
    "triage.complete": "edit",
    "tasks.ask": "users",
    "tasks.accept": "check",
    "tasks.decline": "close",
    "tasks.hand_back": "undo",
    "tasks.answer": "verified",
    "tasks.withdraw": "minus",
    "tasks.decide": "flag",
    "tasks.invite": "link",
    "tasks.uninvite": "lock",
    "reports.instruct": "forward",
    "reports.read": "eye",
    "reports.assign": "user",
    "reports.note": "lock",
    "reports.flag": "flag",
    "reports.settle_flags": "check",
    "reports.withhold": "shield",
    "reports.release": "eye",
    "reports.hide_photo": "image",
    "reports.show_photo": "image",
    "reports.cut_words": "edit",
    "reports.show_words": "undo",
    "privacy.erase": "user",
    "reports.support": "support",
    "triage.adopt": "merge",
    "feedback.rate": "star",
    "feedback.detail": "star",
    "feedback.request_reopen": "refresh",
    "feedback.request_overdue": "clock",
    "feedback.grant_reopen": "refresh",
    "feedback.refuse_reopen": "close",
    "feedback.neighbour": "users",
    "feedback.doubted": "alert",
    "triage.repeat_found": "refresh",
    "triage.repeat_of": "refresh",
    "feedback.partner": "message",
    "planning.propose": "message",
    "planning.admit": "state-planned",
    "planning.follow": "calendar",
    "planning.return": "undo",
    "planning.build": "check",
    "deadlines.breach": "clock",
    "deadlines.extend": "calendar",
    "deadlines.recompute": "refresh",
    "deadlines.escalate": "alert",
    "deadlines.acknowledge": "eye",
    "channels.outage": "alert",
    "webhooks.trouble": "alert",
    "asoca.judge": "users",
}
FACT_NAME = {
    "unit": _("To"),
    "verifier": _("Will be checked by"),
    "runner_up": _("Runner-up"),
    "category": _("Category"),
    "area": _("Place"),
    "neighbour": _("Near the border, told too"),
    "proposed": _("Named as responsible"),
    "count": _("Times handed back"),
    "by_rule": _("By the city’s rules"),
    "due": _("Solution promised by"),
    "late": _("Already late, and stays so"),
    "private": _("Visibility"),
    "partner": _("Partner"),
    "said_at": _("Said there"),
    "photos": _("Photos"),
    "materials": _("Material used"),
    "body": _("Responsible body"),
    "contact": _("How to reach it"),
    "before": _("Until then"),
    "reason": _("Reason"),
    "route": _("Why there"),
    "parent": _("Joined to"),
    "child": _("Joined by"),
    "assignee": _("Assigned to"),
    "counter_unit": _("Proposed instead"),
    "counter_due_at": _("Proposed date"),
    "due_at": _("Due"),
    "decider": _("To be decided by"),
    "holder": _("Given to"),
    "until": _("Opens until"),
    "chosen": _("Why this person"),
    "promise": _("Promise"),
    "share": _("Time left"),
    "role": _("Told to"),
    "why": _("Reason"),
    "check": _("Check"),
    "score": _("Rating"),
    "status": _("State there"),
    "source": _("Source"),
    "repeat": _("Reported again as"),
    "hidden_repeat": _("Reported again as"),
    "earlier": _("Closed before as"),
    "hidden_earlier": _("Closed before as"),
    "days": _("After"),
    "metres": _("Distance"),
    "solved": _("They say"),
    "denials": _("Not solved, say"),
    "confirmations": _("Solved, say"),
    "proposal": _("Proposal"),
    "level": _("Level of the planning"),
    "year": _("Year of the planning"),
}
FACT_VALUE = {
    ("promise", "answer"): _("first answer"),
    ("promise", "resolve"): _("solution"),
    ("promise", "verify"): _("check by the area office"),
    ("check", "administrative"): _("of the papers and photos"),
    ("check", "field"): _("on the spot"),
    ("solved", "yes"): _("solved"),
    ("solved", "no"): _("not solved"),
    ("score", "1"): _("1 of 4"),
    ("score", "2"): _("2 of 4"),
    ("score", "3"): _("3 of 4"),
    ("score", "4"): _("4 of 4"),
}


@cache
def icon_names() -> frozenset[str]:
    """Return the names that the sprite holds."""
    sprite = Path(__file__).parents[1] / "static/ui/icons.svg"
    return frozenset(findall(r'<symbol id="([a-z-]+)"', sprite.read_text("utf-8")))


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Return an icon of the sprite: decoration unless `label` says what it means. An unknown name shows three dots."""
    return _icon(name, css, str(label))


@lru_cache(2_000)
def _icon(name: str, css: str, label: str) -> SafeString:
    known = name if name in icon_names() else FALLBACK_ICON
    says = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    where = f"{static('ui/icons.svg')}#{known}"
    return format_html('<svg class="{}" {}><use href="{}"></use></svg>', f"icon {css}".strip(), says, where)


@register.simple_tag
def status(state: str, label: str = "") -> SafeString:
    """Return the state's pill: colour, icon and word."""
    kind = family(state)
    return format_html('<span class="status {}">{}{}</span>', kind, icon(f"state-{kind}"), label or State(state).label)


@register.simple_tag
def proposal_status(state: str) -> SafeString:
    """Return the pill of a proposal's state in the yearly planning: colour, icon and word."""
    kind = proposal_family(state)
    return format_html('<span class="status {}">{}{}</span>', kind, icon(f"state-{kind}"), ProposalState(state).label)


@register.filter
def status_family(state: str) -> str:
    """Return the class of the state's family: waiting, moving, validating, done, planned, refused."""
    return family(state)


@register.filter(name="proposal_family")
def proposal_state_family(state: str) -> str:
    """Return the class of the family of a proposal's state."""
    return proposal_family(state)


@register.filter
def state_label(state: str) -> str:
    """Return the state's word in the active language."""
    return str(State(state).label)


@register.simple_tag
def when(instant: datetime | None, style: str = "ago", words: str = "") -> SafeString:
    """Return a `<time>` in style `ago`, `day`, `time` or `exact`, with the exact instant on hover. Empty for None.

    `words` are what the style says of it now, where a part that is kept was given them.
    """
    if instant is None:
        return SafeString()
    write = {"ago": formats.ago, "day": formats.day, "time": formats.clock_time, "exact": formats.exact}[style]
    said = words or write(instant)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', formats.machine(instant), formats.exact(instant), said
    )


@register.simple_tag
def due(instant: datetime | None, start: datetime | None = None, paused: bool = False) -> SafeString:
    """Return how much of a promise is left: amber in its last quarter, red when over, in words. Empty for None."""
    return SafeString() if instant is None else due_left(instant, formats.due(instant, start=start, paused=paused))


@register.simple_tag
def due_left(instant: datetime, left: formats.Due) -> SafeString:
    """Return what `due` returns of a promise of which is known how much is left now: what a part is kept by that shows it."""
    return format_html(
        '<time class="due{}" datetime="{}" title="{}">{} {}</time>',
        f" {left.css}" if left.css else "",
        formats.machine(instant),
        formats.exact(instant),
        icon(left.icon),
        left.words,
    )


@register.filter
def number(value: formats.Number | None, places: int = 0) -> str:
    """Return a number by locale; a dash for None."""
    return "–" if value is None else formats.number(value, places)


@register.filter
def unlocalized(value: float) -> str:
    """Return a number for machines: a full stop and no grouping in every language."""
    return repr(value)


@register.filter
def percent(share: formats.Number | None, places: int = 0) -> str:
    """Return a share of one as a percentage by locale; a dash for None."""
    return "–" if share is None else formats.percent(share, places)


@register.filter
def money(amount: formats.Number | None, currency: str) -> str:
    """Return an amount of a currency (ISO 4217) by locale; a dash for None."""
    return "–" if amount is None else formats.money(amount, currency)


@register.filter
def day(value: datetime | date | None) -> str:
    """Return a date of the city by locale; empty for None."""
    return "" if value is None else formats.day(value)


@register.filter
def opening_hours(spells: Iterable[Spell]) -> str:
    """Return the hours of a counter's week."""
    return formats.week(spells)


@register.filter
def span(length: timedelta | None) -> str:
    """Return a length of time in words; a dash for None."""
    return "–" if length is None else formats.span(length)


@register.filter
def minutes(count: int | None) -> str:
    """Return a number of minutes as a length of time in words; a dash for None."""
    return "–" if count is None else formats.span(timedelta(minutes=count))


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: str | int | None) -> str:
    """Return this page's address with query values changed (None or empty removes): `{% address after=row.id %}`."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else str(context["request"].path)


@register.filter
def event_icon(kind: str) -> str:
    """Return the icon of an event's kind."""
    return EVENT_ICON.get(kind, "dots")


@register.filter
def fact_name(key: str) -> str:
    """Return the word before a fact of a timeline entry."""
    return str(FACT_NAME.get(key, key))


@register.filter
def fact_value(value: str, key: str) -> str:
    """Return a fact of a timeline entry in words."""
    return str(FACT_VALUE.get((key, value), value))


@register.simple_tag
def the_city() -> City:
    """Return the city's own facts: the same as long as the process runs."""
    return city()


@register.filter
def unit_label(code: str | None) -> str:
    """Return a unit's name in the active language; empty for None."""
    return agencies.unit_label(code)


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface of the bar: its address says which."""

    url: str
    label: str | Promise = field(compare=False)
    is_current: bool


@register.simple_tag(takes_context=True)
def surfaces(context: template.Context) -> tuple[Surface, ...]:
    """Return where the person signed in has a role. No statement but the person's roles."""
    request = context["request"]
    if not request.user.is_authenticated:
        return ()
    held = agencies.roles(request.user)
    reached = [(url, label) for url, label, wanted in SURFACES if held & wanted]
    nearest = max((url for url, _label in reached if request.path.startswith(url)), key=len, default="")
    return tuple(Surface(url, label, url == nearest) for url, label in reached)
