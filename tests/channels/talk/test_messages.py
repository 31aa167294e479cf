"""What comes of a message, row by row: the tables of `messages.py` are the rule."""

import pytest
from tests.channels.talk import messages
from tests.channels.talk.scene import outcome, said, talk

from tanggap.channels.talk.turns import Current
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
CODE = "JK-4KQ2-M9XT-1CS"


def found(rows, **scene):
    """Return the rows with what really came of them."""
    return [(text, outcome(talk(text, **scene)[0])) for text, _ in rows]


@pytest.mark.parametrize(
    "rows",
    [
        "WHOLE",
        "NO_PLACE",
        "OPEN_PLACE",
        "MISSPELT",
        "ONLY_PLACE",
        "NOTHING_YET",
        "CHATTER",
        "COMMANDS",
        "ELSEWHERE",
        "WILD",
    ],
)
def test_a_first_message(rows):
    rows = getattr(messages, rows)

    assert found(rows) == rows


def test_the_table_is_large_and_says_nothing_twice():
    texts = [text for text, _ in messages.FIRST]

    assert (len(texts) >= 280, len(set(texts))) == (True, len(texts))


@pytest.mark.parametrize("told", messages.TALKS, ids=lambda told: " / ".join(told[0]))
def test_a_talk(told):
    texts, outcomes = told

    assert [outcome(turn) for turn in talk(*texts)] == outcomes


@pytest.mark.parametrize(
    ("rows", "current"),
    [
        (messages.ABOUT_OPEN, Current(CODE, State.IN_PROGRESS, area="31.73.07.1001", category="jalan")),
        (messages.ABOUT_ASKED, Current(CODE, State.AWAITING_REPORTER, is_asked=True)),
        (messages.ABOUT_CLOSED, Current(CODE, State.RESOLVED, may_rate=True, may_reopen=True)),
        (messages.ABOUT_PLANNED, Current(CODE, State.PLANNED, may_object=True)),
        (messages.ABOUT_OVER, Current(CODE, State.REJECTED)),
    ],
    ids=["open", "asked", "closed", "planned", "over"],
)
def test_a_message_about_a_report(rows, current):
    assert found(rows, current=current) == rows


def test_who_adds_to_what_is_planned_reads_how_to_object_as_long_as_that_can_be():
    said = [talk("masih rusak", current=Current(CODE, State.PLANNED, may_object=may))[0].says for may in (True, False)]

    assert [[reply.kind for reply in one] for one in said] == [["added_planned"], ["added"]]


def test_nobody_objects_to_what_is_at_work():
    turn = talk("keberatan", current=Current(CODE, State.IN_PROGRESS))[0]

    assert outcome(turn) == "add"


def test_words_about_the_same_thing_in_the_same_place_are_an_addition():
    about = Current(CODE, State.IN_PROGRESS, area="31.75.07.1003", category="jalan")

    assert [outcome(talk(text, current=about)[0]) for text in ("jalan rusak di klender", "jalan rusak di slipi")] == [
        "add",
        "ask_photo @ Slipi, Pal Merah",
    ]


def test_a_machine_moves_nothing():
    turn = talk(said("jalan rusak di klender", is_machine="auto-reply"))[0]

    assert (outcome(turn), turn.says) == ("quiet machine", ())


def test_a_letter_is_filed_or_left_alone_and_never_asked_back():
    letters = ("jalan rusak", "jalan rusak di klender", "terima kasih", "mau lapor", "status")
    turns = [talk(said(text, may_ask=False))[0] for text in letters]

    assert [(outcome(turn), turn.says) for turn in turns] == [
        ("file", ()),
        ("file @ Klender, Duren Sawit", ()),
        ("quiet thanks", ()),
        ("file", ()),
        ("file", ()),
    ]


def test_a_friendly_word_is_marked_so_that_it_is_said_once_a_day():
    turns = [talk(text)[0] for text in ("halo", "makasih", "ok", "jalan rusak")]

    assert [(turn.is_friendly, [reply.kind for reply in turn.says]) for turn in turns] == [
        (True, ["greeting"]),
        (True, ["thanks"]),
        (False, []),
        (False, ["ask_where"]),
    ]


def test_under_a_public_post_small_talk_is_not_answered():
    assert talk(said("halo min", is_public=True))[0].says == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the street lamp in front of my house is broken", "en"),
        ("tolong pak lampu jalan di depan rumah saya mati", "id"),
        ("ok", ""),
        ("klender", ""),
    ],
)
def test_the_language_of_a_message_is_noticed(text, language):
    assert talk(text)[0].language == language
