from enum import StrEnum

class IndicatorUnit(StrEnum):
    DAYS = "days"
    HOURS = "hours"
    REPORTS = "reports"
    SCORE = "score"
    VALUE_0 = "%"

    def __str__(self) -> str:
        return str(self.value)
