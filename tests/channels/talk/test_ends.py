"""How a talk ends by itself, what is filed of it, and what holds in another city."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.channels.talk.scene import NOW, PHOTO, outcome, said, talk

from tanggap.catalog.pack.dialogue import dialogue
from tanggap.channels.talk import engine, words
from tanggap.channels.talk.turns import Draft, File, Quiet, Reply, Turn

pytestmark = pytest.mark.django_db
PACKS = Path("packs")
LATER = NOW + timedelta(minutes=121)


def ended(*messages, at=LATER):
    """Return how a talk ends in which nothing more is said."""
    return engine.time_out(talk(*messages)[-1].draft, now=at)


def test_a_draft_is_waited_for_as_long_as_the_pack_says():
    just_before = NOW + timedelta(minutes=dialogue(PACKS / "jakarta").wait_minutes) - timedelta(seconds=1)

    assert ended("jalan rusak", at=just_before) is None
    assert ended("jalan rusak", at=just_before + timedelta(seconds=1)) is not None
    assert timedelta(0) < engine.SILENCE < timedelta(minutes=dialogue(PACKS / "jakarta").wait_minutes)


def test_what_tells_of_a_problem_is_filed_as_it_is():
    assert ended("jalan rusak parah", "deket warung bu tini") == Turn(
        act=File("jalan rusak parah", address="deket warung bu tini", category="jalan")
    )


def test_a_photo_alone_is_filed_for_a_person_to_look_at():
    assert ended(said(attachments=(PHOTO,))) == Turn(act=File("(Dikirim tanpa keterangan)"))


@pytest.mark.parametrize("text", ["klender", "mau lapor", "asdf"])
def test_what_says_nothing_is_let_go(text):
    assert ended(text) == Turn(act=Quiet("unfinished"))


def test_what_lies_outside_the_city_is_let_go_when_nobody_says_otherwise():
    assert ended("banjir di bekasi") == Turn(act=Quiet("outside"))
    assert outcome(ended("banjir di bekasi", "eh di slipi jalan rusak", "ada")) == "file @ Slipi, Pal Merah"


def test_three_misunderstandings_hand_over_to_a_person():
    turns = talk("macet", "hadeh", "kumaha ieu", "teuing ah")

    assert turns[-1] == Turn(act=File("macet\nhadeh\nkumaha ieu\nteuing ah"))


def test_all_that_was_said_is_filed_in_its_order():
    act = talk("mau lapor", "got mampet", "udah sebulan, bau", "jl anggrek 5", "slipi", "tdk ada")[-1].act

    assert (act.text, act.address) == ("mau lapor\ngot mampet\nudah sebulan, bau", "jl anggrek 5, slipi")


def test_a_channel_without_photos_asks_for_none():
    turn = engine.hear(None, said("jalan rusak di klender"), now=NOW, language="id", can_show=False)

    assert outcome(turn) == "file @ Klender, Duren Sawit"


def test_a_draft_of_another_version_is_read_as_far_as_it_is_known():
    told = Draft(NOW, NOW, words=("macet",), has_what=True).as_json()
    del told["hint"]

    assert Draft.from_json(told | {"of_a_later_version": 1}) == Draft(NOW, NOW, words=("macet",), has_what=True)


def test_a_value_that_is_too_long_is_cut_and_not_the_text():
    text = words.say(
        Reply("status", {"code": "JK-4KQ2-M9XT-1CS", "state": "Proses", "unit": "x" * 200, "due": "besok"}), "id"
    )

    assert len(text) == 160
    assert text.endswith("x.... Selesai paling lambat besok.")


def test_an_unknown_kind_or_language_says_what_there_is():
    assert words.say(Reply("muted"), "fr") == words.say(Reply("muted"), "id")
    assert words.say(Reply("nothing_of_ours"), "id") == ""


def test_a_city_without_a_dialogue_files_at_once(settings, tmp_path):
    for file in ("pack.toml", "areas.csv"):
        (tmp_path / file).write_bytes((PACKS / "jakarta" / file).read_bytes())
    settings.TANGGAP_PACK = tmp_path

    assert talk("jalan rusak")[0] == Turn(act=File("jalan rusak", category="jalan"))


def test_another_city_talks_in_its_own_words(settings):
    settings.TANGGAP_PACK = PACKS / "baltimore"

    turns = talk("the street light is out", "corner of light street, cantn", "yes", language="en")

    assert [[reply.kind for reply in turn.says] for turn in turns] == [["ask_where"], ["ask_photo"], []]
    assert (turns[1].draft.area, turns[1].draft.address) == ("n-canton", "corner of light street, cantn")


@pytest.mark.parametrize("city", ["jakarta", "baltimore"])
def test_the_packs_that_ship_have_a_sound_dialogue(city, capsys):
    call_command("pack", "validate", str(PACKS / city))

    assert "sound" in capsys.readouterr().out
