from enum import StrEnum

class OwnMayItem(StrEnum):
    ADD = "add"
    ANSWER = "answer"
    APPEAL = "appeal"
    DISPUTE = "dispute"
    RATE = "rate"

    def __str__(self) -> str:
        return str(self.value)
