from enum import StrEnum

class ListTasksView(StrEnum):
    ACCEPTED = "accepted"
    ASKED = "asked"
    DECIDING = "deciding"
    DONE = "done"
    OURS = "ours"
    RETURNED = "returned"

    def __str__(self) -> str:
        return str(self.value)
