"""Who opens the register: officers, supervisors, leaders, analysts and operators. What of it each may read and do the room decides."""

from typing import Final

SEE: Final = "planning.see"
PROPOSE: Final = "planning.propose"
