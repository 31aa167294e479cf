"""One letter is one piece, however often and on whatever way it comes; two letters are two."""

from tests.channels.email import made

from tanggap.channels.email.reading import piece


def test_copies_of_a_letter_are_one():
    sent = made.letter()
    copies = [sent, sent.replace(b"\r\n", b"\n"), b"Received: from a by b\r\nX-Spam: no\r\n" + sent, sent + b"\r\n\r\n"]
    assert len({piece(each).external_id for each in copies}) == 1


def test_a_letter_without_an_id_is_known_by_what_it_is():
    assert piece(made.letter(Message_ID=None)).external_id == piece(made.letter(Message_ID=None)).external_id
    assert piece(made.letter(Message_ID=None)).external_id != piece(made.letter("Lain", Message_ID=None)).external_id


def test_a_program_that_gives_every_letter_the_same_id_loses_none():
    assert piece(made.letter("Satu")).external_id != piece(made.letter("Dua")).external_id


def test_a_foreign_id_that_is_used_again_does_not_hide_a_letter():
    assert piece(made.letter()).external_id != piece(made.letter(From="penyerang@contoh.test")).external_id


def test_what_is_no_letter_has_an_id_too():
    assert {len(piece(each).external_id) for each in (b"", b"\0\xff", b"x: y")} == {45}
