"""What reporters and neighbours do about a report after it was sent, and what follows from it."""

from tanggap.feedback.actions.archiving import archive_due
from tanggap.feedback.actions.asking import reminded
from tanggap.feedback.actions.deciding import (
    NotAbove,
    NothingToDecide,
    grant_reopen,
    note_overdue,
    refuse_reopen,
)
from tanggap.feedback.actions.disputing import (
    MOST_ADDITIONS,
    REQUEST,
    AskedEnough,
    DecidedAlready,
    OnlyOneUnitReads,
    TooManyRequests,
    YoursByRight,
    dispute,
    reopen,
    request_reopen,
)
from tanggap.feedback.actions.judging import DetailedAlready, NotRatedYet, RatedAlready, detail, rate
from tanggap.feedback.actions.neighbours import AnsweredAlready, NoSupporter, confirm
from tanggap.feedback.actions.own import ADD, SCORES, ReopenedOnce, WindowClosed, add, answer, appeal
from tanggap.feedback.closures import closing_version

__all__ = [
    "ADD",
    "MOST_ADDITIONS",
    "REQUEST",
    "SCORES",
    "AnsweredAlready",
    "AskedEnough",
    "DecidedAlready",
    "DetailedAlready",
    "NoSupporter",
    "NotAbove",
    "NotRatedYet",
    "NothingToDecide",
    "OnlyOneUnitReads",
    "RatedAlready",
    "ReopenedOnce",
    "TooManyRequests",
    "WindowClosed",
    "YoursByRight",
    "add",
    "answer",
    "appeal",
    "archive_due",
    "closing_version",
    "confirm",
    "detail",
    "dispute",
    "grant_reopen",
    "note_overdue",
    "rate",
    "refuse_reopen",
    "reminded",
    "reopen",
    "request_reopen",
]
