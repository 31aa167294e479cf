"""How the city talks with whoever writes to it: `dialogue.toml`, read by `channels.talk`. Optional; without it nobody is asked back.

Steps, texts, commands, chatter, short forms and the words of addresses are all data here; what is done with them is `channels.talk`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Document, Folder
from tanggap.catalog.pack.messages import blanks
from tanggap.catalog.pack.shapes import Table

FILE = "dialogue.toml"
NEEDS = ("what", "where", "photo")

SAYS: Final[Mapping[str, frozenset[str]]] = {
    "ask_what": frozenset(),
    "ask_what_at": frozenset({"place"}),
    "ask_where": frozenset(),
    "ask_area": frozenset(),
    "ask_area_in": frozenset({"place"}),
    "ask_which": frozenset({"options"}),
    "ask_whether": frozenset({"place"}),
    "ask_photo": frozenset(),
    "outside": frozenset({"place", "km"}),
    "outside_town": frozenset({"town"}),
    "bad_location": frozenset(),
    "ask_code": frozenset(),
    "wrong_code": frozenset({"code"}),
    "status": frozenset({"code", "state", "unit", "due"}),
    "status_unknown": frozenset({"code"}),
    "added": frozenset({"code"}),
    "added_planned": frozenset({"code"}),
    "rated": frozenset({"code"}),
    "ask_score": frozenset({"code"}),
    "requested": frozenset({"code"}),
    "refused": frozenset({"why"}),
    "cancelled": frozenset(),
    "nothing_to_cancel": frozenset(),
    "withdraw_by_link": frozenset({"code"}),
    "muted": frozenset(),
    "help": frozenset(),
    "greeting": frozenset(),
    "thanks": frozenset(),
}
ROOM: Final[Mapping[str, int]] = {  # letters that a blank's value is sure to have; what is longer is cut
    "place": 30, "options": 70, "town": 14, "km": 5, "code": 16, "state": 22, "unit": 30, "due": 24, "why": 130,
}  # fmt: skip
WITHOUT_WORDS = "without_words"  # the text of a report of which only a place or a photo came

WORDS: Final = (
    "cancel", "status", "help", "yes", "no", "unknown", "wait", "mute", "opening", "new", "thanks", "greeting", "filler", "plea", "trouble",
    "abuse", "blamed", "ads", "score", "score_1", "score_2", "score_3", "score_4", "unsolved", "object",
)  # fmt: skip
PLACES: Final = ("street", "roads", "near", "at", "towards", "numbered", "ends", "sides", "ordinary", "outside")

LEVELS = "levels"  # beside the lists of places: the words before the name of an area of a level
LEAST_WAIT_MINUTES = 5
MOST_LETTERS = 160  # of one SMS in the GSM alphabet
MOST_UNICODE = 70  # of one SMS with any other letter
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


@dataclass(frozen=True, slots=True)
class Step:
    """A thing that a report needs and the text that asks for it; only for some `categories` when any are named."""

    need: str
    ask: str
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The file's content. `words` and `places` hold plain phrases of all languages under each name; `short` the long form of a word.

    `levels` tells for a word before an area's name which level of area is meant. `tongues` are the words of one language alone.
    """

    steps: tuple[Step, ...] = ()
    wait_minutes: int = 60
    most_turns: int = 6
    most_puzzles: int = 3
    most_options: int = 6
    says: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    without_words: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    tongues: Mapping[str, frozenset[str]] = field(default_factory=dict)


@lru_cache(maxsize=8)
def dialogue(folder: Path) -> Dialogue:
    """Return the dialogue of the pack in `folder`, an empty one when it has none.

    Raises OSError, TOMLDecodeError, KeyError, TypeError on a broken file; `check` says what is wrong with it.
    """
    path = folder / FILE
    if not path.is_file():
        return Dialogue()
    found = tomllib.loads(path.read_text("utf-8"))
    places = dict(found.get("places", {}))
    levels = places.pop(LEVELS, {})
    return Dialogue(
        steps=tuple(
            Step(step["need"], step["ask"], frozenset(step.get("categories", ()))) for step in found.get("steps", ())
        ),
        says=found.get("says", {}),
        without_words=found.get(WITHOUT_WORDS, {}),
        words={name: _merged(lists) for name, lists in found.get("words", {}).items()},
        short={word: long for forms in found.get("short", {}).values() for word, long in forms.items()},
        places={name: _merged(lists) for name, lists in places.items()},
        levels={word: level for level, lists in levels.items() for word in _merged(lists)},
        tongues=_tongues(found),
        **found.get("rules", {}),
    )


def _tongues(found: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the words of each language that none of the others has."""
    own: dict[str, set[str]] = {}
    places = found.get("places", {})
    lists = [
        *found.get("words", {}).values(),
        *(places[name] for name in ("near", "at", "towards", "ends") if name in places),
    ]
    for language, phrases in (pair for each in lists for pair in each.items()):
        own.setdefault(language, set()).update(word for phrase in phrases for word in phrase.split())
    for language, forms in found.get("short", {}).items():
        own.setdefault(language, set()).update(forms)
    return {
        language: frozenset(words.difference(*(other for name, other in own.items() if name != language)))
        for language, words in own.items()
    }


def _merged(lists: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for phrases in lists.values() for phrase in phrases))


def room(text: str) -> int:
    """Return how many letters an SMS with the letters of `text` can hold."""
    return MOST_LETTERS if _GSM.issuperset(text) else MOST_UNICODE


def check(
    folder: Folder, languages: tuple[str, ...], categories: Iterable[str], levels: Iterable[str], faults: Faults
) -> None:
    """Note every fault of the file, where the pack has one."""
    document = folder.toml(FILE) if folder.has(FILE) else None
    if document is None:
        return
    whole = Table(document, (), document.values, faults)
    _check_rules(whole.table("rules"))
    _check_steps(whole, frozenset(categories))
    _check_says(document, whole, languages, faults)
    whole.names(WITHOUT_WORDS, languages)
    _check_lists(whole.table("words"), WORDS, languages)
    _check_short(whole.table("short"), languages)
    _check_places(whole.table("places"), languages, frozenset(levels))
    whole.finish()


def _check_rules(rules: Table) -> None:
    rules.number("wait_minutes", 60, least=LEAST_WAIT_MINUTES, most=10_080)
    rules.number("most_turns", 6, least=2, most=12)
    rules.number("most_puzzles", 3, least=1, most=6)
    rules.number("most_options", 6, least=2, most=9)
    rules.finish()


def _check_steps(whole: Table, categories: frozenset[str]) -> None:
    needs: list[str] = []
    for step in whole.tables("steps"):
        need = step.text("need", among=NEEDS)
        if need in needs:
            step.fault(f'"{need}" is asked for twice', "need")
        needs.append(need)
        step.text("ask", among=tuple(name for name, own in SAYS.items() if not own))
        for number, code in enumerate(step.texts("categories", [])):
            if categories and code not in categories:
                step.fault(
                    f'the category "{code}" is not in categories.toml{instead(code, categories)}', "categories", number
                )
        step.finish()
    if "what" not in needs and needs:
        whole.fault('a step must ask for "what"', "steps", 0)


def _check_says(document: Document, whole: Table, languages: tuple[str, ...], faults: Faults) -> None:
    says = whole.table("says")
    for name, own in SAYS.items():
        for language, text in says.names(name, languages).items():
            _check_text(says, (name, language), text, own)
    says.finish()


def _check_text(says: Table, path: tuple[str, str], text: str, own: frozenset[str]) -> None:
    try:
        asked = blanks(text)
    except ValueError:
        says.fault("this text has an unpaired brace; write a literal one twice", *path)
        return
    for blank in asked:
        if blank not in own:
            has = ", ".join(sorted(own)) or "none"
            says.fault(f'{{{blank}}} is no blank of "{path[0]}"; it has {has}', *path)
            return
    literal = "".join(part for part, *_ in Formatter().parse(text))
    letters, most = len(literal) + sum(ROOM[blank] for blank in asked), room(literal)
    if letters > most:
        kind = "GSM letters" if most == MOST_LETTERS else "letters when some of them are none of GSM's"
        says.fault(f"this takes {letters} letters with its blanks filled; an SMS holds {most} {kind}", *path)


def _check_lists(table: Table, names: Iterable[str], languages: tuple[str, ...]) -> None:
    """Note every fault of lists of phrases, one for each of `names` and in each language, and of names that there are not."""
    known = tuple(names)
    for name in table:
        if name in known:
            _check_list(table.table(name), languages)
        elif name != LEVELS:
            table.fault(f'"{name}" is not known here{instead(name, known)}', name, *list(table.table(name))[:1])


def _check_list(lists: Table, languages: tuple[str, ...]) -> None:
    for language in languages:
        for number, phrase in enumerate(lists.texts(language, [])):
            if not _is_plain(phrase):
                lists.fault(f'"{phrase}" must be words in small letters with one space between', language, number)
    lists.finish()


def _check_short(table: Table, languages: tuple[str, ...]) -> None:
    for language in languages:
        forms = table.table(language)
        for word in forms:
            long = forms.text(word)
            if not _is_plain(word) or " " in word or not _is_plain(long):
                forms.fault(f'"{word}" must be one word in small letters, and stand for such words', word)
        forms.finish()
    table.finish()


def _check_places(table: Table, languages: tuple[str, ...], levels: frozenset[str]) -> None:
    of_level = table.table(LEVELS)
    for level in of_level:
        if levels and level not in levels:
            of_level.fault(f'no area has the level "{level}"{instead(level, levels)}', level)
    _check_lists(of_level, tuple(of_level), languages)
    _check_lists(table, PLACES, languages)


def _is_plain(phrase: Any) -> bool:
    words = phrase.split(" ")
    return phrase == phrase.casefold() and all(word.isalnum() for word in words)
