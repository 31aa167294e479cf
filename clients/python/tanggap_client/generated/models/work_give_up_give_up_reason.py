from enum import StrEnum

class WorkGiveUpGiveUpReason(StrEnum):
    IN_DISPUTE = "in_dispute"
    NOT_FOUND = "not_found"
    NO_POWER = "no_power"
    PRIVATE_LAND = "private_land"
    UNSAFE = "unsafe"

    def __str__(self) -> str:
        return str(self.value)
