"""Bytes into text: labels that are right, wrong, unknown, missing or meant to harm."""

import pytest
from tests.channels.email import made

from tanggap.channels.email import charsets

SENTENCE = "Lampu jalan mati di dekat café «Sentosa» – 3 hari"


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("utf-8", "utf-8", SENTENCE),
        ("UTF8", "utf-8", SENTENCE),
        ('"utf-8"', "utf-8", SENTENCE),
        ("utf-8mb4", "utf-8", SENTENCE),
        ("iso-8859-1", "utf-8", SENTENCE),  # mislabelled, as many web forms do
        ("us-ascii", "utf-8", SENTENCE),
        ("", "utf-8", SENTENCE),
        ("x-unknown", "utf-8", SENTENCE),
        ("iso-8859-1", "cp1252", SENTENCE),  # the larger set that Windows means by it
        ("utf-8", "cp1252", SENTENCE),
        ("", "cp1252", SENTENCE),
        ("utf-16", "utf-16", SENTENCE),
        ("utf-16le", "utf-16-le", SENTENCE),
        ("", "utf-16", SENTENCE),
        ("", "utf-16-le", "Jalan rusak di depan sekolah"),
        ("utf-7", "utf-7", SENTENCE),
        ("koi8-r", "koi8-r", "Уличный фонарь не горит"),
        ("windows-1251", "cp1251", "Уличный фонарь не горит"),
        ("gb2312", "gb18030", "路灯坏了，请修理"),
        ("big5", "big5", "路燈壞了"),
        ("iso-2022-jp", "iso2022_jp", "街灯が消えています"),
        ("", "iso2022_jp", "街灯が消えています"),
        ("us-ascii", "iso2022_jp", "街灯が消えています"),
        ("shift_jis", "cp932", "街灯が消えています①"),
        ("ks_c_5601-1987", "cp949", "가로등이 꺼졌습니다"),
        ("tis-620", "cp874", "ไฟถนนดับ"),
    ],
)
def test_text_is_what_the_writer_wrote(label, encoding, text):
    assert charsets.text_of(text.encode(encoding), label) == text


@pytest.mark.parametrize(
    "label",
    [
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "zlib",
        "bz2",
        "hex",
        "rot13",
        "undefined",
        "uu",
        "a" * 500,
        "\0",
        "../x",
    ],
)
def test_a_label_that_is_no_charset_is_not_obeyed(label):
    assert charsets.text_of(rb"Jalan \x41 rusak", label) == r"Jalan \x41 rusak"


def test_a_few_broken_signs_do_not_make_the_rest_unreadable():
    assert (
        charsets.text_of("Rusak – parah – sekali – tolong".encode()[:-1] + b"\xff", "utf-8")
        == "Rusak – parah – sekali – tolon\ufffd"
    )


def test_what_hides_or_turns_text_is_left_out():
    assert charsets.text_of("a\0b\u202eevil\u2066\u200bx\r\ny\u2028z\tä".encode()) == "abevilx\ny\nz ä"


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("=?utf-8?B?TGFtcHUgamFsYW4gbWF0aSDwn5ih?=", "Lampu jalan mati 😡"),
        ("=?UTF-8?Q?Lampu_jalan?= =?UTF-8?Q?_mati?=", "Lampu jalan mati"),
        ("=?utf-8?B?TGFtcHUg8J+Y?= =?utf-8?B?oQ==?=", "Lampu 😡"),  # one sign cut in two words
        ("=?iso-8859-1?Q?caf=E9?= tutup", "café tutup"),
        ("=?utf-8*id?q?Lampu?=", "Lampu"),
        ("=?no-such?q?caf=C3=A9?=", "café"),
        ("=?utf-8?B?TGFtcHU?=", "Lampu"),  # padding forgotten
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("café tanpa sandi", "café tanpa sandi"),  # raw UTF-8, against the rule
        ("Baris\r\n satu", "Baris satu"),
        ("=?utf-8?Q?Lampu=0D=0ABcc:_korban@contoh.test?=", "Lampu Bcc: korban@contoh.test"),
        ("=?utf-8?Q?a=00b=E2=80=AEc?=", "abc"),
    ],
)
def test_a_subject_is_one_decoded_line(header, title):
    assert made.said(made.letter(Subject=header)).title == title


def test_a_senders_name_is_one_decoded_line():
    heard = made.said(made.letter(From="=?utf-8?Q?Budi=2C_S=0D=0A=E2=80=AE?= <Budi@Contoh.TEST>"))
    assert (heard.name, heard.sender) == ("Budi, S", "budi@contoh.test")


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("budi@contoh.test", "budi@contoh.test"),
        ("budi@contoh.test (Budi)", "budi@contoh.test"),
        ('"Budi, S." <budi@contoh.test>', "budi@contoh.test"),
        ("Budi <<budi@contoh.test>>", "budi@contoh.test"),
        ("budi@contoh.test <siti@contoh.test>", "siti@contoh.test"),
        ("budi@contoh.test, siti@contoh.test", "budi@contoh.test"),
        ("Budi [budi@contoh.test]", "budi@contoh.test"),
        ("MAILER DAEMON <>", ""),
        ("foo", ""),
        ("", ""),
        ("a@b@c <x y@contoh.test>", ""),
        ("(" * 4000, ""),
    ],
)
def test_a_sender_is_one_address_or_none(header, sender):
    assert made.said(made.letter(From=header or None)).sender == sender


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="foto.jpg"', "foto.jpg"),
        ("attachment; filename=foto jalan.jpg", "foto jalan.jpg"),
        ("attachment; filename*=utf-8''caf%C3%A9.jpg", "café.jpg"),
        ("attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9; filename*2=.jpg", "café.jpg"),
        ('attachment; filename="=?utf-8?Q?caf=C3=A9.jpg?="', "café.jpg"),
        (r'attachment; filename="a\"b.jpg"', 'a"b.jpg'),
        (
            'attachment; filename="../../etc/passwd"',
            "../../etc/passwd",
        ),  # shown to its sender only, names no file of ours
        ("attachment; filename*=no-such''caf%C3%A9", "café"),
    ],
)
def test_a_files_name_is_what_the_sender_called_it(header, name):
    payload = made.multipart(made.part(b"\xff\xd8\xff" + b"x" * 9000, "image/jpeg", f"Content-Disposition: {header}"))
    assert [each.name for each in made.said(payload).attachments] == [name]
