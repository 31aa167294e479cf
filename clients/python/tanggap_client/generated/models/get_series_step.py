from enum import StrEnum

class GetSeriesStep(StrEnum):
    AUTO = "auto"
    DAY = "day"
    MONTH = "month"
    WEEK = "week"

    def __str__(self) -> str:
        return str(self.value)
