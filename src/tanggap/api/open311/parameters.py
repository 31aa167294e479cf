"""What a caller sends, whatever its form: the query, a form, a multipart with pictures, or JSON. One meaning or a refusal.

A value that is empty is one that was not sent. Lists come with commas, repeated, in brackets, or in all of these ways at once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tanggap.api import reading
from tanggap.api.open311.faults import unusable
from tanggap.api.problems import Problem, TooLarge, Unsupported
from tanggap.reports.photos import MOST_PHOTOS, Upload

LARGEST_FORM = 256 * 1024
MOST_PAIRS = 300
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MEDIA = frozenset({"media", "photo", "photos", "image", "file"})
ENCODINGS = {
    **dict.fromkeys(("", "utf-8", "utf8", "us-ascii"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252"), "cp1252"),
}
"""What a form may say that it is written in: programs that say latin-1 mean Windows' superset of it."""
BOM = "\ufeff"
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,80})\]((?:\[[0-9]{0,3}\]){0,3})")
_BRACKETS = re.compile(r"([a-z_]{1,40})((?:\[[0-9]{0,3}\]){1,3})")


class NotText(Problem):
    """Bytes that are no text in the encoding that they should be in."""

    code = "not_text"
    title = _("This is not UTF-8. Send it as UTF-8, or say in Content-Type which charset it is in.")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Values by plain name, and the answers to a service's attributes by theirs. None of them is empty."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def one(self, name: str) -> str:
        """Return a value, empty when none was sent. Raises Unusable for two that differ."""
        found = set(self.values.get(name, ()))
        if len(found) > 1:
            raise unusable(name, _("Given twice."))
        return next(iter(found), "")

    def many(self, name: str) -> list[str]:
        """Return the values of a list, each once, in their order."""
        parts = (part.strip() for value in self.values.get(name, ()) for part in value.split(","))
        return list(dict.fromkeys(part for part in parts if part))

    def number(self, name: str) -> float | None:
        """Return a number, None when none was sent. Raises Unusable for what is none."""
        text = self.one(name)
        if not text:
            return None
        if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{0,20})?", text):
            raise unusable(name, _("This must be a number."))
        return float(text)

    def count(self, name: str, *, most: int, otherwise: int) -> int:
        """Return a whole number from 1 to `most`. Raises Unusable."""
        text = self.one(name)
        if not text:
            return otherwise
        if not re.fullmatch(r"[0-9]{1,6}", text) or not 0 < int(text) <= most:
            raise unusable(name, _("This must be a whole number from 1 to %(most)d.") % {"most": most})
        return int(text)

    def flag(self, name: str) -> bool:
        """Return whether something was asked for. Raises Unusable."""
        text = self.one(name).lower()
        if text not in {"", "true", "1", "yes", "false", "0", "no"}:
            raise unusable(name, _("This must be true or false."))
        return text in {"true", "1", "yes"}


def of_query(request: HttpRequest) -> Parameters:
    """Return what stands behind the question mark. Raises NotText, TooLarge."""
    return _gathered(_pairs(str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace"), "utf-8"))


def of_body(request: HttpRequest) -> tuple[Parameters, list[Upload]]:
    """Return what a request sends, and its pictures; what stands in its address as well counts where the body says nothing.

    Raises the Problems of api.problems and api.reading.
    """
    asked = of_query(request)
    sent, pictures = _sent(request)
    return Parameters({**asked.values, **sent.values}, {**asked.attributes, **sent.attributes}), pictures


def _sent(request: HttpRequest) -> tuple[Parameters, list[Upload]]:
    reading.check_size(request, most=reading.LARGEST_UPLOAD if request.content_type == MULTIPART else LARGEST_FORM)
    if request.content_type == MULTIPART:
        return _multipart(request)
    if request.content_type == reading.JSON:
        return _gathered(_flat(reading.json_document(request.body.removeprefix(BOM.encode())))), []
    if request.content_type in {FORM, ""}:
        encoding = ENCODINGS.get(str((request.content_params or {}).get("charset", "")).strip("\"' ").lower())
        if encoding is None:
            raise Unsupported(_("The charset is none that is read here: send UTF-8."))
        return _gathered(_pairs(request.body, encoding)), []
    raise Unsupported(_("Send a form (application/x-www-form-urlencoded), multipart/form-data, or application/json."))


def _pairs(data: bytes, encoding: str) -> list[tuple[str, str]]:
    if data.count(b"&") >= MOST_PAIRS:
        raise TooLarge(_("At most %(most)d parameters.") % {"most": MOST_PAIRS})
    try:
        text = data.removeprefix(BOM.encode()).decode(encoding)
        return parse_qsl(text, encoding=encoding, errors="strict")
    except UnicodeDecodeError:
        raise NotText from None


def _multipart(request: HttpRequest) -> tuple[Parameters, list[Upload]]:
    try:
        pairs = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        files = [(name, file) for name, found in request.FILES.lists() for file in found]
    except TooManyFilesSent:
        raise reading.too_many_photos() from None
    if any("\ufffd" in part for pair in pairs for part in pair):  # what could not be read was replaced
        raise NotText
    for name, _file in files:
        if re.sub(r"\[[0-9]*\]$", "", name) not in MEDIA:
            raise unusable(name[:80], _("Pictures are sent as “media”."))
    if len(files) > MOST_PHOTOS:
        raise reading.too_many_photos()
    return _gathered(pairs), [Upload(file.read(), file.name or "") for _name, file in files]


def _flat(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a JSON document as a form would say it: an object only in `attribute`, lists only where a list is meant."""
    pairs: list[tuple[str, str]] = []
    for name, value in document.items():
        if name == "attribute" and isinstance(value, dict):
            pairs += [(f"attribute[{code}]", text) for code, one in value.items() for text in _texts(str(code), one)]
        else:
            pairs += [(name, text) for text in _texts(name, value)]
    return pairs


def _texts(name: str, value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for one in value if not isinstance(one, list) for text in _texts(name, one)]
    if isinstance(value, dict):
        raise unusable(name[:80], _("This must be text."))
    if value is None:
        return []
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def _gathered(pairs: Iterable[tuple[str, str]]) -> Parameters:
    values: dict[str, list[str]] = {}
    attributes: dict[str, list[str]] = {}
    for name, value in pairs:
        if not value.strip():
            continue
        if any("\ud800" <= letter <= "\udfff" for letter in name + value):
            raise NotText
        attribute, bracketed = _ATTRIBUTE.fullmatch(name), _BRACKETS.fullmatch(name)
        if attribute:
            attributes.setdefault(attribute[1], []).append(value)
        else:
            values.setdefault(bracketed[1] if bracketed else name, []).append(value.strip())
    return Parameters(
        {name: tuple(found) for name, found in values.items()},
        {code: tuple(dict.fromkeys(found)) for code, found in attributes.items()},
    )
