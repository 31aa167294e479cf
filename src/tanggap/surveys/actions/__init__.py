"""What is done with surveys: made, opened, answered, closed, and followed by a plan."""

from tanggap.surveys.actions.answering import AnsweredAlready, NotOpen, answer
from tanggap.surveys.actions.forgetting import forget, forget_words
from tanggap.surveys.actions.inviting import decline, invite
from tanggap.surveys.actions.paper import take_in
from tanggap.surveys.actions.planning import (
    CodeTaken,
    Plan,
    StandsStill,
    change,
    close,
    close_due,
    follow_up,
    open_survey,
    plan,
)
from tanggap.surveys.actions.questionnaires import NothingToPublish, publish, write

__all__ = [
    "AnsweredAlready",
    "CodeTaken",
    "NotOpen",
    "NothingToPublish",
    "Plan",
    "StandsStill",
    "answer",
    "change",
    "close",
    "close_due",
    "decline",
    "follow_up",
    "forget",
    "forget_words",
    "invite",
    "open_survey",
    "plan",
    "publish",
    "take_in",
    "write",
]
