"""A payload as a person may see and mend it: who sent it is hidden behind numbers, which turn back into what they hide when it is saved.

    {"from": "⟪1⟫", "text": "Lampu mati di …"}

Hidden are addresses and numbers by their look, and whatever stands where platforms say who somebody is. What a citizen wrote is shown:
it is what is to be mended.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

LONGEST: Final = 60_000
LEAST_HIDDEN: Final = 3  # of shorter names nothing is hidden: they would tear holes into every word
MOST_HIDDEN: Final = 400
OPENS, CLOSES = "⟪", "⟫"

# Below these keys everything says who somebody is; the value of one of the others does.
PERSONS: Final = frozenset(
    {
        "from", "sender", "author", "user", "users", "profile", "contact", "contacts", "reporter", "pelapor", "customer",
        "participant", "participants",
    }
)  # fmt: skip
PERSONAL: Final = frozenset(
    {
        "name", "first_name", "last_name", "full_name", "fullname", "display_name", "profilename", "profile_name", "username", "user_name",
        "screen_name", "nickname", "nama", "phone", "phone_number", "msisdn", "telepon", "telp", "hp", "no_hp", "mobile", "wa_id", "waid",
        "email", "mail", "nik", "user_id", "userid", "author_id", "sender_id", "senderid", "from_id", "psid", "igsid", "id_pelapor",
        "email_pelapor", "nama_pelapor", "avatar", "profile_image_url", "profile_image_url_https", "profile_pic", "push_token", "device",
    }
)  # fmt: skip
FORM_FIELD: Final = re.compile(r"(?:^|[&?\n])([A-Za-z_.\-\[\]]{1,40})=([^&\s]{1,300})")
HEADERS: Final = re.compile(
    r"^(?:From|Sender|Reply-To|Return-Path|To|Cc|Bcc|Delivered-To|X-Original-(?:To|From)|Received|Message-ID|In-Reply-To|References)"
    r":[ \t]*([^\r\n]+(?:\r?\n[ \t][^\r\n]+)*)",
    re.I | re.M,
)
LOOKS: Final = re.compile(
    r"[A-Za-z0-9._%+'-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"  # an e-mail address
    r"|(?<![0-9A-Za-z])(?:\+|%2B|00)[1-9](?:[ .\-()]{0,2}[0-9]){7,14}(?![0-9])"  # a number with its country
    r"|(?<![0-9A-Za-z+.])(?:62|0)8(?:[ .\-()]{0,2}[0-9]){7,11}(?![0-9.])"  # one without
    r"|wamid\.[A-Za-z0-9+/=_-]{8,200}"  # WhatsApp's ids of messages hold the number
)


@dataclass(frozen=True, slots=True)
class Masked:
    """The text to show; `hidden[n]` is what the number n + 1 stands for, between so many brackets as stood nowhere in the text before."""

    text: str
    hidden: tuple[str, ...]
    brackets: int


class Unknown(ValueError):
    """The mended text has a number in brackets that hides nothing."""


def masked(text: str, *, persons: Iterable[str] = ()) -> Masked:
    """Return `text` with every person hidden, `persons` among them; equal values get equal numbers."""
    brackets = next(many for many in count(1) if OPENS * many not in text and CLOSES * many not in text)
    values = {one for value in (*persons, *_named(text)) for one in _written(value) if len(one) >= LEAST_HIDDEN}
    wanted = sorted(values, key=lambda value: (-len(value), value))[:MOST_HIDDEN]
    parts = [re.escape(value) for value in wanted if value in text]
    numbers: dict[str, int] = {}

    def hide(found: re.Match[str]) -> str:
        number = numbers.setdefault(found.group(), len(numbers) + 1)
        return f"{OPENS * brackets}{number}{CLOSES * brackets}"

    shown = re.sub("|".join([*parts, LOOKS.pattern]), hide, text)
    return Masked(shown, tuple(numbers), brackets)


def restored(text: str, by: Masked) -> str:
    """Return a mended text with what is hidden in its place again. Raises Unknown."""

    def show(found: re.Match[str]) -> str:
        number = int(found.group(1))
        if not 1 <= number <= len(by.hidden):
            raise Unknown(found.group())
        return by.hidden[number - 1]

    return re.sub(f"{OPENS * by.brackets}([0-9]{{1,4}}){CLOSES * by.brackets}", show, text)


def _named(text: str) -> Iterator[str]:
    """Return what stands where a payload says who somebody is: in JSON, in a form, in the head of a letter."""
    try:
        yield from _in_json(json.loads(text), is_person=False, depth=0)
        return
    except (ValueError, RecursionError):
        pass
    for name, value in FORM_FIELD.findall(text):
        if name.lower() in PERSONAL | PERSONS:
            yield value
    for value in HEADERS.findall(text):
        yield from (line.strip() for line in value.splitlines())


def _in_json(value: Any, *, is_person: bool, depth: int) -> Iterator[str]:
    if depth > 40:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if is_person and isinstance(inner, dict) and key.isdigit():
                yield key
            yield from _in_json(inner, is_person=is_person or key.lower() in PERSONS | PERSONAL, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_json(inner, is_person=is_person, depth=depth + 1)
    elif is_person and isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


def _written(value: str) -> Iterator[str]:
    """Return how a value may stand in a text: as it is, and as JSON writes it."""
    yield value
    for is_ascii in (True, False):
        yield json.dumps(value, ensure_ascii=is_ascii)[1:-1]
