from enum import StrEnum

class WantedWorkDueType0(StrEnum):
    LATER = "later"
    OVERDUE = "overdue"
    PAUSED = "paused"
    VALUE_1 = "6h"
    VALUE_2 = "24h"
    VALUE_3 = "7d"

    def __str__(self) -> str:
        return str(self.value)
