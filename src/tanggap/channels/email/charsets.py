"""Bytes of a letter into text, whatever their label says: labels lie, are unknown, are missing, and are meant to harm."""

import codecs
import re
import unicodedata
from functools import cache

_LABEL = re.compile(r"[\w.:+-]{1,40}")
# Only what is an encoding of text: `punycode` and `idna` are slow by design, `unicode_escape` runs a language of its own.
_KNOWN = re.compile(
    r"utf-?(7|8|16|32)(-?(le|be|sig))?|ascii|iso8859-\d+|cp(437|850|852|855|857|858|862|866|874|932|936|949|950|125\d)"
    r"|koi8-[rtu]|mac-(roman|cyrillic|greek|latin2|turkish)|gb2312|gbk|gb18030|hz|big5(hkscs)?|shift_jis(x0213|_2004)?"
    r"|euc_(jp|kr|jis_2004)|iso2022_(jp(_[123]|_2004|_ext)?|kr)|johab|tis-620|hp-roman8|ptcp154"
)
_NAMES = {
    "ks_c_5601-1987": "cp949", "x-gbk": "gb18030", "x-sjis": "cp932", "windows-31j": "cp932", "x-windows-949": "cp949",
    "utf8mb4": "utf-8", "utf-8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8", "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman", "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "ansi": "cp1252",
}  # fmt: skip
# What a label means in practice: the larger set of which it names a part, as browsers read it.
_WIDER = {
    "ascii": "", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHIFTS = re.compile(rb"\x1b[$(]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def text_of(data: bytes, label: str = "") -> str:
    """Return `data` as text: by its byte order mark, by `label` where that fits the bytes, else by what the bytes are. Never raises."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return tidy(data[len(mark) :].decode(name, "replace"))
    name = codec(label)
    is_shifted = name in ("utf-7", "hz") or name.startswith(("utf-16", "utf-32", "iso2022"))
    if not is_shifted and (name or not _SHIFTS.search(data)):
        try:
            return tidy(data.decode("utf-8"))  # text in another encoding is hardly ever valid UTF-8 by chance
        except UnicodeDecodeError:
            pass
    return tidy(_by(name, data))


@cache
def codec(label: str) -> str:
    """Return Python's name of the encoding that a label means; empty for none, for plain ASCII and for what is none of text."""
    label = label.strip(" '\"\t").lower()
    if not _LABEL.fullmatch(label):
        return ""
    try:
        name = codecs.lookup(_NAMES.get(label, label)).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(name, name) if _KNOWN.fullmatch(name) else ""


def _by(name: str, data: bytes) -> str:
    if not name:
        name = _guess(data)
    if name == "utf-8":
        whole = data.decode("utf-8", "replace")
        wrong = whole.count("\ufffd")
        # A few broken letters in real UTF-8 are shown as broken; mostly broken ones were never UTF-8.
        name = "utf-8" if 4 * wrong <= sum(1 for one in whole if one > "\x7f") else "cp1252"
    try:
        return data.decode(name, "replace") if name != "cp1252" else _western(data)
    except (LookupError, UnicodeError, ValueError):
        return _western(data)


def _guess(data: bytes) -> str:
    if _SHIFTS.search(data):
        return "iso2022_jp"
    zeros = data[:2000].count(0)
    if zeros * 3 > min(len(data), 2000):
        return "utf-16-le" if data[1:2000:2].count(0) * 2 > zeros else "utf-16-be"
    return "utf-8"


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def tidy(text: str) -> str:
    """Return `text` with plain line ends and spaces, composed, without control, bidi override and invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text)).replace("\xa0", " ").replace("\t", " ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)
