from enum import StrEnum

class WantedWorkView(StrEnum):
    ASKED = "asked"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PLANNED = "planned"
    RETURNED = "returned"
    TASKS = "tasks"
    UNASSIGNED = "unassigned"
    UNIT = "unit"
    UNPLACED = "unplaced"
    VALIDATING = "validating"

    def __str__(self) -> str:
        return str(self.value)
