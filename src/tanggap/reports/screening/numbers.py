"""Telephone numbers, NIK, accounts and cards, however they are written: grouped, with letters for digits, in words."""

import re
from collections.abc import Iterator

_GROUP = re.compile(r"(?<![^\W_])[\dOoIl]+(?![^\W\d_])")
_GAP = re.compile(r"[ .\-–—()\[\]/_*\u00a0\u00ad\u200b-\u200f\u2060\ufeff]{1,3}")
_ALIKE = str.maketrans("OoIl", "0011")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_PERSONAL = re.compile(
    r"\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d\d\b(?![/.\-]?\d)"  # a day
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b(?!-?\d)"
    r"|(?<!\d[.:\-])\b[0-2]?\d[.:][0-5]\d\b(?![.:]?\d)"  # a time
    r"|\bRp\.?\s?\d[\d.,]{0,24}"  # money
    r"|\b\d[\d.,]{0,24}\s?(?:rupiah|ribu|rb|juta|jt|miliar|milyar|meter|persen|km|kg|cm|%)"
    r"|\b[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}\b",  # the code of a report
    re.I,
)
_COORDINATES = re.compile(r"-?\d{1,3}\.\d{4,12}\s{0,2}[,;]\s{0,2}-?\d{1,3}\.\d{4,12}")
_OF_A_PERSON = re.compile(
    r"\b(?:telp|telepon|telpon|tlp|tilp|hp|handphone|wa|whatsapp|sms|phone|mobile|cp|kontak|contact|hub|hubungi|reach"
    r"|nik|ktp|kk|npwp|sim|paspor|passport|bpjs|kjp|kartu|card|rek|rekening|norek|account|bca|bri|bni|mandiri|btn|va|pelanggan)"
    r"\b[^\d\n]{0,24}$",
    re.I,
)
_SERVICE = re.compile(r"(?:call ?cent(?:er|re)|hotline|layanan|darurat)\b[^\d\n]{0,12}$", re.I)
_OF_AN_AREA = re.compile(r"\b(?:rt|rw)\.?\s{0,2}$", re.I)
_LEAST, _LEAST_WITH_CUE, _NIK = 9, 7, 14
_LONGEST_CUE = 40
_WORD = (
    r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan"
    r"|zero|one|two|three|four|five|six|seven|eight|nine)"
)
_SPOKEN = re.compile(rf"\b(?:{_WORD}|\d{{1,6}})(?:[\s,.\-]{{1,3}}(?:{_WORD}|\d{{1,6}}))+\b", re.I)
_ONE_WORD = re.compile(rf"\b{_WORD}\b", re.I)
_LEAST_WORDS = 3


def found(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the number of a person stands: from, to."""
    yield from (match.span() for match in _COORDINATES.finditer(text))
    yield from _spoken(text)
    for run in _runs(text):
        if _is_personal(text, run):
            start = run[0].start()
            opens = start > 0 and text[start - 1] in "+(["
            yield start - opens, run[-1].end()


def _spoken(text: str) -> Iterator[tuple[int, int]]:
    for match in _SPOKEN.finditer(text):
        words = len(_ONE_WORD.findall(match.group()))
        digits = sum(character.isdigit() for character in match.group())
        if words >= _LEAST_WORDS and words + digits >= _LEAST:
            yield match.span()


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield digits that stand together but for signs between them; days, times, money and codes of reports stand between none."""
    others = iter([match.span() for match in _NOT_PERSONAL.finditer(text)])
    start, end = next(others, (len(text), len(text)))
    run: list[re.Match[str]] = []
    for group in _GROUP.finditer(text):
        while end <= group.start():
            start, end = next(others, (len(text) + 1, len(text) + 1))
        is_other = start <= group.start()
        if run and (is_other or not _GAP.fullmatch(text, run[-1].end(), group.start())):
            yield run
            run = []
        if not is_other:
            run.append(group)
    if run:
        yield run


def _is_personal(text: str, run: list[re.Match[str]]) -> bool:
    groups = [group.group() for group in run]
    real = sum(character.isdigit() for group in groups for character in group)
    digits = "".join(groups).translate(_ALIKE)
    many, longest = len(digits), max(map(len, groups))
    if real < _LEAST_WITH_CUE or real * 2 < many or all(_YEAR.fullmatch(group) for group in groups):
        return False
    start = run[0].start()
    before = text[max(0, start - _LONGEST_CUE) : start]
    if _OF_AN_AREA.search(before) or _SERVICE.search(before) or digits.startswith("1500"):
        return False
    if digits[0] == "0" or digits.startswith("62") or before.endswith("+") or (digits[0] == "8" and longest > 2):
        is_one = many >= _LEAST
    else:
        is_one = (many >= _LEAST and longest > 3) or (many >= _NIK and longest > 2)
    return is_one or bool(_OF_A_PERSON.search(before))
