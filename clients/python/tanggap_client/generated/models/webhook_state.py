from enum import StrEnum

class WebhookState(StrEnum):
    DISABLED = "disabled"
    ON = "on"
    PAUSED = "paused"
    UNPROVEN = "unproven"

    def __str__(self) -> str:
        return str(self.value)
