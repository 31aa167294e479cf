from enum import StrEnum

class ListWebhookDeliveriesStateType0(StrEnum):
    DEAD = "dead"
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
