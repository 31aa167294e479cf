"""What stands inside a category's table: its routes, questions, evidence and keywords."""

import re
from typing import Any

from tanggap.agencies.words import UnitKind
from tanggap.catalog.hours import parse
from tanggap.catalog.pack.shapes import CODE_RULE, Table, is_code
from tanggap.catalog.routes import COMPETENT, RECEIVES

KEYWORD = re.compile(r"[^\W_]+( [^\W_]+)*")
QUESTION_KINDS = ("text", "paragraph", "choice", "choices", "number", "moment")
MOST_PHOTOS = 10


def code(table: Table, key: str) -> str:
    """Return a code of our own kind under `key`, a fault when it is none."""
    code = table.text(key)
    if code and not is_code(code):
        table.fault(f'"{code}" is no code; {CODE_RULE}', key)
    return code


def hours(table: Table) -> dict[str, list[str]]:
    """Return the opening hours under `hours` as they stand there, none without them; a fault when they are no hours."""
    given = table.raw("hours")
    if given is None:
        return {}
    if not isinstance(given, dict):
        table.fault('"hours" must be a table such as { monday = ["07:30", "09:30"] }', "hours")
        return {}
    try:
        parse(given)
    except ValueError as error:
        table.fault(f'"{error.args[0]}" {error.args[1]}', "hours", error.args[0])
        return {}
    return dict(given)


def routes(table: Table) -> list[dict[str, str]]:
    """Return the routing rules; `catalog.routes` says what they mean."""
    rules: list[dict[str, str]] = []
    for rule in table.tables("routes"):
        role = rule.text("role", RECEIVES, among=(RECEIVES, COMPETENT))
        forms = [key for key in ("unit", "of", "kind") if rule.has(key)]
        if len(forms) != 1:
            rule.fault("a rule needs exactly one of { unit = … }, { of = … }, { kind = …, level = … }")
            for key in (*forms, "level"):
                rule.raw(key)
        else:
            found = {forms[0]: rule.text(forms[0], among=UnitKind.values if forms[0] == "kind" else ())}
            if forms[0] == "kind":
                found["level"] = rule.text("level")
            rules.append(found if role == RECEIVES else {**found, "role": role})
        rule.finish()
    return rules


def questions(table: Table, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what the category asks for, with the options of choices."""
    found: list[dict[str, Any]] = []
    for asked in table.tables("questions"):
        question: dict[str, Any] = {
            "code": code(asked, "code"),
            "label": asked.names("label", languages),
            "kind": asked.text("kind", among=QUESTION_KINDS),
            "required": asked.flag("required"),
        }
        options: list[dict[str, Any]] = []
        for option in asked.tables("options"):
            options.append({"code": code(option, "code"), "label": option.names("label", languages)})
            option.finish()
        if (question["kind"] in {"choice", "choices"}) != (len(options) > 1):
            asked.fault("a choice needs at least two options, and only a choice has them")
        if len({option["code"] for option in options}) != len(options):
            asked.fault("two options have the same code", "options")
        if question["code"] in {earlier["code"] for earlier in found}:
            asked.fault(f'the question "{question["code"]}" stands twice')
        asked.finish()
        found.append({**question, "options": options} if options else question)
    return found


def evidence(table: Table, languages: tuple[str, ...]) -> dict[str, Any]:
    """Return how many photos a claim needs and what its check ticks off."""
    if not table.has("evidence"):
        return {"photos_after": 1, "checklist": []}
    below = table.table("evidence")
    found = {
        "photos_after": below.number("photos_after", 1, most=MOST_PHOTOS),
        "checklist": below.name_list("checklist", languages),
    }
    if not below.finish():
        table.is_sound = False
    return found


def keywords(table: Table, languages: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the words by which a text is recognised, each in one language only."""
    if not table.has("keywords"):
        return {}
    below = table.table("keywords")
    found = {language: below.texts(language, []) for language in languages if below.has(language)}
    seen: set[str] = set()
    for language, words in found.items():
        for number, word in enumerate(words):
            if word != word.lower() or not KEYWORD.fullmatch(word):
                below.fault(
                    f'the keyword "{word}" must be words in small letters with one space between', language, number
                )
            if word in seen:
                below.fault(
                    f'the keyword "{word}" stands in another language already; once is enough', language, number
                )
        seen.update(words)
    if not below.finish():
        table.is_sound = False
    return found
