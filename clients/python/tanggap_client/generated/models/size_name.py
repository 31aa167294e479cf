from enum import StrEnum

class SizeName(StrEnum):
    SHOWN = "shown"
    THUMB = "thumb"

    def __str__(self) -> str:
        return str(self.value)
