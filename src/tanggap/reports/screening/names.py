"""Names of persons, found by what stands before them (a title, "my name is", a signature), or as a given name with a second one.

Streets, schools and mosques that are called after somebody keep their names, and so do offices: Jl. H. Juanda, Gang Bu Haji, Pak RT 05.
"""

import re
from collections.abc import Callable, Iterator

from tanggap.reports.screening import lexicon

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STRONG = re.compile(
    r"(?:\bnama(?:nya)?(?: lengkap)? (?:saya|aku|gue|gw)(?: adalah)?|\bnama(?: lengkap| pelapor)?\s?[:=]|\bbernama|\ba\.\s?n\.?|\batas nama"
    r"|\bpelapor\s?:|\bpengirim\s?:|\b(?:per)?kenalkan,? (?:nama )?saya|\bmy name is|\bttd\b\.?:?|\bnamely)\s{1,3}",
    re.I,
)
"""Behind these stands a name, however it is written."""
_WEAK = re.compile(
    r"(?:\b(?i:hubungi|kontak|cp|contact|ask|an)\b[.:]?|\b(?i:(?:anak|istri|suami|adik|kakak|ayah|ibu|bapak|mertua|teman|tetangga|sepupu"
    r"|keponakan|paman) (?:saya|kami|aku))|\b(?i:(?:pelaku|pengemudi|sopir|supir|pemilik|orang|anak|istri|suami|pemegang)nya)"
    r"|\b(?i:I am|I'm|this is))\s{1,3}"
)
"""Behind these stands a name if it is written large and is no other word."""
_SELF = re.compile(r"\b(?i:saya)\b,?\s{1,3}")
_BEHIND_SELF = re.compile(r"\s{0,2}(?:,|\b(?i:dari|warga|tinggal|penghuni|umur|usia|di RT|RT)\b)")
_SIGNED = re.compile(
    r"\b(?i:hormat (?:saya|kami)|salam(?: hormat| hangat)?|wassalam(?:u'?alaikum)?|terima kasih"
    r"|regards|sincerely|thanks|yours)\s?[,.\-]?\s{1,3}"
)
_LATER = re.compile(r"\b(?i:kata|menurut|oleh|oknum|preman|si|pelaku|sopir|pengemudi|pemilik|bernama)\s{1,3}")
"""Behind these a given name is a person."""
_MOST_WORDS, _MOST_SMALL = 4, 3
_LEAST_SIGNED = 3
_BETWEEN = frozenset({"bin", "binti"})


def found(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the name of a person stands: from, to; the title before it is none of it."""
    tokens = list(_TOKEN.finditer(text))
    shouts = _shouts(text)
    starts = {token.start(): place for place, token in enumerate(tokens)}
    yield from _behind_titles(text, tokens, shouts)
    for cue in _STRONG.finditer(text):
        if (place := starts.get(cue.end())) is not None:
            yield from _any(text, tokens, place, shouts)
    for cue in _WEAK.finditer(text):
        if (place := starts.get(cue.end())) is not None:
            yield from _large(text, tokens, place, shouts)
    for cue in _SELF.finditer(text):
        if (place := starts.get(cue.end())) is not None:
            for start, end in _large(text, tokens, place, shouts):
                if _BEHIND_SELF.match(text, end):
                    yield start, end
    for cue in _SIGNED.finditer(text):
        if (place := starts.get(cue.end())) is not None:
            for start, end in _large(text, tokens, place, shouts):
                if len(text[end:].strip()) <= _LEAST_SIGNED:
                    yield start, end
    for cue in _LATER.finditer(text):
        place = starts.get(cue.end())
        if place is not None and tokens[place].group().lower() in lexicon.words().given:
            yield from _large(text, tokens, place, shouts)
    yield from _of_two(text, tokens, shouts)


def _behind_titles(text: str, tokens: list[re.Match[str]], shouts: bool) -> Iterator[tuple[int, int]]:
    for place, token in enumerate(tokens[:-1]):
        word = token.group()
        is_title = word.lower() in lexicon.TITLES or (word == "H" and text[token.end() : token.end() + 1] == ".")
        following = tokens[place + 1]
        has_dot = word.lower() in lexicon.SHORT_TITLES
        if (
            not is_title
            or not _is_gap(text, token.end(), following.start(), dots=has_dot)
            or _is_place(text, tokens, place)
        ):
            continue
        if _is_large(following.group(), shouts):
            yield from _large(text, tokens, place + 1, shouts)
        elif following.group().lower() in lexicon.words().given and not _is_vocative(text, token):
            yield _run(text, tokens, place + 1, lambda word: word.lower() in lexicon.words().given)


def _large(text: str, tokens: list[re.Match[str]], place: int, shouts: bool) -> Iterator[tuple[int, int]]:
    """Yield the name that begins with the word at `place`, if it is written as one and is no other word."""
    if _is_large(tokens[place].group(), shouts) and not _is_other(tokens[place].group()):
        yield _run(text, tokens, place, lambda word: _is_large(word, shouts) and not _is_other(word))


def _any(text: str, tokens: list[re.Match[str]], place: int, shouts: bool) -> Iterator[tuple[int, int]]:
    """Yield the name that begins at `place`, written large or small."""
    first = tokens[place].group()
    if first.lower() in lexicon.TITLES and place + 1 < len(tokens):
        place, first = place + 1, tokens[place + 1].group()
    if _is_large(first, shouts):
        yield from _large(text, tokens, place, shouts)
    elif not _is_other(first):
        yield _run(text, tokens, place, lambda word: not _is_other(word), most=_MOST_SMALL)


def _of_two(text: str, tokens: list[re.Match[str]], shouts: bool) -> Iterator[tuple[int, int]]:
    """Yield a given name with a second name behind it, where neither a word before nor the city says that it is a place."""
    for place, token in enumerate(tokens[:-1]):
        word, second = token.group(), tokens[place + 1].group()
        if (
            word.lower() not in lexicon.words().given
            or not word[0].isupper()
            or shouts
            or not _is_large(second, shouts)
        ):
            continue
        if not _is_gap(text, token.end(), tokens[place + 1].start(), dots=False) or lexicon.is_no_name(second):
            continue
        if _is_place(text, tokens, place) or _is_phrase(text, token.start()):
            continue
        yield _run(text, tokens, place, lambda one: _is_large(one, shouts) and not lexicon.is_no_name(one))


def _run(
    text: str, tokens: list[re.Match[str]], place: int, fits: Callable[[str], bool], most: int = _MOST_WORDS
) -> tuple[int, int]:
    """Return from the word at `place` to the last that still belongs to the name; `fits` says which words do."""
    start, end = tokens[place].span()
    for token in tokens[place + 1 : place + most]:
        if not _is_gap(text, end, token.start(), dots=False) or not (token.group() in _BETWEEN or fits(token.group())):
            break
        end = token.end()
    return start, end


def _is_large(word: str, shouts: bool) -> bool:
    """Return whether a word is written as a name is; where everything is written large, only given names are."""
    if shouts or (len(word) > 1 and word.isupper()):
        return word.lower() in lexicon.words().given
    return word[0].isupper() and len(word) > 1


def _is_other(word: str) -> bool:
    return lexicon.is_no_name(word) and word.lower() not in lexicon.words().given


def _is_gap(text: str, start: int, end: int, *, dots: bool = True) -> bool:
    """Return whether nothing but blanks, and a dot behind a title, stands between two words."""
    between = text[start:end]
    return between.strip(" .") == "" if dots and "\n" not in between else between == " "


def _is_vocative(text: str, title: re.Match[str]) -> bool:
    """Return whether a title ends what is said before it rather than beginning a name: a comma stands behind it."""
    return text[title.end() : title.end() + 1] in {",", "!", "?"}


def _is_place(text: str, tokens: list[re.Match[str]], place: int) -> bool:
    """Return whether the words before lead, over titles and ranks alone, to the word for a street, a school or a mosque."""
    for earlier in reversed(tokens[max(0, place - 4) : place]):
        word = earlier.group().lower()
        if word in lexicon.PLACES:
            return True
        if word not in lexicon.RANKS:
            return False
    return False


def _is_phrase(text: str, start: int) -> bool:
    ahead = text[start : start + 40].lower()
    return any(ahead.startswith(phrase) for phrase in lexicon.words().phrases)


def _shouts(text: str) -> bool:
    """Return whether the text is written in capitals, so that they tell nothing of a word."""
    letters = [character for character in text[:400] if character.isalpha()]
    return len(letters) > 8 and sum(character.isupper() for character in letters) > 0.7 * len(letters)
