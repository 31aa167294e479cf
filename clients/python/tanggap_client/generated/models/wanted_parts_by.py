from enum import StrEnum

class WantedPartsBy(StrEnum):
    AREA = "area"
    CATEGORY = "category"
    CHANNEL = "channel"
    UNIT = "unit"

    def __str__(self) -> str:
        return str(self.value)
