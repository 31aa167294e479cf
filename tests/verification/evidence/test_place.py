"""What a comparison becomes: a sign with tone and strength, and sentences with the figures and their limit."""

import json
import re

import pytest
from django.utils.translation import override
from tests.verification.evidence.scenes import taken, with_part_of

from tanggap.verification.evidence import place
from tanggap.verification.evidence.alignment import Region
from tanggap.verification.evidence.geometry import Comparison, Verdict
from tanggap.verification.evidence.telling import edited as telling_edited
from tanggap.verification.evidence.telling import place as telling_place
from tanggap.verification.evidence.words import Kind, Strength, Tone

LINES = ((0.1, 0.2, 0.3, 0.4),)
PART = Region((0.4, 0.4, 0.6, 0.6), ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6)), 0.04)
FRAME = {
    "matches": 100, "inliers": 97, "share": 0.97, "error_px": 0.12, "model": "frame", "is_frame": True, "likeness": 0.99,
    "how": ("same",), "points": LINES,
}  # fmt: skip
FOUND = {
    "cannot tell": Comparison(Verdict.CANNOT_TELL, matches=30),
    "same place": Comparison(Verdict.SAME_PLACE, matches=90, inliers=61, share=0.7, model="epipolar", points=LINES),
    "few points": Comparison(Verdict.SAME_PLACE, matches=40, inliers=17, share=0.5, model="plane", points=LINES),
    "off a screen": Comparison(
        Verdict.SAME_PLACE, matches=90, inliers=80, model="plane", is_photographed=True, likeness=0.99
    ),
    "unchanged": Comparison(Verdict.SAME_PLACE, **FRAME),
    "edited": Comparison(Verdict.SAME_PLACE, **FRAME, is_edit=True, changed=0.04, regions=(PART,)),
    "stamped": Comparison(Verdict.SAME_PLACE, **{**FRAME, "how": ("cropped", "stamped")}),
    "mostly changed": Comparison(Verdict.SAME_PLACE, **FRAME, is_edit=True, changed=0.7, regions=(PART,)),
    "another moment": Comparison(Verdict.SAME_PLACE, **{**FRAME, "least_likeness": 0.7}),
}
# fmt: off
TOLD = {
    "cannot tell":    [(Kind.PLACE, Tone.SILENT, Strength.WEAK), (Kind.EDITED, Tone.SILENT, Strength.WEAK)],
    "same place":     [(Kind.PLACE, Tone.FOR, Strength.STRONG), (Kind.EDITED, Tone.SILENT, Strength.WEAK)],
    "few points":     [(Kind.PLACE, Tone.FOR, Strength.MODERATE), (Kind.EDITED, Tone.SILENT, Strength.WEAK)],
    "off a screen":   [(Kind.PLACE, Tone.QUESTION, Strength.MODERATE), (Kind.EDITED, Tone.SILENT, Strength.WEAK)],
    "unchanged":      [(Kind.EDITED, Tone.AGAINST, Strength.STRONG)],
    "edited":         [(Kind.EDITED, Tone.AGAINST, Strength.STRONG)],
    "stamped":        [(Kind.EDITED, Tone.AGAINST, Strength.STRONG)],
    "mostly changed": [(Kind.EDITED, Tone.QUESTION, Strength.MODERATE)],
    "another moment": [(Kind.EDITED, Tone.QUESTION, Strength.MODERATE)],
}
# fmt: on


def words(name: str) -> list[tuple[str, str]]:
    telling = {Kind.PLACE: telling_place, Kind.EDITED: telling_edited}
    return [
        (telling[sign.kind].title(sign.facts, sign.tone), telling[sign.kind].detail(sign.facts, sign.tone))
        for sign in place.signs_of(FOUND[name])
    ]


@pytest.mark.parametrize("name", FOUND)
def test_each_comparison_has_its_tone_and_strength(name):
    assert [(sign.kind, sign.tone, sign.strength) for sign in place.signs_of(FOUND[name])] == TOLD[name]


def test_two_pictures_become_signs_with_points_and_parts_as_plain_json():
    (sign,) = place.signs(taken(1), with_part_of(taken(1), taken(11)))

    facts = json.loads(json.dumps(sign.facts))

    assert (sign.kind, sign.tone, facts["is_edit"], facts["verdict"]) == (Kind.EDITED, Tone.AGAINST, True, "same_place")
    assert len(facts["points"]) == 80
    assert {len(line) for line in facts["points"]} == {4}
    assert set(facts["regions"][0]) == {"box", "outline", "area", "is_stamp"}


def test_the_words_give_the_figures_and_the_limit():
    with override("en"):
        assert words("same place")[0] == (
            "Same place as in the reporter's photo",
            "61 matching points, another viewpoint: natural for a new photo.",
        )
        assert words("edited") == [
            (
                "Looks like the reporter's own photo with a part changed",
                "Of 100 matching points 97 % lie on the same spot, 0.12 pixels apart in the middle. One part is different and "
                "outlined. Two photos by one person's hand hardly ever do that; a camera fixed to a pole or tripod does.",
            )
        ]
        assert words("unchanged")[0][0] == "Looks like the reporter's own photo, used again"
        assert words("stamped")[0][0] == "Looks like the reporter's own photo under a new stamp"
        assert "The picture was cropped." in words("stamped")[0][1]
        assert "Yet 70 % of the picture differs." in words("mostly changed")[0][1]
        assert "Yet the fine texture differs" in words("another moment")[0][1]
        assert "That proves nothing" in words("cannot tell")[0][1]
        assert words("cannot tell")[1][0] == "No sign of an edited copy found by these checks"


@pytest.mark.parametrize("name", FOUND)
def test_no_word_accuses_a_person_or_calls_a_photo_genuine(name):
    for language in ("id", "en"):
        with override(language):
            said = " ".join(part for pair in words(name) for part in pair)
        assert not re.search(r"%\(|genuine|asli|fake|palsu|fraud|menipu|officer|petugas", said)


def test_both_languages_differ():
    for name in FOUND:
        with override("id"):
            indonesian = words(name)
        with override("en"):
            assert all(one != other for one, other in zip(words(name), indonesian, strict=True))
