"""What ASOCA shows, for one reader (`by`; None is the machine's command line, which sees all).

Raises NotFound for a board that is not there, or not this reader's to see.

boards(by)                  the list, the latest first
asked(by)                   which of them wait for this reader's judgement
board(by, number)           a whole board (`rows.BoardView`)
sheet(by, assessor)         what one assessor judges (`rows.Sheet`)
action(by, number)          one action (`rows.ActionRow`)
effect(by, following)       (`rows.FollowingRow`, `effects.Effect`) as the numbers of today tell it
sensitivity(by, number)     how firm the order is (`sensitivity.Sensitivity`)
compared(by, one, other)    two boards or editions beside one another (`versions.Comparison`)
today(by, number)           what the linked indicators say now, by link (`Since`): beside what they said when they were linked

`figures.choices()` lists the indicators, `words.SCALE` and `words.RATINGS` what an assessor chooses from, `example.install(by=)` puts the
study's worked example on the list (`example.number()`), `exports` makes files of a board.
"""

from tanggap.asoca.queries.acting import action, effect, owners
from tanggap.asoca.queries.boards import board
from tanggap.asoca.queries.firmness import compared, sensitivity
from tanggap.asoca.queries.judging import asked, assessor_choices, sheet
from tanggap.asoca.queries.listing import boards
from tanggap.asoca.queries.today import today

__all__ = [
    "action",
    "asked",
    "assessor_choices",
    "board",
    "boards",
    "compared",
    "effect",
    "owners",
    "sensitivity",
    "sheet",
    "today",
]
