"""Answers of another city's system, JSON or XML, read as rows of text. What is too large, too deep or hostile is refused."""

import json
from typing import Any, NoReturn
from xml.parsers import expat

from tanggap.channels.contract import Malformed
from tanggap.core import wire

MOST_BYTES = 2_000_000
DEEPEST = 16
MOST_ELEMENTS = 50_000
MOST_TEXT = 4_000
Row = dict[str, str]
_CONTAINERS = ("service_requests", "requests", "services", "errors", "request", "service", "error")


def rows(got: wire.Got) -> list[Row]:
    """Return what an answer lists: requests, services or errors, whatever it is wrapped in. Raises Malformed."""
    if len(got.body) > MOST_BYTES:
        raise Malformed("The answer is longer than is read.")
    if got.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return _of_xml(got.body)
    return _of_json(got.body)


def _of_json(body: bytes) -> list[Row]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("The answer is neither JSON nor XML.") from None
    for _step in range(3):
        if isinstance(found, dict):
            inner = next((found[name] for name in _CONTAINERS if isinstance(found.get(name), dict | list)), None)
            found = [found] if inner is None else inner
    return [_row(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _row(found: dict[str, Any]) -> Row:
    inner = next((found[name] for name in ("request", "service", "error") if isinstance(found.get(name), dict)), found)
    return {str(name): _text(value) for name, value in inner.items() if not isinstance(value, dict | list)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text[:MOST_TEXT].encode("utf-8", "replace").decode("utf-8").replace("\0", "")


class _Reader:
    """Gathers the elements `request`, `service` and `error`, each with the texts right below it."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.path: list[str] = []
        self.text: list[str] = []
        self.row: Row | None = None
        self.seen = self.depth_of_row = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.seen += 1
        self.path.append(name)
        if len(self.path) > DEEPEST or self.seen > MOST_ELEMENTS:
            raise Malformed("The answer is nested too deeply, or has too many parts.")
        self.text = []
        if self.row is None and name in {"request", "service", "error"}:
            self.row, self.depth_of_row = {}, len(self.path)

    def characters(self, text: str) -> None:
        if sum(map(len, self.text)) < MOST_TEXT:
            self.text.append(text)

    def end(self, name: str) -> None:
        if self.row is not None and len(self.path) == self.depth_of_row + 1:
            self.row[name] = _text("".join(self.text).strip())
        elif self.row is not None and len(self.path) == self.depth_of_row:
            self.rows.append(self.row)
            self.row = None
        self.path.pop()
        self.text = []


def _of_xml(body: bytes) -> list[Row]:
    reader, parser = _Reader(), expat.ParserCreate()

    def refuse(*_given: Any) -> NoReturn:
        raise Malformed("The answer declares a document type or entities.")

    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(body.lstrip(), True)
    except expat.ExpatError:
        raise Malformed("The answer is no XML.") from None
    return reader.rows
