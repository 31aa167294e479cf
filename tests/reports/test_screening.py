"""What the screening finds and what it leaves alone, measured on texts that were written for it (tests/data/screening).

One half was used while the rules were written, the other held out; docs/privacy.md says what this shows and what not.
"""

import csv
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.reports import screening
from tanggap.reports.masking import HIDDEN, masked
from tanggap.verification import estimates

DATA = Path(__file__).parents[1] / "data" / "screening"
SEEDS = Path(__file__).parents[2] / "packs" / "jakarta"


def labelled(half):
    """Yield (text, what is to be hidden in it as spans)."""
    with (DATA / f"{half}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text, spans, start = "", [], 0
            for part in re.split("([⟦⟧])", row["text"]):
                if part == "⟦":
                    start = len(text)
                elif part == "⟧":
                    spans.append((start, len(text)))
                else:
                    text += part
            yield text, spans


def measured(half):
    """Return (secrets hidden whole, secrets), (right hits, hits)."""
    hidden_whole = secrets = right = hits = 0
    for text, spans in labelled(half):
        found = screening.found(text)
        hidden = {at for start, end in found for at in range(start, end)}
        secrets += len(spans)
        hidden_whole += sum(all(at in hidden for at in range(*span) if text[at].isalnum()) for span in spans)
        hits += len(found)
        right += sum(any(start < e and s < end for s, e in spans) for start, end in found)
    return (hidden_whole, secrets), (right, hits)


@pytest.mark.parametrize(("half", "least_recall", "least_precision"), [("tuning", 0.96, 0.96), ("heldout", 0.93, 0.94)])
def test_nearly_all_secrets_are_hidden_and_nearly_nothing_else(half, least_recall, least_precision):
    (hidden, secrets), (right, hits) = measured(half)

    assert estimates.wilson(hidden, secrets).low >= least_recall - 0.02
    assert estimates.wilson(right, hits).low >= least_precision - 0.02


@pytest.mark.parametrize(("file", "column"), [("seed-texts.csv", "text"), ("seed-answers.csv", None)])
def test_what_citizens_and_officers_write_every_day_stays_as_it_is(file, column):
    with (SEEDS / file).open(encoding="utf-8") as lines:
        texts = [value for row in csv.DictReader(lines) for key, value in row.items() if column in {None, key}]

    assert [text for text in texts if HIDDEN in masked(text)] == []


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("Pak Budi, Jl. Pak Kasih 3", "Pak •••, Jl. Pak Kasih 3"),
        ("Pak Lurah dan Pak RT 05 diam", "Pak Lurah dan Pak RT 05 diam"),
        ("Tiang di -6.21190, 106.94540", "Tiang di •••"),
        ("", ""),
        ("•••", "•••"),
    ],
)
def test_titles_streets_and_offices_stay_readable(text, public):
    assert masked(text) == public


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_screening_what_is_screened_changes_nothing(text):
    once = masked(text)

    assert masked(once) == once


@pytest.mark.parametrize(
    "piece",
    [
        "0",
        "0 ",
        "a@",
        "a.",
        "Pak ",
        "Pak Budi ",
        "nol ",
        "B 1234 ",
        "nama saya ",
        "saya saya ",
        "( [",
        "O",
        "12.",
        "no 1 ",
        "jl ",
    ],
)
def test_time_grows_with_the_length_alone(piece):
    """A text of the greatest length takes not much more than ten of a tenth (quadratic: a hundred), with room for a busy machine."""
    short, long = piece * (1_000 // len(piece)), piece * (10_000 // len(piece))

    def seconds(text):
        begun = time.process_time()
        screening.found(text)
        return time.process_time() - begun

    assert min(seconds(long) for _try in range(2)) < max(40 * min(seconds(short) for _try in range(3)), 0.05)
