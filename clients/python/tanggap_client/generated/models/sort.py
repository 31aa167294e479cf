from enum import StrEnum

class Sort(StrEnum):
    DUE = "due"
    NEW = "new"
    OLD = "old"
    SUPPORT = "support"

    def __str__(self) -> str:
        return str(self.value)
