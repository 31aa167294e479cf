"""What people write: the pack's seed texts, mixed so that no two need be the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from random import Random

from tanggap.catalog.pack.seeds import Seeds

_SENTENCE = re.compile(r"[^.!?]+[.!?]+[\"”]?(?:\s+|$)|[^.!?]+$")
_ENGLISH = frozenset(
    ["the", "and", "is", "it", "of", "has", "been", "are", "was", "that", "for", "our", "this", "with", "have", "not"]
)
_OFTEN = 4  # texts that share a sentence: it does not speak of one thing alone
_EVERYWHERE = 5  # groups of categories: it speaks of nothing in particular
_SHORT = 130  # letters
_TRIES = 30
LONGEST = 1500


class Writer:
    """Writes complaints. What many texts of the pack share (greetings, thanks, impatience) is taken as fit to stand in others, too."""

    def __init__(self, seeds: Seeds, groups: Mapping[str, str]) -> None:
        """`groups` tells the group of each category."""
        self._seeds, self._groups = seeds, groups
        number: Counter[str] = Counter()
        first: Counter[str] = Counter()
        spread: dict[str, set[str]] = defaultdict(set)
        for category, texts in sorted(seeds.complaints.items()):
            for text in texts:
                found = sentences(text)
                first[found[0]] += 1
                for sentence in {one for one in found if len(one) <= _SHORT}:
                    number[sentence] += 1
                    spread[sentence].add(groups.get(category, ""))
        common = sorted(sentence for sentence, times in number.items() if times >= _OFTEN)
        self._openings = [one for one in common if first[one] > number[one] / 2]
        self._closings = {one: spread[one] for one in common if first[one] <= number[one] / 2}
        self._fitting: dict[tuple[str, bool], tuple[list[str], list[str]]] = {}

    @property
    def categories(self) -> Collection[str]:
        """Return of what people can complain."""
        return self._seeds.complaints.keys()

    def complaint(self, category: str, random: Random, *, unlike: Collection[str] = ()) -> str:
        """Return a complaint about something of `category`, none of `unlike` if there is any other."""
        text = self._mixed(category, random, 0)
        for more in range(_TRIES):
            if text not in unlike:
                break
            text = self._mixed(category, random, 1 + more // 10)
        return text

    def answer(self, kind: str, category: str, random: Random) -> str:
        """Return what a unit says of kind `kind` (`catalog.pack.seeds.ANSWER_KINDS`); texts of the category come first."""
        own, fitting = self._seeds.answers.get((kind, category), ()), self._seeds.answers_for(kind, category)
        return random.choice(own if own and random.random() < 0.7 else fitting)

    def rating(self, score: int, random: Random) -> str:
        """Return a reporter's comment on a closure."""
        return random.choice(self._seeds.ratings[score])

    def _mixed(self, category: str, random: Random, more: int) -> str:
        text = random.choice(self._seeds.complaints[category])
        openings, closings = self._fit(self._groups.get(category, ""), is_english(text))
        number = min(len(closings), more + random.choices((0, 1, 2), (4, 4, 2))[0])
        parts = [text, *(one for one in random.sample(closings, number) if one not in text)]
        if openings and sentences(text)[0] not in self._openings and random.random() < 0.3:
            parts.insert(0, random.choice(openings))
        return " ".join(part if part[-1] in ".!?🙏" or part is parts[-1] else f"{part}." for part in parts)[:LONGEST]

    def _fit(self, group: str, english: bool) -> tuple[list[str], list[str]]:
        """Return the openings and closings that may stand beside a text of this group in this language."""
        key = group, english
        if key not in self._fitting:
            fits = [one for one, groups in self._closings.items() if len(groups) >= _EVERYWHERE or group in groups]
            self._fitting[key] = (
                [one for one in self._openings if is_english(one) == english],
                [one for one in fits if is_english(one) == english],
            )
        return self._fitting[key]


def sentences(text: str) -> Sequence[str]:
    """Return the sentences of a text."""
    return [found.group().strip() for found in _SENTENCE.finditer(text)] or [text]


def is_english(text: str) -> bool:
    """Return whether a text seems to be English: by its smallest words, which Indonesian does not have."""
    words = re.findall(r"[a-z']+", text.lower())
    return sum(word in _ENGLISH for word in words) * 7 > len(words)
