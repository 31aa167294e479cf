"""The texts from which the simulated city writes: complaints, answers of units, comments of reporters. Optional in a pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tanggap.catalog.pack.faults import BrokenPack, Faults, instead
from tanggap.catalog.pack.files import Folder

COMPLAINTS, ANSWERS, RATINGS = "seed-texts.csv", "seed-answers.csv", "seed-ratings.csv"
ANSWER_KINDS = ("started", "coordinated", "claimed_done", "asked", "rejected", "extended", "accepted", "refused")
SCORES = ("1", "2", "3", "4")
ANY = ""


@dataclass(frozen=True, slots=True)
class Seeds:
    """Complaints by category; answers by kind and category (`ANY` fits each); comments by score from 1 to 4."""

    complaints: Mapping[str, tuple[str, ...]]
    answers: Mapping[tuple[str, str], tuple[str, ...]]
    ratings: Mapping[int, tuple[str, ...]]

    def answers_for(self, kind: str, category: str) -> tuple[str, ...]:
        """Return what a unit may say about a report of `category`, its own texts first."""
        return self.answers.get((kind, category), ()) + self.answers.get((kind, ANY), ())


@lru_cache(maxsize=4)
def seeds(folder: Path) -> Seeds:
    """Return the seeds of the pack in `folder`. Raises BrokenPack."""
    faults = Faults()
    found = _read(Folder(folder, faults))
    if faults.found:
        raise BrokenPack(folder.name, faults.found)
    return found


def check(folder: Folder, categories: Mapping[str, int], faults: Faults) -> None:
    """Note every fault of the seeds that a pack has; one without any is sound."""
    found = _read(folder)
    unknown = {code for code in found.complaints if code not in categories}
    unknown |= {category for _, category in found.answers if category != ANY and category not in categories}
    for code in sorted(unknown) if categories else ():
        faults.add(
            COMPLAINTS if code in found.complaints else ANSWERS,
            0,
            f'the category "{code}" is not in categories.toml{instead(code, categories)}',
        )


def _read(folder: Folder) -> Seeds:
    complaints: dict[str, tuple[str, ...]] = {}
    answers: dict[tuple[str, str], tuple[str, ...]] = {}
    ratings: dict[int, tuple[str, ...]] = {}
    for row in _rows(folder, COMPLAINTS, ("category", "text")):
        complaints[row["category"]] = (*complaints.get(row["category"], ()), row["text"])
    for row in _rows(folder, ANSWERS, ("kind", "category", "text"), kind=ANSWER_KINDS):
        key = row["kind"], row["category"]
        answers[key] = (*answers.get(key, ()), row["text"])
    for row in _rows(folder, RATINGS, ("score", "text"), score=SCORES):
        score = int(row["score"])
        ratings[score] = (*ratings.get(score, ()), row["text"])
    return Seeds(complaints, answers, ratings)


def _rows(folder: Folder, file: str, columns: tuple[str, ...], **among: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the sound rows of an optional file; `among` says which words a column may hold."""
    rows: list[dict[str, str]] = []
    for row in (folder.csv(file, columns) or ()) if folder.has(file) else ():
        wrong = [column for column, words in among.items() if row.values[column] not in words]
        for column in wrong:
            known = ", ".join(among[column])
            folder.faults.add(file, row.line, f'"{column}" is "{row.values[column]}"; it must be one of {known}')
        if not row.values["text"]:
            folder.faults.add(file, row.line, '"text" is empty')
        elif not wrong:
            rows.append(row.values)
    return rows
