from enum import StrEnum

class TaskState(StrEnum):
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    ASKED = "asked"
    DECLINED = "declined"
    HANDED_BACK = "handed_back"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
