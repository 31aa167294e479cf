"""The words of a message that tell a street, a house, RT and RW, or what a place is near."""

from collections.abc import Callable, Collection, Sequence

from tanggap.channels.talk.lexicon import Lexicon, Token

LONGEST_ADDRESS = 300
MOST_AFTER_STREET = 3  # words of its name
MOST_AFTER_NEAR = 4
MOST_GAP = 1  # words between two parts of one address that tell nothing


class Streets:
    """Looks for streets in one message. `is_known` tells the words of complaints; `is_answer`: the message answers where it is."""

    def __init__(
        self, words: Lexicon, is_known: Callable[[str], bool], text: str, tokens: Sequence[Token], *, is_answer: bool
    ) -> None:
        self._words, self._is_known = words, is_known
        self._text, self._tokens, self._is_answer = text, tokens, is_answer
        self._spoken = [token.word for token in tokens]

    def covered(self, taken: Collection[int]) -> set[int]:
        """Return the places of the words that tell a street; `taken` are those of names that were sighted."""
        covered: set[int] = set()
        place = 0
        while place < len(self._spoken):
            stop = self._numbered(place) or self._street(place, taken)
            covered.update(range(place, stop))
            place = max(stop, place + 1)
        return covered

    def address(self, covered: Collection[int]) -> str:
        """Return the sender's own words at these places, its parts in their order."""
        parts: list[list[int]] = []
        for place in sorted(covered):
            if parts and place - parts[-1][-1] <= MOST_GAP + 1:
                parts[-1].append(place)
            else:
                parts.append([place])
        told = (self._text[self._tokens[part[0]].start : self._tokens[part[-1]].end] for part in parts)
        return ", ".join(" ".join(each.split()) for each in told)[:LONGEST_ADDRESS].strip()

    def _numbered(self, place: int) -> int:
        """Return where RT, RW, a number or a block ends that begins here, 0 when none does."""
        spoken = self._spoken
        if spoken[place] not in self._words["numbered"] or place + 1 >= len(spoken):
            return 0
        if not spoken[place + 1].isdigit():
            return place + 2 if len(spoken[place + 1]) == 1 else 0
        stop = place + 2
        while stop < min(len(spoken), place + 4) and (spoken[stop].isdigit() or len(spoken[stop]) == 1):
            stop += 1
        return stop

    def _street(self, place: int, taken: Collection[int]) -> int:
        near = self._words["near"].at(self._spoken, place)
        length = near or self._words["street"].at(self._spoken, place)
        if not length or (not near and not self._is_named(place, place + length)):
            return 0
        most = place + length + (MOST_AFTER_NEAR if near else MOST_AFTER_STREET)
        stop = place + length
        while stop <= min(len(self._spoken) - 1, most) and self._goes_on(stop):
            stop += 1
        while stop > place + length and self._spoken[stop - 1] in self._words["filler"]:
            stop -= 1
        return stop if stop > place + length or any(each in taken for each in range(place, stop)) else 0

    def _is_named(self, place: int, stop: int) -> bool:
        """Return whether a road or a building is named and not only spoken of: `jl anggrek`, `di jalan anggrek`, not `jalan amblas`."""
        if stop >= len(self._spoken):
            return self._is_answer
        is_short = self._tokens[place].raw != self._spoken[place]
        is_capital = self._is_capital(place) and self._is_capital(stop)
        if is_capital or (is_short and not self._is_known(self._spoken[stop])):
            return True
        before = self._spoken[place - 1] if place else ""
        is_pointed_at = self._is_answer or any(before in self._words[name] for name in ("at", "near", "towards"))
        is_first = not place and self._spoken[place] in self._words["roads"]
        return (is_pointed_at or is_first) and not self._is_known(self._spoken[stop])

    def _is_capital(self, place: int) -> bool:
        """Return whether a word begins with a capital letter in a text that is not all in capitals."""
        token = self._tokens[place]
        return self._text[token.start].isupper() and not self._text[token.start : token.end].isupper()

    def _goes_on(self, place: int) -> bool:
        words, word = self._words, self._spoken[place]
        is_end = any(words[name].at(self._spoken, place) for name in ("ends", "at", "near"))
        return not (self._tokens[place].is_cut or is_end or word in words.book.levels or word in words["numbered"])
