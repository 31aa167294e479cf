from enum import StrEnum

class WebhookWhy(StrEnum):
    FAILING = "failing"
    GONE = "gone"
    VALUE_0 = ""

    def __str__(self) -> str:
        return str(self.value)
