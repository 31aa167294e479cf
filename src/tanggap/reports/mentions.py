"""Colleagues named in an internal note: `@username`, with or without JavaScript. Only who may see the report can be named."""

import re

from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core.refusal import Invalid, Refusal
from tanggap.reports.access import can_see
from tanggap.reports.models import Report

MOST = 10
_NAMED = re.compile(r"(?<![\w@./+-])@([a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)(?![\w@])", re.IGNORECASE)


class CannotBeTold(Refusal):
    """A named person who is not there, or may not see the report; which of the two is not said."""

    message = _(
        "@%(name)s cannot be told: there is no such colleague, or the person may not see this report."
        " Correct the name, or leave the @ out."
    )
    field = "note"
    status = 422


def named(text: str) -> list[str]:
    """Return the usernames that a text names, each once, in their order. An e-mail address names nobody."""
    return list(dict.fromkeys(name.lower() for name in _NAMED.findall(text)))


def pieces(text: str, names: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Return a text cut into pieces, each with whether it names one of `names`: for a page that marks them."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for found in _NAMED.finditer(text):
        if found[1].lower() in names:
            cut += [(text[at : found.start()], False), (found[0], True)]
            at = found.end()
    return [piece for piece in [*cut, (text[at:], False)] if piece[0]]


def told(text: str, report: Report) -> list[Staff]:
    """Return the colleagues whom a note about `report` names. Two statements, none for a note that names nobody.

    Raises CannotBeTold for the first who is not active, not there or may not see the report, and Invalid for more than `MOST`.
    """
    names = named(text)
    if not names:
        return []
    if len(names) > MOST:
        raise Invalid({"note": _("At most %(most)d colleagues in one note.") % {"most": MOST}})
    people = {person.username: person for person in Staff.objects.filter(username__in=names, is_active=True)}
    agencies.read_grants(people.values())
    for name in names:
        if name not in people or not can_see(people[name], report):
            raise CannotBeTold(CannotBeTold.message % {"name": name})
    return [people[name] for name in names]
