"""What a letter says and carries, in all the forms in which programs write it."""

import base64

import pytest
from tests.channels.email import made

PHOTO = (made.PHOTOS / "gps_DSCN0010.jpg").read_bytes()
HEIF = (made.PHOTOS / "sample.heif").read_bytes()


def _b64(data: bytes, kind: str, *more: str) -> bytes:
    return made.part(base64.encodebytes(data), kind, "Content-Transfer-Encoding: base64", *more)


def _files(payload: bytes) -> list[tuple[str, str, int]]:
    return [(each.name, each.mime, len(each.data or b"")) for each in made.said(payload).attachments]


def test_of_two_forms_the_plain_one_is_read():
    payload = made.multipart(made.part(b"Polos"), made.part(b"<p>Hias</p>", "text/html"), kind="alternative")
    assert made.said(payload).text == "Polos"


def test_a_plain_form_that_points_to_the_other_is_not_the_text():
    stub = b"Your mail client does not support HTML. Open this message in a browser."
    payload = made.multipart(made.part(stub), made.part(b"<p>Got mampet</p>", "text/html"), kind="alternative")
    assert made.said(payload).text == "Got mampet"


def test_a_body_only_in_html_is_read_as_its_reader_saw_it():
    html = """<!DOCTYPE html><html><head><title>no</title><style>p{color:red}</style></head><body>
      <p>Pak,&nbsp;jalan <b>rusak</b>&amp; gelap.</p><script>alert(1)</script><!-- no --><div>RT 05<br>RW 02</div>
      <ul><li>lubang</li><li>lampu</li></ul><a href="https://maps.app.goo.gl/abc?x=1&amp;y=2">peta</a>
      <a href="https://lacak.contoh.test/klik">klik</a></body></html>"""
    assert made.said(made.letter(html, Content_Type="text/html; charset=utf-8")).text == (
        "Pak, jalan rusak& gelap.\n\nRT 05\nRW 02\n\n- lubang\n- lampu\n\nhttps://maps.app.goo.gl/abc?x=1&y=2 peta klik"
    )


def test_a_quoted_letter_in_html_is_no_part_of_the_answer():
    html = '<div>Sudah diperbaiki?</div><div class="gmail_quote">Pada Sel, 24 Nov 2026 Tanggap &lt;laporan@jakarta.test&gt; menulis:<br>'
    html += "<blockquote>Kami <b>kerjakan</b>.<blockquote>Lama</blockquote></blockquote></div>"
    assert made.said(made.letter(html, Content_Type="text/html")).text == "Sudah diperbaiki?"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("<style>Tidak ditutup <p>Got mampet", "Tidak ditutup\n\nGot mampet"),
        ("<img alt='a > b'>Got", "Got"),
        ('<p title="x>Got</p>', "Got"),
        ("<!-- Got mampet", "Got mampet"),
        ("&#99999999999;Got &bogus; &#x1F621;", "Got &bogus; 😡"),
        ("Got<", "Got<"),
        ("<pre>a\n  b</pre>", "a\nb"),
    ],
)
def test_broken_html_loses_no_words(html, text):
    assert made.said(made.letter(html, Content_Type="text/html")).text == text


def test_a_photo_beside_either_form_is_found():
    rich = made.multipart(
        made.part(b"<p>x</p>", "text/html"), _b64(PHOTO, "image/jpeg", "Content-ID: <1>"), boundary="b", kind="related"
    )
    inner = rich[rich.index(b"Content-Type: multipart") :]
    payload = made.multipart(made.part(b"Lihat foto"), inner, kind="alternative")
    assert (made.said(payload).text, _files(payload)) == ("Lihat foto", [("", "image/jpeg", len(PHOTO))])


def test_an_ornament_of_a_signature_is_no_photo():
    payload = made.multipart(
        made.part(b"Got"), _b64(b"\x89PNG\r\n\x1a\n" + b"x" * 900, "image/png", "Content-ID: <logo>")
    )
    assert _files(payload) == []


def test_heif_is_known_by_its_bytes_whatever_it_is_called():
    payload = made.multipart(
        made.part(b"Foto"),
        _b64(HEIF, "application/octet-stream", 'Content-Disposition: attachment; filename="IMG_1.HEIC"'),
    )
    assert _files(payload) == [("IMG_1.HEIC", "image/heif", len(HEIF))]


def test_a_letter_passed_on_as_a_file_says_what_is_in_it():
    inner = made.multipart(made.part(b"Jembatan retak"), _b64(PHOTO, "image/jpeg"), boundary="dalam")
    payload = made.multipart(made.part(b""), made.part(inner, "message/rfc822"), Subject="Fwd: Jembatan")
    assert (made.said(payload).text, len(_files(payload))) == ("Jembatan retak", 1)


def test_a_letter_inside_a_letter_that_speaks_is_not_its_text():
    payload = made.multipart(made.part(b"Lihat terlampir"), made.part(made.letter("Lama"), "message/rfc822"))
    assert made.said(payload).text == "Lihat terlampir"


def test_lines_broken_by_the_program_are_whole_again():
    text = "Jalan di depan \nsekolah rusak.\n> dulu \n> begini\n-- \nBudi"
    assert (
        made.said(made.letter(text, Content_Type="text/plain; format=flowed")).text == "Jalan di depan sekolah rusak."
    )


def test_a_subject_alone_is_the_text():
    assert made.said(made.letter("", Subject="Lampu mati di Jl. Melati 5")).text == "Lampu mati di Jl. Melati 5"


def test_a_photo_without_words_is_kept():
    payload = made.multipart(_b64(PHOTO, "image/jpeg"), Subject="")
    assert (made.said(payload).text, len(_files(payload))) == ("", 1)


def test_what_only_machines_read_is_no_file():
    payload = made.multipart(
        made.part(b"Got"),
        made.part(b"BEGIN:VCALENDAR", "text/calendar", 'Content-Disposition: attachment; filename="rapat.ics"'),
        made.part(b"BEGIN:VCARD", "text/x-vcard", 'Content-Disposition: attachment; filename="budi.vcf"'),
        made.part(b"x", "application/pkcs7-signature", 'Content-Disposition: attachment; filename="smime.p7s"'),
    )
    assert (made.said(payload).text, _files(payload)) == ("Got", [])


def test_an_invitation_is_nothing_for_the_city():
    payload = made.multipart(
        made.part(b"Rapat"), made.part(b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST"), kind="alternative"
    )
    assert made.ignored(payload) == "calendar"
    assert made.ignored(made.letter("BEGIN:VCALENDAR", Content_Type="text/calendar")) == "calendar"


def test_a_card_alone_is_nothing_for_the_city():
    assert made.ignored(made.multipart(made.part(b"BEGIN:VCARD", "text/vcard"), Subject="")) == "vcard"


def test_an_empty_letter_is_nothing_for_the_city():
    assert made.ignored(made.letter("  \n\n", Subject="")) == "empty"


def test_outlooks_envelope_is_opened_for_its_files():
    def attribute(number: int, value: bytes) -> bytes:
        return b"\x02" + number.to_bytes(4, "little") + len(value).to_bytes(4, "little") + value + b"\0\0"

    tnef = b"\x78\x9f\x3e\x22\x01\0" + attribute(0x00069002, b"x") + attribute(0x00018010, b"foto.jpg\0")
    tnef += attribute(0x0006800F, PHOTO) + attribute(0x00069002, b"x") + attribute(0x0006800F, b"x")
    payload = made.multipart(made.part(b"Got"), _b64(tnef, 'application/ms-tnef; name="winmail.dat"'))
    assert _files(payload) == [("foto.jpg", "image/jpeg", len(PHOTO)), ("", "application/octet-stream", 1)]


@pytest.mark.parametrize("tnef", [b"", b"\x78\x9f\x3e\x22", b"\x78\x9f\x3e\x22\x01\0" + b"\xff" * 40, b"MZ\x90"])
def test_a_broken_envelope_of_outlook_holds_nothing(tnef):
    assert _files(made.multipart(made.part(b"Got"), _b64(tnef, "application/ms-tnef"))) == []


def test_base64_that_is_broken_off_is_read_as_far_as_it_goes():
    payload = made.letter("SmFsYW4gcnVzYWsga", Content_Transfer_Encoding="base64")
    assert made.said(payload).text == "Jalan rusak"


def test_a_photo_in_uuencode_is_read():
    body = b"begin 644 foto.jpg\n#_]C_\n`\nend\n"
    payload = made.multipart(
        made.part(body, "image/jpeg", "Content-Transfer-Encoding: x-uuencode", "Content-Disposition: attachment")
    )
    assert made.said(payload).attachments[0].data == b"\xff\xd8\xff"


def test_a_text_longer_than_a_report_is_cut_with_a_sign():
    text = made.said(made.letter("kata " * 5_000)).text
    assert (len(text), text[-1]) == (9_601, "…")
