"""A body that came only as HTML, into the text that its reader saw. Linear in its length; nothing is fetched, nothing is run."""

import re
from html import unescape

LONGEST = 500_000
# Possessive throughout (`*+`): an unclosed quote or tag costs one look, not one for each letter behind it.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30}+)((?:[^<>\"']|\"[^\"<]{0,2000}+\"|'[^'<]{0,2000}+'|[\"'])*+)>?|<[!?][^>]*+>?"
)
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "select", "textarea"})
_MANY_DIGITS = re.compile(r"&#\d{8,};?")
_BREAKS = frozenset({
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "hr", "section", "article", "header", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "center", "address", "figure",
})  # fmt: skip
_MAP = re.compile(
    r"href\s*=\s*[\"']?(https?://(?:(?:www\.|maps\.)?google\.[a-z.]{2,8}/maps|maps\.google\.|goo\.gl/maps|maps\.app\.goo\.gl|"
    r"maps\.apple\.com|(?:www\.)?openstreetmap\.org|(?:www\.)?waze\.com)[^\"'\s>]{0,500})",
    re.IGNORECASE,
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre"})


def text_of(html: str) -> str:
    """Return the text of a page: its blocks as lines, quoted blocks behind `> `, list items behind `- `, links to maps in brackets."""
    html = _without_comments(html[:LONGEST])
    out = _Lines()
    unclosed: set[str] = set()
    at = 0
    while found := _TAG.search(html, at):
        out.words(html[at : found.start()])
        at = found.end()
        name, is_end = (found[2] or "").lower(), bool(found[1])
        if name in _SILENT and not is_end and name not in unclosed:
            end = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, at)
            # Where nothing closes it a browser shows nothing more; the sender wrote more, so only the tag is dropped.
            unclosed |= {name} if end is None else set()
            at = end.start() if end else at
        elif name:
            out.tag(name, found[3], is_end=is_end)
    out.words(html[at:])
    return out.text()


def _without_comments(html: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        end = html.find("-->", start + 4)
        pieces.append(html[at:start])
        if end < 0:
            return "".join(pieces) + html[start + 4 :]
        at = end + 3
    return "".join(pieces) + html[at:]


def _unescaped(text: str) -> str:
    return unescape(_MANY_DIGITS.sub("", text)) if "&" in text else text


class _Lines:
    """Collects words and breaks."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.is_plain = 0

    def words(self, raw: str) -> None:
        if not raw:
            return
        if self.is_plain:
            first, *others = _unescaped(raw).split("\n")
            self.line.append(first)
            for other in others:
                self.end_line()
                self.line.append(other)
            return
        text = re.sub(r"\s+", " ", _unescaped(raw))
        if text != " " or self.line:
            self.line.append(text)

    def tag(self, name: str, rest: str, *, is_end: bool) -> None:
        if name == "pre":
            self.is_plain = max(0, self.is_plain + (-1 if is_end else 1))
        if name == "td" or name == "th":
            self.line.append(" ")
        if name == "a" and not is_end and (found := _MAP.search(rest)):
            self.line.append(f" {_unescaped(found[1])} ")
        if name in _BREAKS:
            self.end_line()
            if name in _PARAGRAPHS and self.done and self.done[-1].strip("> "):
                self.done.append("> " * self.depth)
            if name == "br" and is_end is False and not self.done:
                self.done.append("")
        if name == "blockquote":
            self.depth = max(0, min(self.depth + (-1 if is_end else 1), 20))
        if name == "li" and not is_end:
            self.line.append("- ")

    def end_line(self) -> None:
        text = "".join(self.line).replace("\xa0", " ").strip()
        self.line = []
        if text:
            self.done.append("> " * self.depth + text)

    def text(self) -> str:
        self.end_line()
        return "\n".join(self.done).strip()
