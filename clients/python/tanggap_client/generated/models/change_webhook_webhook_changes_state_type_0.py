from enum import StrEnum

class ChangeWebhookWebhookChangesStateType0(StrEnum):
    ON = "on"
    PAUSED = "paused"

    def __str__(self) -> str:
        return str(self.value)
