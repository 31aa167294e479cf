"""Which event tells which of the staff, once: one row a kind of event. Whoever adds a kind that staff should hear of adds a row here.

Nobody is told of what they did themselves, and nobody twice of one event. A `bundled` kind waits for the end of its window, so that a
person gets one notice that lists everything; the others are told at once. A notice names a report's code and nothing of who reported.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.words import Role as R

DESK = frozenset({R.INTAKE, R.OFFICER, R.SUPERVISOR})
CHECKERS = frozenset({R.VALIDATOR})
HELPERS = DESK | {R.PARTNER}
SUPERVISORS = frozenset({R.SUPERVISOR})
DECIDERS = frozenset({R.SUPERVISOR, R.LEADER})
BUNDLE_MINUTES = 60


@dataclass(frozen=True, slots=True)
class People:
    """Who hears of an event. Each field adds people; several may be set.

    `unit`: holders of these roles in the unit that answers for the report after the event. `assignee`: who works on the report, and
    `unit` then only when there is nobody. `units`: holders of `roles` in the units that the payload's key names (a code or a list of
    codes). `names`: the people whose usernames the payload's key holds. `post`: holders of the payload's `role` in its `unit`, or who
    stands in for them there. Who follows a report is told besides (`notify.watching`).
    """

    unit: frozenset[R] = frozenset()
    assignee: bool = False
    units: str = ""
    roles: frozenset[R] = DESK
    names: str = ""
    post: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """A row: `kind` of event, `who` hears of it, in what `words`, at once or `bundled`; `facts` are the payload's keys that it keeps.

    A payload that says itself when it is told (`tell_at`) and whether it is `bundled`, as its policy wants it, is told so.
    """

    kind: str
    who: People
    words: str | Promise
    bundled: bool = False
    facts: tuple[str, ...] = ()

    @property
    def is_check(self) -> bool:
        """Return whether it asks a validator for a check, so that the report is opened at the validators' surface."""
        return self.who.roles == CHECKERS


# fmt: off
TELLINGS: dict[str, Telling] = {row.kind: row for row in (
    Telling("reports.coordinate",          People(unit=DESK),                  _("Your unit was asked to act"), bundled=True),
    Telling("reports.disposition",         People(unit=DESK),                  _("Your unit was instructed"), bundled=True),
    Telling("intake.accept",               People(units="neighbour"),
            _("A report near your border; the neighbouring unit has it"), bundled=True),
    Telling("reports.change",              People(unit=DESK, units="neighbour"),
            _("Category, place or unit of a report was changed"), bundled=True),
    Telling("reports.hand_back",           People(unit=DESK),
            _("A report came to your unit: another one says it is not its task")),
    Telling("reports.decide",              People(unit=DESK),                  _("It was decided that a report is your unit’s task")),
    Telling("reports.move",                People(unit=DESK),
            _("Your unit took over reports of another one"), bundled=True),
    Telling("reports.assign",              People(assignee=True),              _("You were given a report")),
    Telling("reports.note",                People(names="mentions"),           _("You were named in a note")),
    Telling("reports.instruct",            People(names="officer"),            _("You were instructed")),
    Telling("reports.read",                People(unit=SUPERVISORS),           _("An instruction was read"), bundled=True),
    Telling("tasks.ask",                   People(units="asked", roles=HELPERS), _("Your unit was asked to help with a part")),
    Telling("tasks.accept",                People(assignee=True, unit=DESK, units="tell"),   _("A unit takes on its part"), bundled=True),
    Telling("tasks.decline",               People(assignee=True, unit=DESK, units="tell"),   _("A unit cannot take its part on")),
    Telling("tasks.hand_back",             People(assignee=True, unit=DESK, units="tell"), _("A unit handed its part back")),
    Telling("tasks.answer",                People(assignee=True, unit=DESK, units="tell"),   _("A unit did its part")),
    Telling("tasks.withdraw",              People(units="asked", roles=HELPERS), _("Your unit is no longer asked to help"), bundled=True),
    Telling("tasks.decide",                People(units="asked", roles=HELPERS), _("It was decided that your unit does a part")),
    Telling("feedback.answer",             People(assignee=True, unit=DESK),   _("The reporter answered")),
    Telling("feedback.add",                People(assignee=True, unit=DESK),   _("The reporter added something"), bundled=True),
    Telling("deadlines.resume",            People(assignee=True, unit=DESK),   _("No answer came; the clock runs again"), bundled=True),
    Telling("feedback.appeal",             People(unit=DESK),                  _("A reporter does not accept what was decided")),
    Telling("feedback.partner",            People(assignee=True, unit=DESK),   _("A partner told something about a report")),
    Telling("feedback.reopen",             People(assignee=True, unit=DESK),   _("A solved report was reopened")),
    Telling("feedback.request_reopen",     People(unit=DESK, units="decider", roles=DECIDERS),
            _("A reporter asks for a closed report to be opened again"), bundled=True),
    Telling("feedback.request_overdue",    People(units="deciders", roles=DECIDERS),
            _("A request to open a report again waits for its decision")),
    Telling("feedback.grant_reopen",       People(assignee=True, unit=DESK),   _("The unit above opened a closed report again")),
    Telling("feedback.refuse_reopen",      People(unit=DESK),                  _("The unit above left a report closed"), bundled=True),
    Telling("feedback.doubted",            People(assignee=True, unit=DESK),   _("Neighbours say that it is not solved")),
    Telling("triage.repeat_found",         People(assignee=True, unit=DESK),
            _("A problem that was closed was reported again"), bundled=True),
    Telling("planning.return",             People(assignee=True, unit=DESK),
            _("A report came back from the yearly planning")),
    Telling("planning.build",              People(units="verifier", roles=CHECKERS), _("A result waits for your check"), bundled=True),
    Telling("verification.reject",         People(assignee=True, unit=DESK),   _("The check failed; it must be done again")),
    Telling("reports.claim_done",          People(units="verifier", roles=CHECKERS), _("A result waits for your check"), bundled=True),
    Telling("verification.send_to_field",  People(units="unit", roles=CHECKERS), _("A field check is due"), bundled=True),
    Telling("reports.contest",             People(units="verifier", roles=CHECKERS),
            _("A unit contests a check; somebody else looks"), bundled=True),
    Telling("verification.ask_opinion",    People(units="unit", roles=CHECKERS), _("A second opinion is wanted"), bundled=True),
    Telling("verification.repeats",        People(units="tell", roles=DECIDERS),   _("Many results of a unit did not hold")),
    Telling("deadlines.extend",            People(unit=SUPERVISORS),           _("A promise was put off"), bundled=True),
    Telling("deadlines.escalate",          People(post=True),                  _("Time is running out"), bundled=True,
            facts=("promise", "share")),
)}
# fmt: on
