"""Each sign is told in both languages, with its figures and its limit, and nothing of a stranger's words."""

import pytest
from django.utils import translation

from tanggap.verification.evidence.telling import history as telling

CASES = [
    ({"check": "future", "hours": 24}, "Dated after the claim", "24 hours"),
    ({"check": "old", "days": 730, "year": 2024}, "Dated in another year", "730 days"),
    ({"check": "before_report", "hours": 30}, "Dated before the report", "30 hours"),
    ({"check": "dates_disagree", "days": 6354}, "Two dates in the file disagree", "6354 days"),
    ({"check": "time_fits", "is_exact": True}, "The date fits", "shows little"),
    ({"check": "time_fits", "is_exact": False}, "The date fits", "names no zone"),
    ({"check": "place_away", "metres": 2_100}, "Position away from the report", "2.1 km"),
    ({"check": "place_fits", "metres": 30}, "The position fits", "30 m"),
    ({"check": "declared", "origin": "generated"}, "Declared as made by AI", "IPTC"),
    ({"check": "declared", "origin": "screen"}, "Declared as a picture of a screen", "screenshot"),
    ({"check": "generator", "tools": ["midjourney"]}, "The file names an AI program", "Midjourney"),
    ({"check": "editor", "tools": ["snapseed", "gimp"]}, "The file names an editing program", "Snapseed, GIMP"),
    ({"check": "keeper", "tools": ["picasa"]}, "The file was saved by another program", "Picasa"),
    ({"check": "device", "model": "SM-A155F"}, "Another camera than the sender's device", "SM-A155F"),
    ({"check": "screen_size", "width": 1080, "height": 2400}, "As large as a telephone's screen", "1080 × 2400"),
    ({"check": "credentials_invalid", "why": "content"}, "Its signature does not hold", "after it was signed"),
    (
        {"check": "credentials_declare", "origin": "generated", "tools": ["firefly"], "holds": True},
        "Its signed history declares AI",
        "Adobe Firefly",
    ),
    (
        {"check": "credentials_edited", "tools": [], "holds": False},
        "Its signed history declares changes",
        "does not hold",
    ),
    ({"check": "credentials_captured"}, "Signed by a camera that is known to us", "cannot say"),
    ({"check": "credentials_unknown"}, "Signed by somebody unknown to us", "anybody can make"),
    ({"check": "credentials_elsewhere"}, "Its signed history lies elsewhere", "fetch nothing"),
    ({"check": "thumbnail_other", "likeness": 0.1}, "The small picture inside shows another view", "a crop does this"),
    (
        {"check": "thumbnail_part", "regions": [{"box": [0, 0.7, 0.1, 0.9]}]},
        "The small picture inside differs in part",
        "In the lower left of the photo",
    ),
    ({"check": "saved_twice"}, "Saved again after the camera", "means little"),
    ({"check": "unread", "look": "pixels"}, "A check of the file failed", "Nothing is known"),
    ({"check": "no_camera"}, "No camera data", "Messengers remove this"),
    ({"check": "nothing"}, "No sign found in the file", "does not make it genuine"),
]


@pytest.mark.parametrize(("facts", "title", "detail"), CASES)
def test_a_sign_is_told_with_its_figures_and_its_limit(facts, title, detail):
    assert telling.title(facts, "question") == title
    assert detail in telling.detail(facts, "question")


@pytest.mark.parametrize("facts", [facts for facts, _, _ in CASES])
def test_and_in_indonesian(facts):
    english = telling.title(facts, "question"), telling.detail(facts, "question")
    with translation.override("id"):
        indonesian = telling.title(facts, "question"), telling.detail(facts, "question")

    assert not set(english) & set(indonesian)


def test_every_check_is_told_here():
    assert {facts["check"] for facts, _, _ in CASES} == set(telling.WORDS)


@pytest.mark.parametrize("facts", [{}, {"check": "new"}, {"check": "editor"}, {"check": "editor", "tools": ["<b>"]}])
def test_facts_of_another_version_are_told_without_breaking(facts):
    assert telling.title(facts, "question")
    assert "<b>" not in telling.detail(facts, "question")
