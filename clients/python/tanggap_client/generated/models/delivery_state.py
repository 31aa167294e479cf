from enum import StrEnum

class DeliveryState(StrEnum):
    DEAD = "dead"
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
