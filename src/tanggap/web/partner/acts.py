"""What an outside unit can do with a task: one row an act, for the partners' desk and for guests alike."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.reports.queries.tasks_outside import OutsideTask
from tanggap.reports.words import TaskState
from tanggap.web.ui.task_forms import AcceptForm, AnswerForm, DeclineForm, HandBackForm, TaskForm

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """`slug` stands in the address, `name` is the action's; `ends` the state to which it leads: what was done already, when done twice."""

    slug: str
    name: str
    form: type[TaskForm]
    ends: str
    label: Words
    done: Words
    icon: str
    is_danger: bool = False


# fmt: off
ACTS = (
    Act("terima", "accept", AcceptForm, TaskState.ACCEPTED, _("Take it on"),
        _("Taken on. The unit that asked is told."), "check"),
    Act("jawab", "answer", AnswerForm, TaskState.ANSWERED, _("Say that it is done"),
        _("Thank you. The unit that asked is told, and your photos are with it."), "verified"),
    Act("tolak", "decline", DeclineForm, TaskState.DECLINED, _("Decline"),
        _("Declined. The unit that asked is told."), "state-refused", is_danger=True),
    Act("kembalikan", "hand_back", HandBackForm, TaskState.HANDED_BACK, _("Hand back"),
        _("Handed back. The unit that asked is told."), "undo", is_danger=True),
)
# fmt: on
BY_SLUG = {act.slug: act for act in ACTS}


def possible(shown: OutsideTask) -> list[Act]:
    """Return the acts that the task's state permits, the usual one first."""
    names = set()
    if shown.can_accept:
        names |= {"accept"} | ({"decline"} if shown.can_refuse else set())
    if shown.can_answer:
        names |= {"answer"} | ({"hand_back"} if shown.can_refuse else set())
    return [act for act in ACTS if act.name in names]
