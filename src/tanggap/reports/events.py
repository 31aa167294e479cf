"""Every kind of event, once: who may read it, and whether it disturbs somebody who has the report open.

A kind that moves a report is the name of its door (`reports/lifecycle.py`). The payload's keys are allow-listed here:
`message` and the other `public` keys reach the public timeline of a public kind; `staff` keys stay at the desk.
No payload ever holds who reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Kind:
    """`quiet` kinds never make an officer's open page stale. `personal` are the keys that go when the reporter is erased.

    The database blanks just those (`reports_without_words`, a migration): a key that is added here needs one, and a test says so.
    """

    name: str
    label: str | Promise
    audience: str
    public: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    quiet: bool = False
    personal: tuple[str, ...] = ()


# fmt: off
KINDS: dict[str, Kind] = {kind.name: kind for kind in (
    Kind("intake.accept",              _("Received"),                                PUBLIC, ("unit", "route", "neighbour"),
         ("runner_up", "suggested")),
    Kind("intake.import_open",         _("Taken over from the earlier system"),      PUBLIC, ("unit",), ("source", "status")),
    Kind("intake.import_closed",       _("Taken over as closed in the earlier system; not checked here"), PUBLIC,
         ("unit",), ("source", "status")),
    Kind("reports.coordinate",         _("Coordination: another unit was asked to act"), PUBLIC, ("message", "unit"), ("note",)),
    Kind("reports.disposition",        _("Disposition: the agency instructed its branch"), PUBLIC, ("message", "unit"), ("due_at", "note")),
    Kind("reports.start",              _("Work has started"),                        PUBLIC, ("message", "photos"), ("note",)),
    Kind("reports.ask",                _("A question to the reporter"),              PUBLIC, (), ("question", "note")),
    Kind("feedback.answer",            _("The reporter answered"),                   PUBLIC, (), ("answer",), personal=("answer",)),
    Kind("deadlines.resume",           _("No answer came; work goes on"),            PUBLIC),
    Kind("reports.reject",             _("The report was refused"),                  PUBLIC, ("reason", "message"), ("note",)),
    Kind("feedback.appeal",            _("The reporter appealed the refusal"),       PUBLIC, ("unit", "because"), ("message",),
         personal=("message",)),
    Kind("triage.merge",               _("Joined to another report of the same problem"), PUBLIC, ("parent",), ("note",)),
    Kind("triage.unmerge",             _("Separated again"),                         PUBLIC, (), ("note",)),
    Kind("reports.claim_done",         _("Reported as done; another unit now checks it"), PUBLIC,
         ("message", "photos", "verifier"), ("note", "field", "materials")),
    Kind("verification.send_to_field", _("The papers are in order; a field check follows"), PUBLIC,
         ("unit",), ("findings", "checklist")),
    Kind("verification.accept",        _("Checked by an independent unit and closed"), PUBLIC,
         ("check",), ("findings", "checklist")),
    Kind("verification.reject",        _("The check failed; the unit must do it again"), PUBLIC,
         ("check", "message"), ("findings", "checklist", "cited")),
    Kind("reports.contest",            _("The unit contests the check; another validator looks at it"), PUBLIC,
         ("message", "photos", "verifier"), ("claim", "field", "note")),
    Kind("verification.recuse",        _("A validator stepped back from the case"),  STAFF, (), ("unit",), quiet=True),
    Kind("verification.ask_opinion",   _("A second opinion was asked for"),          STAFF, (), ("unit",), quiet=True),
    Kind("verification.give_opinion",  _("A second opinion was given"),              STAFF, quiet=True),
    Kind("verification.repeats",       _("Many results of this unit did not hold"),  STAFF, (),
         ("unit", "count", "days", "tell"), quiet=True),
    Kind("feedback.reopen",            _("The reporter was not satisfied; reopened"), PUBLIC, (), ("message", "score", "photos", "child"),
         personal=("message",)),
    Kind("feedback.request_reopen",    _("A reporter asked for it to be opened again"), PUBLIC, (),
         ("message", "score", "photos", "child", "decider", "due_at"), quiet=True, personal=("message",)),
    Kind("feedback.request_overdue",   _("A request to open it again waits too long"), STAFF, (), ("deciders", "due_at"), quiet=True),
    Kind("feedback.grant_reopen",      _("Opened again by the unit above"),          PUBLIC, ("message", "because")),
    Kind("feedback.refuse_reopen",     _("The request to open it again was refused"), PUBLIC, ("message",), quiet=True),
    Kind("feedback.detail",            _("The reporter told more about the rating"), STAFF, (), ("message", "child"), quiet=True,
         personal=("message",)),
    Kind("feedback.neighbour",         _("A neighbour said whether it is solved"),   PUBLIC, ("solved",), quiet=True),
    Kind("feedback.doubted",           _("Several neighbours say that it is not solved"), PUBLIC, ("denials",),
         ("confirmations",), quiet=True),
    Kind("triage.repeat_found",        _("The problem was reported again"),          PUBLIC, ("repeat", "days", "metres"),
         ("hidden_repeat",), quiet=True),
    Kind("triage.repeat_of",           _("The same problem was closed here before"), PUBLIC, ("earlier", "days", "metres"),
         ("hidden_earlier",), quiet=True),
    Kind("feedback.archive",           _("Archived"),                                PUBLIC, quiet=True),
    Kind("triage.complete",            _("Category and place completed"),            PUBLIC,
         ("unit", "category", "area"), ("before", "note")),  # of older histories: it has become reports.change
    Kind("reports.change",             _("Category, place or unit changed"),         PUBLIC,
         ("message", "unit", "category", "area", "route", "neighbour", "due", "late"), ("before", "runner_up", "private", "note")),
    Kind("reports.hand_back",          _("Handed back: not a task of this unit"),    PUBLIC,
         ("message", "unit", "proposed", "count"), ("by_rule", "for_decision", "note")),
    Kind("reports.decide",             _("Decided: whose task it is"),               PUBLIC, ("message", "unit"), ("note",)),
    Kind("reports.refer",              _("Referred to another body"),                PUBLIC, ("body", "contact", "message"), ("note",)),
    Kind("reports.give_up",            _("Closed: it cannot be solved"),             PUBLIC, ("reason", "message"), ("note",)),
    Kind("reports.move",               _("The unit was reorganised; another one answers now"), PUBLIC,
         ("unit",), ("before", "verifier", "why"), quiet=True),
    Kind("tasks.ask",                  _("Another unit was asked to help"),          PUBLIC, ("asked",),
         ("task", "message", "due_at", "replaces")),
    Kind("tasks.accept",               _("The unit that was asked takes on its part"), PUBLIC, ("asked",),
         ("task", "message", "tell"), quiet=True),
    Kind("tasks.decline",              _("The unit that was asked cannot take it on"), PUBLIC, ("asked", "reason"),
         ("task", "message", "counter_unit", "counter_due_at", "tell"), quiet=True),
    Kind("tasks.hand_back",            _("The unit that was asked handed its part back"), PUBLIC, ("asked", "reason", "count"),
         ("task", "message", "decider", "tell"), quiet=True),
    Kind("tasks.answer",               _("The unit that was asked did its part"),    PUBLIC, ("asked",),
         ("task", "message", "photos", "tell"), quiet=True),
    Kind("tasks.withdraw",             _("The unit is no longer asked to help"),     PUBLIC, ("asked",),
         ("task", "message", "tell")),
    Kind("tasks.decide",               _("Decided: which unit does that part"),      PUBLIC, ("asked",),
         ("task", "message", "due_at", "replaces")),
    Kind("tasks.invite",               _("A link to one task was given out"),        STAFF, (),
         ("task", "asked", "holder", "until"), quiet=True),
    Kind("tasks.uninvite",             _("The link to the task opens no more"),      STAFF, (), ("task", "asked", "holder"), quiet=True),
    Kind("reports.instruct",           _("Disposition to an officer"),            STAFF, (),
         ("assignee", "message", "due_at", "officer")),
    Kind("reports.read",               _("The disposition was read"),                STAFF, (), ("given",), quiet=True),
    Kind("reports.assign",             _("Assigned"),                                STAFF, (), ("assignee", "chosen")),
    Kind("reports.note",               _("Internal note"),                           STAFF, (),
         ("note", "mentions", "photos", "key"), quiet=True),
    Kind("reports.support",            _("Supported by another citizen"),            PUBLIC, quiet=True),
    Kind("triage.adopt",               _("A report of the same problem joined this one"), PUBLIC, ("child",), quiet=True),
    Kind("feedback.add",               _("The reporter added something"),            STAFF, (),
         ("message", "photos", "other", "child", "key"), personal=("message",)),
    Kind("feedback.rate",              _("Rated by the reporter"),                   PUBLIC, ("score",), ("comment", "child"), quiet=True,
         personal=("comment",)),
    Kind("feedback.partner",           _("A partner told something about it"),      STAFF, (),
         ("partner", "message", "status", "private", "said_at", "key"), personal=("message",)),
    Kind("reports.withhold",           _("Hidden from the public"),                  PUBLIC, ("reason",), ("private", "note", "flags")),
    Kind("reports.release",            _("Shown to the public again"),               PUBLIC, ("reason",), ("private", "note")),
    Kind("reports.hide_photo",         _("A photo was hidden from the public"),      PUBLIC, ("reason",), ("photo", "note"), quiet=True),
    Kind("reports.show_photo",         _("A photo is shown to the public again"),    PUBLIC, ("reason",), ("photo", "note"), quiet=True),
    Kind("reports.cut_words",          _("Words were hidden from the public"),       PUBLIC, ("reason",), ("count", "note")),
    Kind("reports.show_words",         _("All words are shown to the public again"), PUBLIC, ("reason",), ("note",)),
    Kind("reports.flag",               _("Somebody says that the public page shows something private"), STAFF, (), ("reason",), quiet=True),
    Kind("reports.settle_flags",       _("What was said about private things on the public page was looked into"), STAFF, (),
         ("flags",), quiet=True),
    Kind("privacy.erase",              _("Personal data erased at the reporter's request"), PUBLIC, (), ("why",), quiet=True),
    Kind("planning.propose",           _("Proposed for the yearly planning: too big for one unit"), PUBLIC,
         ("proposal", "level", "message"), ("note",)),
    Kind("planning.admit",             _("Taken into the yearly planning"),          PUBLIC,
         ("proposal", "level", "year", "message"), ("note",)),
    Kind("planning.follow",            _("The proposal went on in the yearly planning"), PUBLIC,
         ("proposal", "step", "level", "year", "unit", "message"), ("note",), quiet=True),
    Kind("planning.return",            _("Not taken by the yearly planning; back to coordination"), PUBLIC,
         ("proposal", "reason", "message"), ("note",)),
    Kind("planning.build",             _("Built; another unit now checks it"),       PUBLIC,
         ("proposal", "message", "photos", "verifier"), ("note", "field", "materials")),
    Kind("deadlines.breach",           _("A promised time has passed"),              PUBLIC, ("promise",), quiet=True),
    Kind("deadlines.extend",           _("The solution needs longer: a new date was promised"), PUBLIC,
         ("message", "due", "times"), ("days", "note")),
    Kind("deadlines.recompute",        _("The promised date was counted anew"),   PUBLIC, ("why", "due"), ("before", "policy"), quiet=True),
    Kind("deadlines.escalate",         _("Time is running out: it was taken further up"), STAFF, (),
         ("step", "promise", "share", "unit", "role", "why", "tell_at", "bundled"), quiet=True),
    Kind("deadlines.acknowledge",      _("Somebody further up took notice"),         STAFF, (),
         ("step", "promise", "share", "unit", "role"), quiet=True),
)}
# fmt: on

PLACING = frozenset({"triage.complete", "reports.change"})
"""What sets category and area: both are in the payload as they are from then on, and under `before` as they were."""

PLAN_STEPS = {
    "admit": _("The proposal is deliberated again in the yearly planning"),
    "advance": _("The proposal was passed on to the next level of the planning"),
    "accept": _("The proposal is in the city’s yearly plan"),
    "fund": _("The proposal has its money, and who builds it is named"),
    "begin": _("Building has begun"),
    "defer": _("The proposal was put off to a later year"),
    "take_out": _("It is no longer part of the proposal; its unit goes on with it"),
    "refuse": _("The proposal was not taken by the planning; its unit goes on with the report"),
    "withdraw": _("The unit withdrew the proposal and goes on with the report"),
}
"""What `planning.follow` tells by its `step`; the proposal's own course stands in planning/lifecycle.py."""
PLAN_ENDS = frozenset({"take_out", "refuse", "withdraw"})
"""The steps after which a report that was proposed and never planned stays with its unit as it is."""

QUIET = frozenset(kind.name for kind in KINDS.values() if kind.quiet)


def label(kind: str, payload: Mapping[str, Any]) -> str:
    """Return what the timeline says of an event of `kind`: of a change, whether it completed the report or corrected it; of an appeal,
    against what it was; of the planning, which step it took.
    """
    before = payload.get("before") or {}
    if kind == "planning.follow" and payload.get("step") in PLAN_STEPS:
        return str(PLAN_STEPS[payload["step"]])
    if kind == "feedback.appeal" and payload.get("because") == "planned":
        return gettext("The reporter objected to waiting for the yearly planning")
    if kind == "reports.change" and not (before.get("category") and before.get("area")):
        kind = "triage.complete"
    return str(KINDS[kind].label)


class UnknownPayload(Exception):
    """A payload key that the kind does not declare: a programming error, refused before anything is written."""


def checked(kind: str, payload: dict[str, object]) -> dict[str, object]:
    """Return `payload` without empty values. Raises UnknownPayload when a key is not declared for `kind`."""
    declared = KINDS[kind]
    unknown = payload.keys() - {*declared.public, *declared.staff}
    if unknown:
        raise UnknownPayload(f"{kind} does not declare {sorted(unknown)}")
    return {key: value for key, value in payload.items() if value not in (None, "", [], {})}
