"""What the sender wrote this time: without the letter that it answers and without the signature.

`mail-parser-reply` knows eleven languages and no Indonesian; its patterns for that are ours. It is handed only short texts of short
lines, because some of its patterns take the square of their length. Nothing is lost by a wrong guess: the letter is kept as it came,
and a text of which nothing would be left stays whole.
"""

import re

from mailparser_reply import constants
from mailparser_reply.parser import EmailMessage

LONGEST_READ = 6_000
LONGEST_LINE = 400
LONGEST_SIGNATURE = 400
MOST_SIGNATURE_LINES = 8

constants.MAIL_LANGUAGES["id"] = {
    "wrote_header": rf"^({constants.QUOTED_MATCH_INCLUDE}Pada\s[^\n]{{4,200}}\s(?:menulis|berkata|wrote):)$",
    "from_header": r"((?:(?:^|\n|\n"
    + constants.QUOTED_MATCH_INCLUDE
    + r")[* ]*(?:Dari|Dikirim|Terkirim|Kepada|Ke|Perihal|Hal|Subjek|Judul|Tanggal|Tembusan|Cc):[ *]*(?:\s{,2}).*){2,}(?:\n.*){,1})",
    "disclaimers": [r"Penafian:", r"Pernyataan Kerahasiaan:"],
    "signatures": [r"Hormat (?:saya|kami)", r"Salam(?: hormat)?,", r"Wassalam"],
    "sent_from": r"Dikirim dari|Terkirim dari|Dapatkan Outlook untuk",
}

_FORWARDED = re.compile(r"^\s*(fw|fwd|trs|terusan|diteruskan)\s*:", re.IGNORECASE)
_ANSWERED = re.compile(
    r"^(\s*(re|aw|bls|bal|balas|balasan|sv|antw|ref|fw|fwd|trs|terusan|diteruskan)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
# A line that opens a quoted letter, as mail programs write it in Indonesian and English; each is looked at alone, and is short.
_OPENS = re.compile(
    r"[\s*>_]*(?:"
    r"(?:pada|on|tanggal|tgl\.?)\s.{4,250}\s(?:menulis|berkata|wrote)\s*:"
    r"|.{2,120}<[^<>\s]{3,120}@[^<>\s]{3,120}>\s*(?:pada\s.{4,80})?\s(?:menulis|berkata|wrote)\s*:"
    r"|-{2,}\s*(?:original message|pesan asli|pesan (?:yang )?diteruskan|forwarded message|surat asli|balas di atas garis ini).{0,20}-*"
    r"|(?:##-|-{3,}).{0,60}(?:tulis balasan|ketik balasan|reply above|type your reply).{0,80}"
    r")\s*",
    re.IGNORECASE,
)
_HEAD_LINE = re.compile(
    r"[\s*>]*(?:dari|from|dikirim|terkirim|sent|kepada|ke|to|perihal|hal|subjek|judul|subject|tanggal|date|tembusan|cc)\s*\*?\s*:.{0,300}",
    re.IGNORECASE,
)
_FROM_LINE = re.compile(r"[\s*>]*(?:dari|from)\s*\*?\s*:.{0,300}", re.IGNORECASE)
_RULE = re.compile(r"[\s_*=-]{3,200}")
_HINTS = re.compile(r"(?:wrote|menulis|berkata|from|dari|sent|dikirim)\*? ?:|original message", re.IGNORECASE)
_STARTS = re.compile(r"[ *>_]*(?:pada|on|tanggal|tgl\.?) ", re.IGNORECASE)
_SENT = re.compile(r"[\s*>]*(?:dikirim|terkirim|sent)\b", re.IGNORECASE)
_LIST_FOOT = re.compile(r"_{20,}\s*")
_SIGN = re.compile(r"(?:--|—|__)\s?")
_SENT_FROM = re.compile(
    r"(?:dikirim|terkirim|sent)\s+(?:dari|from|via|menggunakan|using|melalui)\s.{2,80}"
    r"|(?:dapatkan|get|unduh)\s+(?:outlook|bluemail|aqua mail)\b.{0,80}|\[?bebas virus\.?.{0,60}|virus-free\.?.{0,60}",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"(?:hormat (?:saya|kami)|dengan hormat kami|salam(?: hormat| hangat| sejahtera)?|wassalam\w*(?:[ '’]alaikum.{0,40})?"
    r"|(?:best|kind|warm)? ?regards|sincerely|yours (?:truly|sincerely)|tertanda|ttd\.?)\s*[,.:]?\s*",
    re.IGNORECASE,
)


def subject(line: str) -> str:
    """Return a subject without the `Re:`, `Bls:` and `Fwd:` before it."""
    return _ANSWERED.sub("", line).strip()


def is_answer(line: str) -> bool:
    """Return whether a subject says that a letter answers another."""
    return subject(line) != line.strip() and not _FORWARDED.match(line)


def written(text: str, *, title: str = "", is_answer: bool = True) -> str:
    """Return what the sender wrote this time. A letter that was passed on is quoted on purpose: only its signature goes.

    In a letter that answers none a head ("Dari: … Kepada: … Perihal: …") is how letters to an office begin, unless a program wrote it.
    """
    text = _squeezed(text)
    if _FORWARDED.match(title):
        return _unsigned(text) or text
    fresh = _unquoted(text, is_answer=is_answer)
    fresh = _unsigned(fresh) or fresh
    return fresh if re.search(r"\w", fresh) else text


def _squeezed(text: str) -> str:
    """Return `text` with each line trimmed at its end and no more than two empty lines in a row: linear, and so all after it."""
    lines: list[str] = []
    for line in text.split("\n"):
        # "-- " keeps its space no longer than here; a line of it alone is a signature with or without it
        line = line.rstrip()
        if line or lines[-2:] != ["", ""]:
            lines.append(line)
    return "\n".join(lines).strip("\n")


def _unquoted(text: str, *, is_answer: bool) -> str:
    lines = text.split("\n")
    lines = lines[: _quote_begins(lines, is_answer=is_answer)]
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">") or _RULE.fullmatch(lines[-1])):
        lines.pop()
    kept = [line for line in lines if not line.lstrip().startswith(">")]  # answered between the lines: the answers stay
    fresh = "\n".join(kept).strip()
    return _by_library(fresh) if is_answer else fresh


def _quote_begins(lines: list[str], *, is_answer: bool) -> int:
    """Return the number of the line that opens the quoted letter, or of lines when none does."""
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE or not line.strip():
            continue
        if _opens(lines[number : number + 3]):
            return number
        if _FROM_LINE.fullmatch(line) and _is_head(lines[number : number + 10], is_answer=is_answer):
            return number
        if number and _LIST_FOOT.fullmatch(line) and _is_foot(lines[number + 1 :]):
            return number
    return len(lines)


def _opens(lines: list[str]) -> bool:
    """Return whether the first of these lines, or two or three of them as one, are those by which a program opens a quoted letter.

    It names an instant or an address: "On the wall they wrote:" is a citizen's.
    """
    for count in range(1, len(lines) + 1):
        joined = " ".join(lines[:count])[: 2 * LONGEST_LINE]
        if _OPENS.fullmatch(joined):
            return bool(not _STARTS.match(joined) or re.search(r"[\d@]", joined))
        if not (_STARTS.match(joined) or "<" in joined):
            return False
    return False


def _is_head(lines: list[str], *, is_answer: bool) -> bool:
    """Return whether lines are the head of a quoted letter: three fields or more, and a letter that answers, an address or a time sent."""
    fields: list[str] = []
    for line in lines:
        if line.strip():
            if len(line) > LONGEST_LINE or not _HEAD_LINE.fullmatch(line):
                break
            fields.append(line)
    return len(fields) >= 3 and (is_answer or any("@" in line or _SENT.match(line) for line in fields))


def _is_foot(lines: list[str]) -> bool:
    """Return whether lines are what a mailing list puts below a letter."""
    said = [line for line in lines if line.strip()]
    return len(said) <= MOST_SIGNATURE_LINES and any("@" in line or "://" in line for line in said)


def _by_library(text: str) -> str:
    """Return the newest reply as mail-parser-reply finds it, for the languages and programs that our own patterns leave out."""
    if (
        not _HINTS.search(text)
        or len(text) > LONGEST_READ
        or any(len(line) > LONGEST_LINE for line in text.split("\n"))
    ):
        return text
    message = EmailMessage(text=text, languages=["id", "en"], keep_hyphen_lists=True)
    found = message.HEADER_REGEX.search(message.text)
    is_sure = found and _HINTS.search(found[0]) and re.search(r"[\d@]", found[0])
    return message.text[: found.start()].strip() if found and is_sure else text


def _unsigned(text: str) -> str:
    """Return `text` without the signatures at its end, the writer's and the telephone's."""
    lines = text.rstrip().split("\n")
    while (fewer := _signature_begins(lines)) < len(lines):
        lines = "\n".join(lines[:fewer]).rstrip().split("\n")
    return "\n".join(lines)


def _signature_begins(lines: list[str]) -> int:
    """Return the number of the line that opens a signature: a short one at the end. A long "signature" is what was written."""
    for number in range(max(1, len(lines) - MOST_SIGNATURE_LINES - 1), len(lines)):
        line, rest = lines[number].strip(), lines[number + 1 :]
        if len(line) > 120 or sum(map(len, rest)) > LONGEST_SIGNATURE:
            continue
        if _SENT_FROM.fullmatch(line) and not lines[number - 1].strip():
            return number
        if _SIGN.fullmatch(line) or (_GREETS.fullmatch(line) and _is_names(rest)):
            return number
    is_alone = len(lines) > 1 and not lines[-2].strip() and not any(line.startswith("-") for line in lines[:-1])
    return len(lines) - 1 if is_alone and _NAME.fullmatch(lines[-1]) else len(lines)


_NAME = re.compile(r"-{1,2} ?[^\W\d][\w.'-]{1,20}(?: [\w.'-]{1,20}){0,3}")  # "-Budi", below an empty line


def _is_names(rest: list[str]) -> bool:
    """Return whether lines can be a name, an office, a number: a few words each, no sentence."""
    return len(rest) <= MOST_SIGNATURE_LINES and all(len(line) <= 80 and len(line.split()) <= 8 for line in rest)
