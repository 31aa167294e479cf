"""Machine mail: known by what standards and programs put into it, kept, and never a person's words."""

import pytest
from tests.channels.email import made

MACHINES = [
    ("auto_reply", {"Auto-Submitted": "auto-replied"}),
    ("auto_reply", {"Auto-Submitted": "auto-generated (vacation)"}),
    ("auto_reply", {"X-Autoreply": "yes"}),
    ("auto_reply", {"X-Autorespond": "1"}),
    ("auto_reply", {"X-Auto-Response-Suppress": "All"}),
    ("auto_reply", {"Precedence": "auto_reply"}),
    ("auto_reply", {"Subject": "Automatic reply: Laporan JK-4KQ2-M9XT-1C7"}),
    ("auto_reply", {"Subject": "Auto-Reply: cuti"}),
    ("auto_reply", {"Subject": "Out of Office until Monday"}),
    ("auto_reply", {"Subject": "Balasan otomatis: Laporan"}),
    ("auto_reply", {"Subject": "Jawaban Otomatis"}),
    ("auto_reply", {"Subject": "=?utf-8?B?QmFsYXNhbiBvdG9tYXRpczogTGFwb3Jhbg==?="}),
    ("no_sender", {"Return-Path": "<>"}),
    ("bounce", {"Return-Path": "<>", "Subject": "Undelivered Mail Returned to Sender"}),
    ("bounce", {"X-Failed-Recipients": "siti@contoh.test"}),
    ("bounce", {"From": "Mail Delivery System <MAILER-DAEMON@mx.contoh.test>", "Subject": "failure notice"}),
    ("bounce", {"Content-Type": "multipart/report; report-type=delivery-status; boundary=b"}),
    ("list", {"List-Id": "<rw05.contoh.test>"}),
    ("list", {"List-Unsubscribe": "<https://contoh.test/keluar>"}),
    ("list", {"Precedence": "bulk"}),
    ("list", {"Precedence": "LIST"}),
    ("no_reply_address", {"From": "noreply@toko.test"}),
    ("no_reply_address", {"From": "Bank <no-reply+7@bank.test>"}),
    ("no_reply_address", {"From": "postmaster@contoh.test"}),
    ("no_reply_address", {"From": "info-noreply@contoh.test"}),
    ("own_address", {"From": f"Tanggap <{made.OWN}>"}),
    ("own_address", {"From": "LAPORAN@JAKARTA.TEST"}),
    ("own_address", {"From": "laporan+JK-4KQ2-M9XT-1C7.aaaaaaaaaaaaaaaa.bbbbbbbb@jakarta.test"}),
    ("own_address", {"Sender": made.OWN}),
    ("loop", {"X-Loop": made.OWN}),
    ("loop", {"Received": "\r\nReceived: ".join(["from a by b"] * 60)}),
]


@pytest.mark.parametrize(("why", "fields"), MACHINES)
def test_a_machine_is_known(why, fields):
    assert made.said(made.letter(**fields)).is_machine == why


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Return-Path": "<budi@contoh.test>"},
        {"Subject": "Di luar kantor kelurahan menumpuk sampah"},
        {"Subject": "Cuti bersama, tetapi puskesmas tutup"},
        {"Subject": "Mail delivery van blocks the road"},
        {"Subject": "Re: Laporan JK-4KQ2-M9XT-1C7", "In-Reply-To": "<x@y.test>"},
        {"From": "Formulir RW <noreply@rw05.test>", "Reply-To": "siti@contoh.test"},
        {"Precedence": "first-class"},
        {"From": "norep@contoh.test"},
    ],
)
def test_a_person_is_no_machine(fields):
    assert made.said(made.letter(**fields)).is_machine == ""


def test_an_answer_to_nobodys_address_goes_where_the_letter_asks():
    heard = made.said(made.letter(From="Formulir RW <noreply@rw05.test>", Reply_To="Siti <siti@contoh.test>"))
    assert heard.sender == "siti@contoh.test"


def test_an_answer_goes_to_the_sender_not_where_the_letter_points():
    assert made.said(made.letter(Reply_To="korban@contoh.test")).sender == "budi@contoh.test"


def test_a_storm_of_machine_mail_holds_no_person():
    storm = [made.letter(**fields, **{"Message-ID": f"<{n}@x.test>"}) for n in range(40) for _why, fields in MACHINES]
    assert {bool(made.said(each).is_machine) for each in storm} == {True}
