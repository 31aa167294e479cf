from enum import StrEnum

class TaskHandBackDeclineReason(StrEnum):
    NEEDS_BUDGET = "needs_budget"
    NEEDS_PERMIT = "needs_permit"
    NOT_OURS = "not_ours"
    NOT_OUR_AREA = "not_our_area"
    NOT_THERE = "not_there"
    NO_CAPACITY = "no_capacity"
    UNCLEAR = "unclear"

    def __str__(self) -> str:
        return str(self.value)
