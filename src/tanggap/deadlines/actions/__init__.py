"""What the clock does, and what people do about it: breaches, unanswered questions, escalation, extension, counting anew."""

from tanggap.deadlines.actions.escalating import acknowledge, escalate, follow_up
from tanggap.deadlines.actions.extending import extend
from tanggap.deadlines.actions.recounting import adopt, recount
from tanggap.deadlines.actions.watching import note_breaches, resume_unanswered

__all__ = [
    "acknowledge",
    "adopt",
    "escalate",
    "extend",
    "follow_up",
    "note_breaches",
    "recount",
    "resume_unanswered",
]
