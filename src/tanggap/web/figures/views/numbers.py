"""The statistics page, its charts as files, and what each number means."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tanggap.insight import sheets, statistics
from tanggap.insight.statistics import INDICATORS, Point, Selection
from tanggap.insight.statistics.selection import default_days
from tanggap.places import queries as places
from tanggap.web.figures import choosing, measures
from tanggap.web.figures.choosing import Wanted
from tanggap.web.figures.groups import EARLIER_NAMES, GROUPS, TREND
from tanggap.web.ui import caching, charting, kept, selecting
from tanggap.web.ui.selecting import Option

SECONDS = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANSWER_UNTIL, SOLVE_UNTIL = 3.0, 30.0  # days that the curves show
SIX_HOURS, WEEK = 6 / 24, 7.0
SHARES = ("verified", "false_closures", "reopened", "came_back", "unhappy")
ENDS = ("closures", "refused", "referred", "unsolved", "joined")


@dataclass(frozen=True, slots=True)
class Links:
    """Where a chart leads to: its files, the code to embed it, its definition."""

    csv: str
    xlsx: str
    embed: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """One indicator over time."""

    measure: measures.Measure
    points: list[Point]
    before: list[Point]
    links: Links


class Shown:
    """All that the statistics page shows of what is wanted; each part is counted when the template asks for it."""

    def __init__(self, want: Wanted) -> None:
        self.want = want
        self.selection = want.selection
        self.measures = measures.measures(want.selection)
        self.promise = [self._trend(code) for code in TREND[:3]]
        self.backlog = [self._trend(code) for code in TREND[3:]]

    @cached_property
    def compared(self) -> Trend | None:
        """Return the line of the number that is compared, unless it stands on the page already."""
        return None if self.want.show in TREND else self._trend(self.want.show)

    @cached_property
    def parts(self) -> measures.Parts:
        """Return the breakdown."""
        return measures.parts(self.want)

    @property
    def parts_links(self) -> Links:
        """Return where the breakdown leads to."""
        return links(self.want, "breakdown")

    @property
    def parts_more(self) -> str:
        """Return what the breakdown does not show."""
        left, more = self.parts.left_out, len(self.parts.rows) - len(self.parts.shown)
        said = []
        if more:
            said.append(
                _("The first %(shown)d are shown; the files hold %(more)d more.")
                % {"shown": len(self.parts.shown), "more": more}
            )
        if left:
            said.append(
                ngettext("%(n)d with nothing to show is left out.", "%(n)d with nothing to show are left out.", left)
                % {"n": left}
            )
        return " ".join(said)

    @property
    def narrower(self) -> dict[str, str]:
        """Return the address of this page narrowed to each part of the breakdown."""
        return {one.code: narrowed(self.want, one.code) for one in self.parts.shown if one.code}

    @cached_property
    def ages(self) -> list[statistics.Slice]:
        """Return the open reports by age."""
        return measures.age_bars(self.selection)

    @property
    def ages_links(self) -> Links:
        """Return where the ages lead to."""
        return links(self.want, "ages", code="backlog_over_30d", is_embedded=False)

    @cached_property
    def answer(self) -> list[statistics.Step]:
        """Return the share answered over time since the receipt."""
        return statistics.curve(self.selection, measures.ANSWER)

    @cached_property
    def solve(self) -> list[statistics.Step]:
        """Return the share solved over time since the receipt."""
        return statistics.curve(self.selection, measures.SOLVE)

    @property
    def answer_links(self) -> Links:
        """Return where the curve of answers leads to."""
        return links(self.want, measures.ANSWER, code="hours_to_answer")

    @property
    def solve_links(self) -> Links:
        """Return where the curve of solutions leads to."""
        return links(self.want, measures.SOLVE, code="days_to_solved")

    @property
    def answer_said(self) -> str:
        """Return the curve of answers in one sentence."""
        one = charting.share_at(self.answer, SIX_HOURS)
        return (
            _("Six hours after the receipt, %(share)s of the reports had an answer.")
            % {"share": charting.said(one.share, "%")}
            if one
            else ""
        )

    @property
    def solve_said(self) -> str:
        """Return the curve of solutions in one sentence."""
        one = charting.share_at(self.solve, WEEK)
        return (
            _("A week after the receipt, %(share)s of the reports were solved.")
            % {"share": charting.said(one.share, "%")}
            if one
            else ""
        )

    @property
    def answer_marks(self) -> list[tuple[float, str]]:
        """Return the study's six hours as a mark on the curve."""
        return [(SIX_HOURS, _("6 hours"))]

    @property
    def solve_marks(self) -> list[tuple[float, str]]:
        """Return a week as a mark on the curve."""
        return [(WEEK, _("7 days"))]

    @property
    def shares(self) -> list[statistics.Slice]:
        """Return what became of closures as bars."""
        return [self.measures[code].slice for code in SHARES]

    @property
    def ends(self) -> list[statistics.Slice]:
        """Return how reports ended as bars."""
        return [self.measures[code].slice for code in ENDS]

    @property
    def definitions(self) -> dict[str, str]:
        """Return the address of each number's definition."""
        return {code: f"/statistik/definisi/#{code}" for code in self.measures}

    @property
    def total(self) -> statistics.Slice:
        """Return the number that is compared for the whole selection, to stand above its parts."""
        return replace(self.measures[self.want.show].slice, code="", label=_("All together"))

    @property
    def by_label(self) -> str:
        """Return what the parts are."""
        return str(dict(selecting.ways(self.selection))[self.want.by])

    @property
    def value_label(self) -> str:
        """Return what the column of values holds."""
        return {"%": _("Share"), "days": _("Days"), "hours": _("Hours"), "score": _("Score, 25 to 100")}.get(
            INDICATORS[self.want.show].unit, _("Reports")
        )

    @property
    def map_link(self) -> str:
        """Return the address of the map of the number that is compared."""
        asked = "&".join(part for part in (self.selection.query(), f"show={self.want.show}") if part)
        return f"/peta/wilayah/?{asked}"

    @property
    def answer_until(self) -> float:
        """Return how many days the curve of answers shows."""
        return ANSWER_UNTIL

    @property
    def solve_until(self) -> float:
        """Return how many days the curve of solutions shows."""
        return SOLVE_UNTIL

    @property
    def all_links(self) -> Links:
        """Return where all numbers of the page lead to."""
        return links(self.want, "figures")

    def _trend(self, code: str) -> Trend:
        points = statistics.series(self.selection, code)
        earlier = measures.points_before(points, self.selection, code) if INDICATORS[code].unit == "%" else []
        return Trend(self.measures[code], points, earlier, links(self.want, "series", code=code))


@require_safe
@caching.public(SECONDS, parameters=choosing.PARAMETERS)
def statistics_page(request: HttpRequest) -> HttpResponseBase:
    """Return the numbers of a selection. A typed place and a form's own days become the one address of what was meant."""
    want, problems = choosing.wanted(request.GET)
    if not problems and selecting.is_a_form(request.GET):
        return redirect(want.address())
    return kept.page(
        request,
        "figures/statistics.html",
        (want, tuple(problems.items()), kept.minute()),
        lambda: _shown(want, problems),
    )


def _shown(want: Wanted, problems: dict[str, str]) -> dict[str, Any]:
    selection = want.selection
    return {
        "shown": Shown(want),
        "want": want,
        "selection": selection,
        "problems": problems,
        "narrowed_by": choosing.narrowed_by(want),
        "before": selecting.before(selection),
        "area_name": places.full_name(selection.area) if selection.area else "",
        "is_open_end": selection.last >= selecting.today(),
        "indicator": INDICATORS[want.show],
        "path": want.address(),
        **options(want),
    }


def options(want: Wanted) -> dict[str, Any]:
    """Return what the forms offer."""
    ways = [Option(code, str(label), code == want.by) for code, label in selecting.ways(want.selection)]
    return {**selecting.options(want.selection), "ways": ways, "indicators": choosing.indicators(want.show)}


def links(want: Wanted, chart: str, *, code: str = "", is_embedded: bool = True) -> Links:
    """Return where a chart of the page leads to."""
    asked = {"chart": chart} | ({"show": code} if code and chart == "series" else {})
    query = want.query(**asked)
    embed = (
        f"/statistik/sematan/?{want.selection.query()}{'&' if want.selection.query() else ''}show={code}"
        if code and is_embedded
        else ""
    )
    return Links(
        f"/statistik/data.csv?{query}",
        f"/statistik/data.xlsx?{query}",
        embed,
        f"/statistik/definisi/#{code}" if code else "",
    )


def narrowed(want: Wanted, code: str) -> str:
    """Return the address of the page narrowed to one part of the breakdown."""
    selection = replace(want.selection, **{want.dimension: code})  # type: ignore[arg-type]
    return replace(want, selection=selection, by=want.dimension).address()


@require_safe
@caching.public(SECONDS, parameters=(*choosing.PARAMETERS, "chart"))
def data(request: HttpRequest, ending: str) -> HttpResponse:
    """Return one chart's rows as CSV or XLSX; 422 with a sentence for each parameter that made no sense."""
    want, problems = choosing.wanted(request.GET)
    chart = request.GET.get("chart", measures.CHARTS[0])
    if chart not in measures.CHARTS:
        problems["chart"] = _("“%(value)s” is not known here.") % {"value": chart[: selecting.LONGEST_SHOWN]}
    if problems:
        lines = "".join(f"{name}: {said}\n" for name, said in problems.items())
        return HttpResponse(lines, status=422, content_type="text/plain; charset=utf-8")
    found = measures.table(chart, want)
    if ending == "csv":
        response = HttpResponse(
            "".join(sheets.lines(found.columns, found.rows)), content_type="text/csv; charset=utf-8"
        )
    else:
        response = HttpResponse(sheets.workbook(found.columns, found.rows, title=found.what[:31]), content_type=XLSX)
    name = measures.file_name(found.what, want.selection, ending)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@caching.public(SECONDS)
def definitions(request: HttpRequest) -> HttpResponse:
    """Return what each number means, how it is counted, where the rule comes from, and its value of the last 30 days."""
    first, last = default_days(selecting.today())

    def context() -> dict[str, Any]:
        selection = Selection(first, last)
        found = {
            code: measures.Measure(INDICATORS[code], value) for code, value in statistics.figures(selection).items()
        }
        groups = [
            (group, [(found[code], EARLIER_NAMES.get(code, ())) for code in group.codes if code in found])
            for group in GROUPS
        ]
        return {"groups": groups, "selection": selection}

    return kept.page(request, "figures/definitions.html", (first, last, kept.minute()), context)
