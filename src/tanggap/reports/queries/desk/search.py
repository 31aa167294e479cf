"""Words, places and codes looked for in everything that a person may see, the newest first. One statement, however many reports."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tanggap.agencies.models import Staff
from tanggap.core import planned
from tanggap.core.paging import Page
from tanggap.reports.access import parts, reach_sql
from tanggap.reports.queries.desk import paging, words
from tanggap.reports.queries.desk.filters import DeskFilter, Sort, Values, at, conditions, joined
from tanggap.reports.queries.desk.listing import COLUMNS, PAGE, DeskRow, drawn

WEEK_SECONDS = 7 * 24 * 3600
WINDOWS = (2, 13)  # weeks that are looked through first, and next; then everything older
MARK, END_MARK = "\x01", "\x02"
_HEADLINE = f'StartSel="{MARK}", StopSel="{END_MARK}", MaxWords=30, MinWords=16, ShortWord=2'
_LANGUAGE = "CASE language WHEN 'en' THEN 'pg_catalog.english'::regconfig ELSE 'pg_catalog.indonesian'::regconfig END"
Place = tuple[datetime | int, int]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found. `place` is (area, name) when nothing was, and the words most likely mean a place that is written otherwise."""

    page: Page[DeskRow]
    place: tuple[str, str] | None = None


def search(
    staff: Staff,
    *,
    typed: str,
    wanted: DeskFilter,
    now: datetime,
    after: str | None = None,
    limit: int = PAGE,
) -> Searched:
    """Return the reports, open and closed, that say what was typed or whose code, place or category it is, the newest first.

    One statement. The recent weeks are looked through first, and older ones only where these do not fill the page: a word that every
    report says costs as little as a rare one. Raises Invalid and OfAnotherList.
    """
    values = at(now)
    mark = paging.mark(f"search {words.fold(typed)}", wanted, Sort.NEW)
    place = paging.read(after, mark, Sort.NEW) if after else None
    asked = statement(staff, typed, wanted, values, place=place, limit=limit)
    with planned.cursor() as cursor:
        cursor.execute(asked, values.given)
        rows = drawn(cursor.fetchall())
    more = paging.written(mark, rows[limit - 1].received_at, rows[limit - 1].id) if len(rows) > limit else None
    is_empty = not rows and place is None
    return Searched(Page(rows[:limit], more), words.misspelt_place(typed) if is_empty else None)


def statement(
    staff: Staff, typed: str, wanted: DeskFilter, values: Values, *, place: Place | None = None, limit: int = PAGE
) -> str:
    """Return the search as SQL; its values are added to `values`, which hold `now`."""
    code = words.code_pieces(typed)
    question = words.query(code or words.pieces(typed), values)
    scope = _scope(staff)
    within = [f"s.words @@ {words.any_of(scope, values)}"] if scope else []
    reached, given = reach_sql("desk.see", staff)
    values.given |= given
    demanded = joined([reached, *conditions(wanted, values, staff=staff.pk)])
    newest = place[0] if place and isinstance(place[0], datetime) else values.given["now"]
    behind = f" AND (s.received_at, s.report_id) < ({values(place[0])}, {values(place[1])})" if place else ""
    names = [f"window_{number}" for number in range(len(WINDOWS) + 1)]
    windows = [
        _window(names[:number], f"{condition}{behind}", demanded, limit)
        for number, condition in enumerate(_windows(within, f"s.words @@ {question}", newest, values))
    ]
    headline = "''" if code else f"ts_headline({_LANGUAGE}, left(text, 4000), {question}, {values(_HEADLINE)})"
    defined = ", ".join(f"{name} AS MATERIALIZED ({window})" for name, window in zip(names, windows, strict=True))
    picked = " UNION ALL ".join(f"TABLE {name}" for name in names)
    return (
        f"WITH {defined} SELECT {COLUMNS}, {headline} FROM ({picked}) AS picked"  # noqa: S608  constants and placeholders
        f" JOIN reports_report ON id = found_id ORDER BY found_at DESC, found_id DESC LIMIT {limit + 1}"
    )


def _window(earlier: list[str], condition: str, demanded: str, limit: int) -> str:
    """Return the hits of one window; it is not even looked at when the `earlier` ones fill the page."""
    found = " + ".join(f"(SELECT count(*) FROM {name})" for name in earlier)  # noqa: S608
    gate = f" AND {found} <= {limit}" if earlier else ""
    return (
        "SELECT found_id, found_at FROM (SELECT s.report_id AS found_id, s.received_at AS found_at FROM reports_search AS s"  # noqa: S608
        f" WHERE {condition} ORDER BY s.received_at DESC, s.report_id DESC) AS hits JOIN reports_report ON id = found_id"
        f" WHERE {demanded}{gate} ORDER BY found_at DESC, found_id DESC LIMIT {limit + 1}"
    )


def _windows(within: list[str], said: str, newest: datetime, values: Values) -> list[str]:
    """Return the conditions of the windows, the last one for all that is older; each week stands in one of them.

    Who holds it, when it came and what it says stay conditions of their own: the index then leaps from one's next hit to the other's.
    As one question it would look at every report of the unit, however old.
    """
    week, conditions_ = int(newest.timestamp()) // WEEK_SECONDS + 1, []
    for length in WINDOWS:
        weeks = [f"w:{week - number}" for number in range(length + 1)]
        conditions_.append(joined([*within, f"s.words @@ {words.any_of(weeks, values)}", said]))
        week -= length + 1
    older_than = datetime.fromtimestamp((week + 1) * WEEK_SECONDS, UTC)
    return [*conditions_, joined([*within, said, f"s.received_at < {values(older_than)}"])]


def _scope(staff: Staff) -> list[str]:
    """Return facts of which any report in the person's reach has one, so that the index answers for it alone; none for the whole city."""
    facts: dict[str, None] = {}
    for part in parts("desk.see", staff):
        if part.is_check or part.owner is not None:
            return []
        if part.units is not None:
            facts |= dict.fromkeys(f"u:{unit}" for unit in part.units)
        elif part.had is not None:
            facts[f"h:{part.had}"] = None
        elif part.areas is not None:
            facts |= dict.fromkeys(f"a:{area}" for area in part.areas)
        else:
            return []
    return list(facts)
