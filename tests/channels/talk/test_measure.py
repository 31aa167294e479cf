"""How well places are found and complaints told from chatter, measured on the pack's seed texts; and how fast."""

import time
from collections import Counter

import pytest
from tests.channels.talk import measuring, messages
from tests.channels.talk.scene import NOW, outcome, said, talk

from tanggap.channels.talk import engine
from tanggap.channels.talk.reading import Message

pytestmark = pytest.mark.django_db
LEAST_A_SECOND = 300  # on a machine that others use, too; alone it is several times as many


def test_places_written_into_complaints_are_found():
    """n = 267 areas in nine ways of writing. Not one may be taken for another; nearly all are right, or asked for among a few."""
    measured = measuring.measured()
    total = sum(measured.values(), Counter())

    assert total["wrong"] == 0
    assert {style: counts["right"] for style, counts in measured.items() if counts["right"] < 267} == {
        "X": 212,  # 27 are called as their kecamatan, and asked for; 28 are words as well, such as `baru` and `tengah`
        "kel. misspelt, Y": 193,  # the others are asked for
        "misspelt Y": 190,
    }
    assert total["open"] == 28


def test_landmarks_give_their_areas():
    """n = 894: each name of 166 landmarks behind three words. `TIM` is not seen: written small it is `timur`."""
    assert measuring.landmarks_measured() == {"right": 888, "asked": 3, "open": 3}


def test_complaints_without_a_place_are_given_none():
    """n = 874 seed texts that name no area."""
    found = [text for text in measuring.complaints() if Message(said(text)).find(is_answer=False).areas]

    assert found == []


def test_no_complaint_of_the_seeds_is_taken_for_chatter():
    taken = [text for text in measuring.complaints() if outcome(talk(text)[0]).startswith("quiet")]

    assert taken == ["halo min"]  # the only seed that says nothing


def test_it_is_fast():
    texts = [text for text, _ in messages.FIRST]
    began = time.process_time()
    for text in texts:
        engine.hear(None, said(text), now=NOW, language="id")

    assert len(texts) / (time.process_time() - began) > LEAST_A_SECOND
