"""A unit's own ready answers, kept by those who supervise it. Nothing is overwritten: each change is a new version."""

from collections.abc import Mapping

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.catalog import answers
from tanggap.catalog import queries as catalog
from tanggap.catalog.models import UnitAnswer
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal, Stale
from tanggap.places.city import city

ACT = "answers.keep"
LONGEST_NAME = 80
LONGEST_TEXT = 2000
MOST = 200


class TooManyAnswers(Refusal):
    """A list that nobody can look through helps nobody."""

    message = _("This unit has %(most)d ready answers already. Withdraw one first.") % {"most": MOST}


@transaction.atomic
def keep(
    *,
    by: Staff,
    unit: str,
    door: str,
    name: Mapping[str, str],
    text: Mapping[str, str],
    category: str | None = None,
    line: int | None = None,
    version: int = 0,
) -> UnitAnswer:
    """Keep an answer of a unit: a new one, or the next version of `line` after `version`.

    `name` and `text` are needed in every language of the city. Raises NotAllowed, NotFound, Invalid (which names each field, an
    unknown blank among the faults), Stale and TooManyAnswers.
    """
    permissions.permit(ACT, by, permissions.of_unit(unit))
    _check(door, name, text, category)
    last = _last(unit, line) if line is not None else None
    if last is not None and last.version != version:
        raise Stale
    if last is None and UnitAnswer.objects.filter(unit=unit).values("line").distinct().count() >= MOST:
        raise TooManyAnswers
    return _write(
        by, unit, last, door=door, category_id=category, name=_trimmed(name), text=_trimmed(text), is_active=True
    )


@transaction.atomic
def withdraw(*, by: Staff, unit: str, line: int, version: int) -> UnitAnswer:
    """Offer an answer no more; what it said stays. Raises NotAllowed, NotFound, Stale."""
    permissions.permit(ACT, by, permissions.of_unit(unit))
    last = _last(unit, line)
    if last.version != version:
        raise Stale
    return _write(
        by, unit, last, door=last.door, category_id=last.category_id, name=last.name, text=last.text, is_active=False
    )


def _write(by: Staff, unit: str, last: UnitAnswer | None, **given: object) -> UnitAnswer:
    return UnitAnswer.objects.create(
        unit_id=unit,
        line=last.line if last else _new_line(),
        version=last.version + 1 if last else 1,
        kept_by=by,
        kept_at=clock.now(),
        **given,
    )


def _last(unit: str, line: int) -> UnitAnswer:
    """Return the last version of an answer, locked. Raises NotFound."""
    found = UnitAnswer.objects.select_for_update().filter(unit=unit, line=line).order_by("-version").first()
    if found is None:
        raise NotFound
    return found


def _new_line() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('catalog_answer_line')")
        return int(cursor.fetchone()[0])


def _trimmed(words: Mapping[str, str]) -> dict[str, str]:
    return {language: text.replace("\r\n", "\n").replace("\x00", "").strip() for language, text in words.items()}


def _check(door: str, name: Mapping[str, str], text: Mapping[str, str], category: str | None) -> None:
    faults: dict[str, object] = {}
    if door not in answers.DOORS:
        faults["door"] = _("Choose what the answer is for.")
    if category is not None and catalog.category(category) is None:
        faults["category"] = _("Choose a category from the list.")
    for language in city().languages:
        named, said = name.get(language, "").strip(), text.get(language, "").strip()
        if not named or len(named) > LONGEST_NAME:
            faults[f"name_{language}"] = _("Give it a name of at most %(most)d characters.") % {"most": LONGEST_NAME}
        if not said or len(said) > LONGEST_TEXT:
            faults[f"text_{language}"] = _("Write a text of at most %(most)d characters.") % {"most": LONGEST_TEXT}
        elif fault := _fault(said):
            faults[f"text_{language}"] = fault
    if faults:
        raise Invalid(faults)  # type: ignore[arg-type]


def _fault(text: str) -> object:
    try:
        unknown = answers.unknown(text)
    except ValueError:
        return _("A brace stands alone. Write {{ and }} for braces that are meant as they are.")
    if not unknown:
        return None
    return _("There is no blank {%(wrong)s}. These can be filled: %(known)s.") % {
        "wrong": unknown[0],
        "known": ", ".join(f"{{{blank}}}" for blank in answers.BLANKS),
    }
