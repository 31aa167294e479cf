"""Parts that come late, double or never make one message again (threats.md §4, bad input 43)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tanggap.channels.contract import Attachment, Partial, Said
from tanggap.channels.joining import GAP, healed, is_whole, joined

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)


def part(number: int, text: str, total: int = 3, **said: object) -> Partial:
    return Partial("one", number, total, Said(sender="+62811", text=text, **said))


def test_parts_are_put_in_their_order_whatever_order_they_came_in():
    parts = [part(3, "malam"), part(1, "Lampu mati "), part(2, "sejak ")]

    assert is_whole(parts)
    assert joined(parts).text == "Lampu mati sejak malam"


def test_a_part_that_came_twice_counts_once():
    parts = [part(1, "Lampu "), part(2, "mati "), part(2, "palsu "), part(3, "!"), part(1, "Lampu ")]

    assert joined(parts).text == "Lampu mati !"


def test_where_a_part_never_came_a_gap_is_shown():
    parts = [part(1, "Lampu mati"), part(3, "sejak malam")]

    assert not is_whole(parts)
    assert joined(parts).text == f"Lampu mati{GAP}sejak malam"


def test_the_whole_has_all_files_and_was_said_when_its_first_part_was():
    photo, other = Attachment(ref="1"), Attachment(ref="2")
    parts = [
        part(2, "b", 2, attachments=(other,), said_at=AT),
        part(1, "a", 2, attachments=(photo,), said_at=AT + timedelta(seconds=3)),
    ]

    assert joined(parts).attachments == (photo, other)
    assert joined(parts).said_at == AT


def test_an_emoji_cut_in_two_is_whole_again_and_half_an_emoji_harms_nobody():
    assert joined([part(1, "banjir \ud83d", 2), part(2, "\ude21!", 2)]).text == "banjir 😡!"
    assert healed("a\ud83d") == "a\ufffd"
    assert healed("\ude21\ud83d") == "\ufffd\ufffd"


@given(st.lists(st.tuples(st.integers(1, 255), st.text(st.characters(), max_size=5)), min_size=1, max_size=40))
def test_any_parts_make_a_text_that_can_be_written_down(parts):
    whole = joined([part(number, text, 255) for number, text in parts])

    assert whole.text.encode()
