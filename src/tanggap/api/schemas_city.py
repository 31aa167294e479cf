"""The forms of what the city is made of: categories with their questions, areas, units."""

from typing import Literal

from ninja import Schema

from tanggap.api.schemas import Named


class Question(Schema):
    """What a category asks; its answer goes into `details` under `code`."""

    code: str
    label: str
    kind: Literal["text", "paragraph", "choice", "choices", "number", "moment"]
    required: bool
    options: list[Named]


class Category(Schema):
    """A kind of complaint. Only those with `leaf` true are reported."""

    code: str
    name: str
    names: dict[str, str]
    parent: str | None
    leaf: bool
    icon: str
    hint: str
    questions: list[Question]


class Categories(Schema):
    """The categories in use, in the city's order."""

    categories: list[Category]


class Area(Schema):
    """An area of the city. Only those with `leaf` true are named in a report."""

    code: str
    name: str
    level: str
    parent: str | None
    leaf: bool


class Areas(Schema):
    """The areas in use, by code."""

    areas: list[Area]


class Unit(Schema):
    """A handling party or verifier. `area` null means the whole city."""

    code: str
    name: str
    names: dict[str, str]
    kind: str
    parent: str | None
    area: str | None


class Units(Schema):
    """The units in use, by code."""

    units: list[Unit]
