"""Tickets and words of LAPOR!: what each column becomes, and that flags only ever narrow."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.channels.contract import Account, Attachment, Call, Filed, Ignored, Malformed, Update
from tanggap.channels.lapor import ADAPTER, inbound, rules

LAMP = "lampu-jalan"
ACCOUNT = Account(
    1, "lapor1708", "sp4n", "lapor",
    {"supervisory_category": "perilaku-aparatur", "aspiration_category": "anggaran-musrenbang", "topics": f"13 = jalan\n21={LAMP}\n"},
)  # fmt: skip
TICKET = {
    "Tracking ID": "1916449", "Tanggal Laporan Masuk": "23 Sep 2024", "Waktu Laporan Masuk": "00:41:43", "Nama Pelapor": "Ratna Canary1",
    "Klasifikasi Laporan": "Pengaduan Tidak Berkadar Pengawasan", "ID Kategori": "21", "Kategori": "Penerangan Jalan Umum",
    "Judul Laporan": "Lampu mati", "Isi Laporan Awal": "Lampu depan rumah Pak Budi mati", "Isi Laporan Akhir": "Lampu mati",
    "Tipe Laporan (Anonim/Rahasia)": "", "Sumber Laporan": "Android", "Status Laporan": "Belum Ditindaklanjuti",
    "Kota/Kabupaten": "Kota Jakarta Timur", "Kecamatan": "Cakung", "Kelurahan": "Pulo Gebang",
}  # fmt: skip


def ticket(**columns):
    given = {**TICKET, **columns}
    return {"seq": 7, "jenis": "laporan", "laporan": {key: value for key, value in given.items() if value is not None}}


def read(change):
    return ADAPTER.read(ACCOUNT, json.dumps(change).encode())


def told(kind, **rest):
    return {"seq": 8, "jenis": kind, "Tracking ID": "1916449", "Tanggal": "24 Sep 2024", "Waktu": "09:30:00", **rest}


def test_a_ticket_becomes_a_report_that_answers_find_again():
    heard = read(ticket(Lampiran=[{"id": "80001", "nama": "foto.jpg", "jenis": "image/jpeg"}]))

    assert isinstance(heard, Filed)
    report = heard.report
    assert (heard.sender, report.external_id, report.category, report.visibility) == (
        "1916449",
        "1916449",
        LAMP,
        "public",
    )
    assert report.address == "Kelurahan Pulo Gebang, Kecamatan Cakung, Kota Jakarta Timur"
    assert report.occurred_at == datetime(2024, 9, 22, 17, 41, 43, tzinfo=UTC)
    assert heard.attachments == (Attachment(ref="80001", name="foto.jpg", mime="image/jpeg"),)


def test_the_text_after_their_admins_edit_counts_for_it_names_nobody():
    assert read(ticket()).report.text == "Lampu mati"
    assert read(ticket(**{"Isi Laporan Akhir": " "})).report.text == "Lampu mati\n\nLampu depan rumah Pak Budi mati"


def test_the_reporters_name_is_not_even_kept():
    (piece,) = inbound.pieces([ticket()])

    assert piece.external_id == "1916449"
    assert b"Canary1" not in piece.payload
    assert not ADAPTER.read(ACCOUNT, piece.payload).report.reporter


@pytest.mark.parametrize(
    ("flags", "visibility"),
    [
        ("", "public"), ("-", "public"), ("Anonim", "public"), ("Rahasia", "private"), ("Anonim|Rahasia", "private"),
        ("RAHASIA", "private"), ("Anonim, Rahasia", "private"), ("Sangat Rahasia", "private"), (7, "private"), (None, "private"),
    ],
)  # fmt: skip
def test_flags_are_never_widened_and_what_is_not_understood_is_hidden(flags, visibility):
    assert read(ticket(**{inbound.FLAGS: flags})).report.visibility == visibility


def test_a_supervisory_complaint_goes_to_the_confidential_category_whatever_its_topic():
    report = read(ticket(**{"Klasifikasi Laporan": "Pengaduan  berkadar pengawasan"})).report

    assert (report.category, report.visibility) == ("perilaku-aparatur", "private")


@pytest.mark.parametrize(
    ("sort", "category"),
    [("Aspirasi", "anggaran-musrenbang"), ("Permintaan Informasi", LAMP), ("Yang baru", LAMP), (None, LAMP)],
)
def test_each_class_has_the_category_that_the_account_names_for_it(sort, category):
    assert read(ticket(**{"Klasifikasi Laporan": sort})).report.category == category


def test_what_is_no_complaint_says_so():
    assert read(ticket(**{"Klasifikasi Laporan": "Aspirasi"})).report.text == "[Aspirasi] Lampu mati"
    assert read(ticket(**{"Klasifikasi Laporan": "Pengaduan Berkadar Pengawasan"})).report.text == "Lampu mati"


def test_a_topic_without_a_row_leaves_the_choice_to_a_person():
    assert read(ticket(**{"ID Kategori": "99"})).report.category is None


@pytest.mark.parametrize("status", ["Ditutup oleh Sistem", "Diarsipkan oleh Admin", "ditutup  oleh pelapor"])
def test_a_ticket_that_is_over_there_is_no_new_report(status):
    assert read(ticket(**{"Status Laporan": status})) == Ignored("closed_there")


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        ("1 Agu 2024", "07:00", datetime(2024, 8, 1, tzinfo=UTC)),
        ("17 Agustus 2024", "07.00.30", datetime(2024, 8, 17, 0, 0, 30, tzinfo=UTC)),
        ("31 Feb 2024", "07:00", None),
        ("1 Jan 2099", "07:00", None),
        ("2024-08-01", "07:00", None),
        ("1 Des 2023", "", datetime(2023, 11, 30, 17, 0, tzinfo=UTC)),
    ],
)
def test_their_two_columns_are_the_citys_own_time(day, hour, instant):
    heard = read(ticket(**{"Tanggal Laporan Masuk": day, "Waktu Laporan Masuk": hour}))

    assert heard.report.occurred_at == instant


def test_a_completion_is_told_with_the_names_of_its_files():
    heard = read(told("pelengkap", Isi="Di depan SD 03", Lampiran=[{"id": 4, "nama": "a.jpg"}, {"id": "5"}]))

    at = datetime(2024, 9, 24, 2, 30, tzinfo=UTC)
    assert heard == Update("1916449", text="Di depan SD 03\n[a.jpg, 5]", status="pelengkap", said_at=at)


def test_a_state_is_told_with_its_reason():
    heard = read(
        told("status", **{"Status Laporan": "Diarsipkan oleh Admin", "Alasan Tunda/Arsip": "Bukan kewenangan"})
    )

    assert (heard.status, heard.text) == ("Diarsipkan oleh Admin", "Bukan kewenangan")


@pytest.mark.parametrize(
    ("flags", "heard"),
    [
        ("Rahasia", "Rahasia"),
        ("Anonim|Rahasia", "Rahasia"),
        ("Anonim", "Anonim"),
        ("?", "Rahasia"),
        ("", None),
        ("-", None),
    ],
)
def test_a_flag_that_is_added_is_told_and_one_that_is_taken_away_is_not(flags, heard):
    given = read(told("tipe", **{inbound.FLAGS: flags}))

    assert given == Ignored("nothing_widens") if heard is None else given.status == heard


@pytest.mark.parametrize(
    "change",
    [
        {}, {"jenis": "laporan"}, {"jenis": "laporan", "laporan": []}, {"jenis": "status", "Tracking ID": "1916449"},
        {"jenis": "hapus", "Tracking ID": "1916449"}, {"jenis": "pelengkap", "Tracking ID": "../1"},
        {"jenis": "pelengkap", "Tracking ID": True}, ticket(**{"Judul Laporan": "", "Isi Laporan Awal": None, "Isi Laporan Akhir": 5}),
    ],
)  # fmt: skip
def test_what_is_no_change_is_kept_for_a_person(change):
    (piece,) = inbound.pieces([change])

    with pytest.raises(Malformed):
        ADAPTER.read(ACCOUNT, piece.payload)


def test_each_change_is_kept_once_under_a_name_of_its_own():
    changes = [ticket(), told("pelengkap"), told("status"), "?", None, {"seq": 9}]

    names = [piece.external_id for piece in inbound.pieces([*changes, *changes])]

    assert names[:3] == ["1916449", "1916449/8", "1916449/8"]
    assert names[3:6] == names[9:]
    assert len(set(names)) == 5


@pytest.mark.parametrize("fed", [ticket(), {"changes": [ticket(), told("pelengkap")], "next": "8"}])
def test_a_change_or_a_portion_is_fed_by_hand(fed):
    pieces = ADAPTER.split(ACCOUNT, Call("POST", "", {}, {}, json.dumps(fed).encode()))

    assert [piece.external_id for piece in pieces] == ["1916449", "1916449/8"][: len(pieces)]
    assert isinstance(ADAPTER.read(ACCOUNT, pieces[0].payload), Filed)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*TICKET, "Lampiran", "id", "nama"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def reads_or_refuses(payload):
    try:
        heard = ADAPTER.read(ACCOUNT, payload)
    except Malformed:
        return
    assert isinstance(heard, Filed | Update | Ignored)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(payload):
    reads_or_refuses(payload)


@settings(max_examples=300)
@given(
    st.dictionaries(st.sampled_from([*TICKET, "Lampiran"]), VALUES),
    st.sampled_from(["laporan", "pelengkap", "status", "tipe"]),
    VALUES,
)
def test_no_odd_value_in_a_column_breaks_the_reader(columns, kind, seq):
    change = ticket(**columns) if kind == "laporan" else told(kind, **columns)

    for piece in inbound.pieces([{**change, "seq": seq}]):
        assert "Canary1" not in piece.payload.decode()
        reads_or_refuses(piece.payload)


@given(st.text(max_size=60), st.text(max_size=20))
def test_every_word_of_theirs_has_a_row_for_every_state_of_ours(status, state):
    assert rules.act(status, state) in {"record", "add", "answer", "reopen", "appeal", "narrow"}
    assert rules.crossing(status, state) in {"words", "status", "drop"}
