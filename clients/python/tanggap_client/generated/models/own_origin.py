from enum import StrEnum

class OwnOrigin(StrEnum):
    DEMO = "demo"
    IMPORT = "import"
    LIVE = "live"

    def __str__(self) -> str:
        return str(self.value)
