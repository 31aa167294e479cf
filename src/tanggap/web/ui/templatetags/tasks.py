"""How the state of a part-task is drawn, at the desk and outside it alike."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tanggap.reports.words import TaskState
from tanggap.web.ui.templatetags.ui import icon

register = template.Library()

FAMILY = {
    TaskState.ASKED: "waiting",
    TaskState.ACCEPTED: "moving",
    TaskState.ANSWERED: "done",
    TaskState.DECLINED: "refused",
    TaskState.HANDED_BACK: "refused",
    TaskState.WITHDRAWN: "refused",
}


@register.simple_tag
def task_status(state: str) -> SafeString:
    """Return the pill of a task's state: colour, icon and word, of the same families as a report's."""
    kind = FAMILY[TaskState(state)]
    return format_html('<span class="status {}">{}{}</span>', kind, icon(f"state-{kind}"), TaskState(state).label)
