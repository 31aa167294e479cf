"""Where the marks of a chart stand: pure geometry on numbers, drawn by `ui/chart_*.html`. No database, no clock, no inline style.

Across, everything is per cent of the width, so that a chart fits a phone and a sheet of paper; down, pixels. Lines and areas are drawn in a
box of a thousand units that is stretched, words and dots beside it are not, so that letters keep their size.
"""

from tanggap.web.ui.charting.funnel import Funnel, Limit, Mark, funnel
from tanggap.web.ui.charting.funnel import Spot as FunnelSpot
from tanggap.web.ui.charting.parts import bars
from tanggap.web.ui.charting.scales import HEIGHT
from tanggap.web.ui.charting.series import SPARK_HEIGHT, lines, spark
from tanggap.web.ui.charting.shapes import Bar, Curve, Dot, Lines, Piece, Row, Spot, Stair, Tick
from tanggap.web.ui.charting.stairs import curve, share_at
from tanggap.web.ui.charting.words import between, month, period, said, saying_of

__all__ = [
    "HEIGHT", "SPARK_HEIGHT", "Bar", "Curve", "Dot", "Funnel", "FunnelSpot", "Limit", "Lines", "Mark", "Piece", "Row", "Spot", "Stair",
    "Tick", "bars", "between", "curve", "funnel", "lines", "month", "period", "said", "saying_of",
    "share_at", "spark",
]  # fmt: skip
