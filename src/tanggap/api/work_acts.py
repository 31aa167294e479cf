"""What a unit's program can do with a report: one row an act, from the name in the address to the one action behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from tanggap.agencies import permissions
from tanggap.api import schemas_work as forms
from tanggap.api.schemas import Given
from tanggap.deadlines import actions as deadlines
from tanggap.deadlines.actions.extending import EXTENDABLE
from tanggap.reports import actions as reports
from tanggap.reports.queries.desk import DeskReport

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """`door` is the lifecycle's, or the event's kind; `read` makes arguments of the form's fields, None where one cannot be read."""

    name: str
    door: str
    form: type[Given]
    run: Callable[..., Any]
    summary: str
    text: str
    read: Callable[[Arguments], Arguments | None] | None = None

    def is_open(self, report: DeskReport, by: Any) -> bool:
        """Return whether lifecycle and roles permit it now, as the desk's buttons do."""
        if self.door == "reports.note":
            return True
        if self.door == "deadlines.extend":
            thing = permissions.Thing(unit=report.unit_code, area=report.area, owner=report.assignee_id)
            return report.state in EXTENDABLE and permissions.allows(self.door, by, thing)
        return report.can(self.door)


def _note(*, version: int, **given: Any) -> Any:
    """Write a note; it disturbs nobody, so the version that was seen does not matter."""
    return reports.note(**given)


def _until(given: Arguments) -> Arguments | None:
    try:
        return {**given, "until": date.fromisoformat(given["until"])}
    except ValueError:
        return None


# fmt: off
ACTS: tuple[Act, ...] = (
    Act("start", "reports.start", forms.Start, reports.start,
        gettext_noop("Start work"), gettext_noop("The unit works on it from now on.")),
    Act("note", "reports.note", forms.Note, _note,
        gettext_noop("Internal note"), gettext_noop("Only those who handle the report see it. Any version may have been seen.")),
    Act("ask", "reports.ask", forms.Ask, reports.ask,
        gettext_noop("Ask the reporter"), gettext_noop("The clock waits for the answer, and goes on by itself when none comes.")),
    Act("claim_done", "reports.claim_done", forms.ClaimDone, reports.claim_done,
        gettext_noop("Report as done"), gettext_noop("An independent unit checks the result. Only then is the report closed.")),
    Act("hand_back", "reports.hand_back", forms.HandBack, reports.hand_back,
        gettext_noop("Not ours"), gettext_noop("You say whose task it is, and it goes there. The third time the coordinator decides.")),
    Act("extend", "deadlines.extend", forms.Extend, deadlines.extend,
        gettext_noop("Promise a later day"),
        gettext_noop("Everybody reads the day and the reason; what is late already stays late."), _until),
    Act("reject", "reports.reject", forms.Reject, reports.reject,
        gettext_noop("Refuse"), gettext_noop("The report is closed without work. The reporter can appeal.")),
    Act("refer", "reports.refer", forms.Refer, reports.refer,
        gettext_noop("Refer to another body"),
        gettext_noop("The report is closed; the reporter is told to whom to turn, and how. The reporter can appeal.")),
    Act("give_up", "reports.give_up", forms.GiveUp, reports.give_up,
        gettext_noop("Cannot be solved"), gettext_noop("A supervisor's act: closed with the reason for everybody to read.")),
)
# fmt: on
