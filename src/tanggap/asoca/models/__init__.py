"""Tables of `asoca`: the board and what lies on it, who judges it, and what it leads to."""

from tanggap.asoca.models.acting import Action, Dependency, Following, Reading
from tanggap.asoca.models.boards import Board, Element, Link, Strategy
from tanggap.asoca.models.judging import Assessor, Judgement, Rating

__all__ = [
    "Action",
    "Assessor",
    "Board",
    "Dependency",
    "Element",
    "Following",
    "Judgement",
    "Link",
    "Rating",
    "Reading",
    "Strategy",
]
