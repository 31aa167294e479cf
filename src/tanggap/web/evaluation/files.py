"""Where the rows of a page can be taken from: the same numbers as files."""

from dataclasses import dataclass

from tanggap.web.evaluation.choosing import HOME, Wanted

ENDINGS = ("csv", "xlsx", "json")
FIGURES, TREND, PARTS, COMPARISON, UNDER_REPORTING = "figures", "trend", "parts", "comparison", "under-reporting"
ABOUT = (FIGURES, TREND, PARTS, COMPARISON, UNDER_REPORTING)


@dataclass(frozen=True, slots=True)
class Files:
    """The addresses of one table as CSV, XLSX and JSON."""

    csv: str
    xlsx: str
    json: str

    @classmethod
    def of(cls, want: Wanted, about: str, code: str = "") -> "Files":
        """Return those of one of `ABOUT`, of an indicator where it is about one."""
        said = {"about": about} | ({"indicator": code} if code else {})
        return cls(*(want.address(f"{HOME}data.{ending}", **said) for ending in ENDINGS))
