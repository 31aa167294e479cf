"""What ASOCA shows, for one reader (`by`). Raises NotFound for a board that is not there or not this reader's to see.

boards(by)                  the list, the latest first
board(by, number)           a whole board (`rows.BoardView`)
sheet(by, assessor)         what one assessor judges (`rows.Sheet`)
action(by, number)          one action (`rows.ActionRow`)
effect(by, following)       (`rows.FollowingRow`, `effects.Effect`) as the numbers of today tell it
sensitivity(by, number)     how firm the order is (`sensitivity.Sensitivity`)
compared(by, one, other)    two boards or editions beside one another (`versions.Comparison`)
facts(by, number)           a board as plain JSON; `lines`, `workbook` and `paper` of `exports` make files of it
"""

from tanggap.asoca.queries.acting import action, effect, owners
from tanggap.asoca.queries.boards import board
from tanggap.asoca.queries.firmness import compared, sensitivity
from tanggap.asoca.queries.judging import assessor_choices, sheet
from tanggap.asoca.queries.listing import boards

__all__ = [
    "action",
    "assessor_choices",
    "board",
    "boards",
    "compared",
    "effect",
    "owners",
    "sensitivity",
    "sheet",
]
