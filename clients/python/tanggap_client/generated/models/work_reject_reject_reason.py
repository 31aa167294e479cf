from enum import StrEnum

class WorkRejectRejectReason(StrEnum):
    ABUSE = "abuse"
    NOT_A_COMPLAINT = "not_a_complaint"
    OUTSIDE = "outside"
    UNCLEAR = "unclear"

    def __str__(self) -> str:
        return str(self.value)
