"""The words of a message that tell a street, a house, RT and RW, or what a place is near."""

from collections.abc import Callable, Collection, Sequence

from tanggap.channels.talk.lexicon import Lexicon, Token

LONGEST_ADDRESS = 300
MOST_AFTER_STREET = 3  # words of its name
MOST_AFTER_NEAR = 4
MOST_GAP = 1  # words between two parts of one address that tell nothing


class Streets:
    """Looks for streets in one message. `is_known` tells the words of complaints."""

    def __init__(self, words: Lexicon, is_known: Callable[[str], bool], tokens: Sequence[Token]) -> None:
        self._words, self._is_known, self._tokens = words, is_known, tokens
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

    def address(self, text: str, covered: Collection[int]) -> str:
        """Return the sender's own words at these places, its parts in their order."""
        parts: list[list[int]] = []
        for place in sorted(covered):
            if parts and place - parts[-1][-1] <= MOST_GAP + 1:
                parts[-1].append(place)
            else:
                parts.append([place])
        told = (text[self._tokens[part[0]].start : self._tokens[part[-1]].end] for part in parts)
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
        if not length or (not near and self._is_told_of(place, place + length)):
            return 0
        most = place + length + (MOST_AFTER_NEAR if near else MOST_AFTER_STREET)
        stop = place + length
        while stop <= min(len(self._spoken) - 1, most) and self._goes_on(stop):
            stop += 1
        is_named = stop > place + length or any(each in taken for each in range(place, stop))
        return stop if is_named else 0

    def _is_told_of(self, place: int, stop: int) -> bool:
        """Return whether a road, written in full, is spoken of and not named: `jalan amblas`, not `jl amblas` or `jalan anggrek`."""
        spoken = self._spoken
        if spoken[place] not in self._words["roads"] or self._tokens[place].raw != spoken[place] or stop >= len(spoken):
            return False
        return self._is_known(spoken[stop]) and spoken[stop] not in self._words["street"]

    def _goes_on(self, place: int) -> bool:
        words, word = self._words, self._spoken[place]
        is_end = any(words[name].at(self._spoken, place) for name in ("ends", "at", "near"))
        return not (self._tokens[place].is_cut or is_end or word in words.book.levels or word in words["numbered"])
