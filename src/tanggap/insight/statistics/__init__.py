"""The city's numbers: a `Selection` says of what, `INDICATORS` what they mean; every number comes from rollups, none from a report.

selection, problems = read(request.GET, today=…)
figures(selection)["answered_in_six"]
"""

from tanggap.insight.statistics.indicators import INDICATORS
from tanggap.insight.statistics.selection import Selection, read
from tanggap.insight.statistics.telling import ages, breakdown, choropleth, curve, figures, say, series
from tanggap.insight.statistics.values import Age, Indicator, Point, Slice, Step, Value

__all__ = [
    "INDICATORS",
    "Age",
    "Indicator",
    "Point",
    "Selection",
    "Slice",
    "Step",
    "Value",
    "ages",
    "breakdown",
    "choropleth",
    "curve",
    "figures",
    "read",
    "say",
    "series",
]
