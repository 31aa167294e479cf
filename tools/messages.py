"""The catalogue of the interface: `missing` lists what lacks a translation, `set` adds some, `compile` makes the .mo files.

set      reads lines `English<TAB>Indonesian` (or `one<TAB>other<TAB>Indonesian` for plurals) from standard input
missing  prints every message of the sources that the catalogue does not translate; exits 1 when there are any
prune    removes what no source uses any more
"""

import fcntl
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "tanggap"
FOLDER = SOURCES / "locale" / "id" / "LC_MESSAGES"
CATALOGUE = FOLDER / "django.po"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
CALLED = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\s*\(")
Found = tuple[str | tuple[str, ...], str | None, str]


def messages(paths: list[Path]) -> Iterator[Found]:
    """Yield (msgid or plural pair, context, where) of every message in the Python and template files below `paths`."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    for path in sorted(file for start in paths for file in ([start] if start.is_file() else start.rglob("*"))):
        if path.suffix not in {".py", ".html", ".txt"} or (path.suffix != ".py" and "templates" not in path.parts):
            continue
        text = path.read_text("utf-8")
        source = text if path.suffix == ".py" else _unindented(templatize(text, origin=str(path)))
        if not CALLED.search(
            source
        ):  # two thirds of the files say nothing, and to split them into tokens takes seconds
            continue
        lines = io.BytesIO(source.encode())
        for line, found, _comments, context in extract("python", lines, KEYWORDS, options={"encoding": "utf-8"}):
            yield found, context, f"{path.relative_to(ROOT)}:{line}"


def _unindented(source: str) -> str:
    """Return what a template says to translators as lines that Python's tokenizer reads: indentation means nothing in it."""
    return "\n".join(line.lstrip() for line in source.split("\n"))


def read() -> Catalog:
    """Return the catalogue, an empty one before the first message."""
    if not CATALOGUE.exists():
        return Catalog(locale="id", project="Tanggap", charset="utf-8", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="id")


def write(catalogue: Catalog) -> None:
    """Write the catalogue sorted, so that changes merge."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        pofile.write_po(file, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)


def missing(paths: list[Path]) -> list[str]:
    """Return `where: message` for each message without an Indonesian text."""
    catalogue = read()
    lacks = {}
    for found, context, where in messages(paths):
        msgid = found[0] if isinstance(found, tuple) else found
        kept = catalogue.get(msgid, context)
        texts = kept.string if kept and isinstance(kept.string, tuple) else (kept.string if kept else "",)
        if msgid and not all(texts):
            lacks.setdefault(msgid, f"{where}: {found!r}" + (f" [{context}]" if context else ""))
    return list(lacks.values())


def add(lines: Iterator[str]) -> int:
    """Add translations given as tab-separated lines; return how many."""
    catalogue, count = read(), 0
    for line in lines:
        parts = [part.replace("\\n", "\n") for part in line.rstrip("\n").split("\t")]
        catalogue.delete(parts[0])  # `add` keeps the old texts
        if len(parts) == 2:
            catalogue.add(parts[0], parts[1])
        elif len(parts) == 3:
            catalogue.add((parts[0], parts[1]), (parts[2],) * catalogue.num_plurals)
        elif line.strip():
            raise SystemExit(f"not `English<TAB>Indonesian`: {line!r}")
        count += len(parts) > 1
    write(catalogue)
    return count


def prune() -> int:
    """Remove what no source uses; return how many."""
    used = {
        (found[0] if isinstance(found, tuple) else found, context) for found, context, _where in messages([SOURCES])
    }
    catalogue = read()
    unused = [(kept.id, kept.context) for kept in catalogue if kept.id and (_first(kept.id), kept.context) not in used]
    for msgid, context in unused:
        catalogue.delete(msgid, context)
    write(catalogue)
    return len(unused)


def _first(msgid: str | tuple[str, ...]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def compile_all() -> None:
    """Write the .mo beside the .po, whole or not at all: a city that starts meanwhile reads it."""
    made = FOLDER / f"django.{os.getpid()}.new"
    with made.open("wb") as file:
        write_mo(file, read())
    made.replace(FOLDER / "django.mo")


def main(arguments: list[str]) -> int:
    """Run one verb under the catalogue's lock."""
    verb, paths = (arguments or ["missing"])[0], [Path(path).resolve() for path in arguments[1:]] or [SOURCES]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (ROOT / "src/tanggap/locale/.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if verb == "set":
            print(f"{add(iter(sys.stdin))} set")
        elif verb == "prune":
            print(f"{prune()} removed")
        elif verb == "compile":
            compile_all()
        elif verb == "missing":
            lacks = missing(paths)
            print("\n".join(lacks) or "every message is translated")
            return 1 if lacks else 0
        else:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
