from enum import StrEnum

class TestedState(StrEnum):
    DISABLED = "disabled"
    ON = "on"
    PAUSED = "paused"
    UNPROVEN = "unproven"

    def __str__(self) -> str:
        return str(self.value)
