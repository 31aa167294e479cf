from enum import StrEnum

class NewSecretWhy(StrEnum):
    FAILING = "failing"
    GONE = "gone"
    VALUE_0 = ""

    def __str__(self) -> str:
        return str(self.value)
