from enum import StrEnum

class SizedPhotoShows(StrEnum):
    AFTER = "after"
    BEFORE = "before"
    CHECK = "check"

    def __str__(self) -> str:
        return str(self.value)
