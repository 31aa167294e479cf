"""What reporters, neighbours, the desk and the deciders see of the judgement of closures."""

from tanggap.feedback.queries.own import Acts, OwnReport, acts, can_object, own
from tanggap.feedback.queries.requests import Waiting, decidable, may_decide, waiting, waiting_count
from tanggap.feedback.queries.reviews import Review, Said, neighbours, review
from tanggap.feedback.queries.surveys import Responses, responses, to_remind

__all__ = [
    "Acts",
    "OwnReport",
    "Responses",
    "Review",
    "Said",
    "Waiting",
    "acts",
    "can_object",
    "decidable",
    "may_decide",
    "neighbours",
    "own",
    "responses",
    "review",
    "to_remind",
    "waiting",
    "waiting_count",
]
