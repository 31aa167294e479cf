"""What is to be said of an area that is no more, or that holds what was another one: joined, divided, renumbered, renamed."""

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.places import queries as places
from tanggap.places.queries import Former

MOST = 5  # areas that are named


def said(code: str) -> list[str]:
    """Return a sentence for each change that numbers of an area must be read with; none for most. No statement.

    `code` is as somebody asked for it, or as a selection has it: the code of a living area, or of one that was divided.
    """
    gone = places.former(code)
    if gone is not None and len(gone.became) == 1:
        words = _("%(old)s was there until %(day)s; its numbers stand under %(new)s, which it became.")
        return [words % {**_told(gone), "new": gone.became[0].name}]
    if gone is not None and gone.became:
        words = _(
            "%(old)s was divided after %(day)s into %(new)s. What was reported under the old name counts here and in the area above, in "
            "none of the parts: nobody knows for all of it in which part it lies. Later reports count in the parts."
        )
        return [words % {**_told(gone), "new": _listed([row.name for row in gone.became])}]
    return _comes_from(code)


def in_no_part(area: str, parts: Collection[str]) -> list[str]:
    """Return a sentence for each divided area in `area` (empty: the city) that lies in none of `parts`, areas of one level.

    What was reported there before counts in the whole, so that the parts add up to less. No statement.
    """
    gone = {one.code: one for row in places.areas() for one in places.formerly(row.code) if len(one.became) > 1}
    said_of = []
    for code, one in sorted(gone.items()):
        row = places.area(code)
        if row is not None and places.is_within(code, area or None) and not set(row.path) & set(parts):
            words = _(
                "What was reported in %(old)s until it was divided after %(day)s counts in the whole and in none of the parts."
            )
            said_of.append(words % _told(one))
    return said_of[:MOST]


def _comes_from(code: str) -> list[str]:
    row = places.area(code)
    if row is None:
        return []
    said_of: list[str] = []
    for one in places.formerly(code):
        if len(one.became) > 1:
            words = _(
                "%(name)s is a part of the former %(old)s, divided after %(day)s: what was reported until then is in no number of %(name)s."
            )
        elif one.code == code:
            words = _("%(name)s was called %(old)s until %(day)s; its numbers go on.")
        else:
            words = _("%(name)s holds what was %(old)s until %(day)s: its numbers of that time count here.")
        said_of.append(words % {**_told(one), "name": row.name})
    return said_of[:MOST]


def _told(gone: Former) -> dict[str, str]:
    return {"old": gone.name, "day": date_format(gone.until, "j M Y")}


def _listed(names: list[str]) -> str:
    more = len(names) - MOST
    return ", ".join(names[:MOST]) + (f" +{more}" if more > 0 else "")
