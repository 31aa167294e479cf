from enum import StrEnum

class PhotoShows(StrEnum):
    AFTER = "after"
    BEFORE = "before"
    CHECK = "check"

    def __str__(self) -> str:
        return str(self.value)
