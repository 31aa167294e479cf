"""Whether what lies on disk is what was published."""

import hashlib
from dataclasses import dataclass

from tanggap.insight.opendata import anonymity, formats, making
from tanggap.insight.opendata.models import File, Version


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not as it was published, or a version whose rows lead to somebody."""

    version: str
    file: str
    what: str


def verify(number: str = "") -> tuple[int, list[Fault]]:
    """Look at every file of a version (empty: of all kept ones); return how many there are, and what is wrong. Raises LookupError."""
    kept = Version.objects.filter(withdrawn_at=None, forgotten_at=None)
    if number:
        kept = kept.filter(number=number)
        if not kept.exists():
            raise LookupError(number)
    files = list(File.objects.filter(version__in=kept).order_by("version", "dataset", "name"))
    faults = [Fault(file.version_id, f"{file.dataset}/{file.name}", what) for file in files if (what := _fault(file))]
    for version in kept:
        try:
            making.check_anonymity(making.root() / version.number)
        except (anonymity.NotAnonymous, OSError, ValueError) as error:
            faults.append(Fault(version.number, "reports", str(error)))
    return len(files), faults


def _fault(file: File) -> str:
    path = making.root() / file.version_id / file.dataset / file.name
    if not path.exists():
        return "missing"
    if path.stat().st_size != file.bytes:
        return "another size"
    with path.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != file.sha256:
            return "another checksum"
    if file.format == formats.JSONL and sum(1 for _line in formats.read_lines(path)) != file.rows:
        return "another number of rows"
    return ""
