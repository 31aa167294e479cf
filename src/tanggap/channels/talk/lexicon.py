"""The pack's words, ready for use: a message cut into tokens in their long form, and phrases found in it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tanggap.catalog.pack.dialogue import Dialogue, dialogue

LONGEST = 2000  # letters of a message that are read for words and places; all of it is kept
_LINK = re.compile(r"(?i)\b(?:https?://|www\.|geo:)\S{1,500}")
_RUN = re.compile(r"[^\W\d_]+|\d+")
_LONG = re.compile(r"(.)\1{2,}")
_MARKS = frozenset('.,;:!?()\n"“”|•')


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its long form (`yang` for yg), and where it stands in the text. `is_cut`: a mark parts it from the word before."""

    word: str
    raw: str
    start: int
    end: int
    is_cut: bool = False


def plain(text: str) -> str:
    """Return the text as it is read: one form of each character, what is too long cut off, nothing that hides."""
    if text.isascii():
        return text[:LONGEST]
    folded = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
    return "".join(sign for sign in folded if unicodedata.category(sign) not in {"Cf", "Mn", "Me"})


def without_links(text: str) -> str:
    """Return the text with blanks for its links, which are addresses and no words."""
    return _LINK.sub(lambda link: " " * len(link.group()), text)


class Phrases:
    """Phrases of one name of the file, found longest first."""

    def __init__(self, phrases: Iterable[str], short: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(word for written in phrase.split() for word in short.get(written, written).split())
            self._by_first.setdefault(words[0], []).append(words)
            if " " not in phrase and words != (phrase,):
                self._by_first.setdefault(phrase, []).append((phrase,))
        for found in self._by_first.values():
            found.sort(key=len, reverse=True)

    def at(self, words: Sequence[str], place: int) -> int:
        """Return of how many words the longest phrase is that begins at `place`, 0 for none."""
        for phrase in self._by_first.get(words[place], ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def found(self, words: Sequence[str]) -> frozenset[int]:
        """Return the places of all words that belong to a phrase."""
        if self._by_first.keys().isdisjoint(words):
            return frozenset()
        covered: set[int] = set()
        place = 0
        while place < len(words):
            length = self.at(words, place)
            covered.update(range(place, place + length))
            place += length or 1
        return frozenset(covered)

    def count(self, words: Sequence[str]) -> int:
        """Return how many different phrases stand in `words`."""
        seen = {
            tuple(words[place : place + length]) for place in range(len(words)) if (length := self.at(words, place))
        }
        return len(seen)

    def __contains__(self, word: str) -> bool:
        return (word,) in self._by_first.get(word, ())


class Lexicon:
    """The words of one pack."""

    def __init__(self, book: Dialogue) -> None:
        self.book = book
        self._phrases = {name: Phrases(listed, book.short) for name, listed in {**book.words, **book.places}.items()}
        self._none = Phrases((), {})

    def __getitem__(self, name: str) -> Phrases:
        return self._phrases.get(name, self._none)

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of a text that is `plain`. `jalan2` is jalan, `toloong` tolong, `rt05` two words, a link none."""
        text = without_links(text)
        found: list[Token] = []
        short, numbered = self.book.short, self["numbered"]
        end, before = 0, ""
        for run in _RUN.finditer(text):
            written = run.group().casefold()
            gap = text[end : run.start()]
            if (
                written == "2"
                and not gap
                and len(before) > 2
                and before not in numbered
                and not text[run.end() : run.end() + 1].isdigit()
            ):
                end = run.end()
                continue
            is_cut = not _MARKS.isdisjoint(gap) and not (
                gap.strip() == "." and (before in short or before in numbered or before in self.book.levels)
            )
            squeezed = written if written in short else _LONG.sub(r"\1", written)
            for word in short.get(squeezed, squeezed).split():
                found.append(Token(word, written, run.start(), run.end(), is_cut))
                is_cut = False
            end, before = run.end(), written
        return found


@lru_cache(maxsize=4)
def lexicon(folder: Path) -> Lexicon:
    """Return the words of the pack in `folder`; built once a process."""
    return Lexicon(dialogue(folder))
