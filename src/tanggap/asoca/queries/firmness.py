"""How firm an order is, and what differs between two boards."""

from typing import TYPE_CHECKING

from tanggap.agencies.models import Staff
from tanggap.asoca import judged, laid, versions
from tanggap.asoca.queries import boards
from tanggap.asoca.refusals import NothingToRank
from tanggap.asoca.versions import Comparison

if TYPE_CHECKING:
    from tanggap.asoca.sensitivity import Sensitivity


def sensitivity(by: Staff | None, number: int) -> "Sensitivity":
    """Return how far each weight may move until the order changes, and how often the order stays when the judging is drawn anew.

    Raises NotFound; NothingToRank before the order may be shown.
    """
    view = boards.board(by, number)
    if view.ranking is None or view.ranking.missing:
        raise NothingToRank(view.missing)
    from tanggap.asoca import sensitivity as firm  # numpy is loaded where it is needed

    return firm.of(laid.groups(number), judged.of_board(number))


def compared(by: Staff | None, one: int, other: int) -> Comparison:
    """Return two boards or editions beside one another: elements, weights, ratings, order. Raises NotFound."""
    return versions.compare(boards.board(by, one), boards.board(by, other))
