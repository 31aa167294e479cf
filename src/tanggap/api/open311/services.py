"""The categories as services, and their questions as attributes, in the language of the request."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tanggap.api.open311 import faults
from tanggap.catalog import queries as catalog
from tanggap.catalog.queries import CategoryRow
from tanggap.core.words import say

DATATYPES = {
    "text": "string", "paragraph": "text", "number": "number", "moment": "datetime", "choice": "singlevaluelist",
    "choices": "multivaluelist",
}  # fmt: skip
"""What each kind of question is called by the specification."""


def services() -> list[dict[str, Any]]:
    """Return what can be reported, in the city's order."""
    return [_service(row) for row in catalog.categories() if row.is_leaf]


def definition(code: str) -> dict[str, Any]:
    """Return what a service asks for. Raises Unknown."""
    row = service(code)
    attributes = [_attribute(question, order) for order, question in enumerate(row.questions, 1)]
    return {"service_code": row.code, "attributes": attributes}


def service(code: str) -> CategoryRow:
    """Return the category that a service code names. Raises Unknown."""
    row = catalog.category(code)
    if row is None or not row.is_leaf:
        raise faults.unknown("service_code", _("This service code is not known: %(code)s.") % {"code": code[:80]})
    return row


def _service(row: CategoryRow) -> dict[str, Any]:
    group = catalog.category(row.parent)
    return {
        "service_code": row.code,
        "service_name": row.label,
        "description": say(row.hint),
        "metadata": bool(row.questions),
        "type": "realtime",
        "keywords": ",".join(_keywords(row)),
        "group": group.label if group else "",
    }


def _keywords(row: CategoryRow) -> list[str]:
    return row.keywords.get((get_language() or "")[:2]) or next(iter(row.keywords.values()), [])


def _attribute(question: dict[str, Any], order: int) -> dict[str, Any]:
    words = {
        "paragraph": _("Text of several lines."), "number": _("A number."), "choices": _("Any of the values."),
        "choice": _("One of the values."), "moment": _("A time with its zone, such as 2026-11-25T08:00:00+07:00."),
    }  # fmt: skip
    attribute = {
        "variable": True,
        "code": question["code"],
        "datatype": DATATYPES[question["kind"]],
        "required": bool(question.get("required")),
        "datatype_description": words.get(question["kind"], _("One line of text.")),
        "order": order,
        "description": say(question["label"]),
    }
    options = [{"key": option["code"], "name": say(option["label"])} for option in question.get("options", [])]
    return {**attribute, "values": options} if options else attribute
