"""What the sender wrote this time: quoted letters and signatures as Indonesian and English programs write them."""

import pytest
from tests.channels.email import made

NEW = "Sudah tiga hari lampu mati.\n\nMohon segera."


def _text(body: str, subject: str = "Re: Laporan") -> str:
    return made.said(made.letter(body, Subject=subject)).text


@pytest.mark.parametrize(
    "quoted",
    [
        "Pada Sel, 24 Nov 2026 pukul 10.05 Tanggap Jakarta <laporan@jakarta.test> menulis:\n> Kami terima.",
        "Pada tanggal Sel, 24 Nov 2026 pukul 10.05, Tanggap Jakarta\n<laporan@jakarta.test> menulis:\n\n> Kami terima.",
        "Pada 24/11/2026 10.05, Tanggap Jakarta menulis:\n> Kami terima.",
        "Pada Selasa, 24 November 2026 10.05.12 WIB, Tanggap Jakarta <laporan@jakarta.test>\nmenulis: \n\nKami terima.",
        "Tanggap Jakarta <laporan@jakarta.test> pada Sel, 24 Nov 2026 menulis:\n> Kami terima.",
        "On Tue, 24 Nov 2026 at 10:05, Tanggap Jakarta <laporan@jakarta.test> wrote:\n> Kami terima.",
        "On Tue, 24 Nov 2026 at 10:05, Tanggap Jakarta <\nlaporan@jakarta.test> wrote:\n\n> Kami terima.",
        "Dari: Tanggap Jakarta <laporan@jakarta.test>\nDikirim: Selasa, 24 November 2026\nKepada: Budi\nPerihal: Laporan\n\nKami terima.",
        "________________________________\nDari: Tanggap <laporan@jakarta.test>\nTanggal: 24/11\nKe: Budi\nSubjek: Laporan\n\nKami terima.",
        "*From:* Tanggap\n*Sent:* Tuesday\n*To:* Budi\n*Subject:* Laporan\n\nKami terima.",
        "-----Original Message-----\nFrom: Tanggap\n\nKami terima.",
        "-------- Pesan asli --------\nDari: Tanggap\n\nKami terima.",
        "---------- Pesan yang diteruskan ---------\nDari: Tanggap\nKami terima.",
        "> Kami terima.\n> Terima kasih.",
    ],
)
def test_the_letter_that_is_answered_is_left_out(quoted):
    assert _text(f"{NEW}\n\n{quoted}") == NEW


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nBudi Santoso\n0812-0000-0000",
        "--\nBudi",
        "Dikirim dari iPhone saya",
        "Dikirim dari Yahoo Mail di Android",
        "Terkirim dari Samsung Galaxy saya",
        "Dapatkan Outlook untuk Android",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Hormat saya,\n\nBudi Santoso\nKetua RT 05",
        "Salam,\nBudi\n\nDikirim dari HP Xiaomi saya",
        "Best regards,\nBudi",
        "-Budi",
    ],
)
def test_a_signature_is_left_out(signature):
    assert _text(f"{NEW}\n\n{signature}") == NEW


@pytest.mark.parametrize(
    "text",
    [
        "Pada malam hari jalan gelap.\nTetangga saya menulis: tolong segera.",
        "Terima kasih, lampu sudah menyala.\nTetapi got masih mampet dan baunya sampai ke rumah.",
        "Salam, Pak Lurah.\nJalan di depan pasar rusak parah sejak bulan lalu dan sudah dua orang jatuh di sana malam hari.\nMohon.",
        "Rincian:\n- lubang besar\n- lampu mati\n- got mampet",
        "Dari: Pasar Minggu\nKe: Ragunan\nAngkot ugal-ugalan.",
        "Kepada Yth. Lurah\nPerihal: jalan rusak\n\nJalan rusak di RT 05.",
        "--\nSudah dua minggu sampah menumpuk di depan gang kami, baunya sampai ke rumah.\n"
        + "Tolong diangkut segera.\n" * 12,
        "On the road there is a hole.\nMy neighbour wrote: fix it.",
        "> Sampah menumpuk.",
        "Pada spanduk di depan pasar\nwarga menulis:\njalan ini rusak sejak lama",
        "On the wall they wrote:\nfix the road",
        "Assalamualaikum.\n\nDari : Budi Santoso\nKepada : Bapak Lurah\nPerihal : Lampu mati\n\nLampu di gang kami mati.",
        "Selamat pagi,\nKepada: Lurah\nTanggal: 5 November 2026\nPerihal: jalan rusak\n\nJalan di RT 05 rusak.",
        "Nama: Budi\n" + "_" * 40 + "\nLampu di gang kami mati sejak Senin.",
        "Sampah dari gudang.\nDikirim dari pasar setiap malam.",
    ],
)
def test_what_a_citizen_wrote_is_left_alone(text):
    assert _text(text, "Sampah") == text.strip()


def test_a_quoted_letter_is_left_out_of_one_that_says_not_that_it_answers():
    for quoted in (
        "Pada Sel, 24 Nov 2026 pukul 10.05 Tanggap <laporan@jakarta.test> menulis:",
        "Dari: Tanggap\nDikirim: Selasa\nKe: Budi",
    ):
        assert _text(f"{NEW}\n\n{quoted}\n\nKami terima.", "Laporan") == NEW


def test_answers_between_the_quoted_lines_stay():
    body = "Pak, jawaban saya:\n> Di mana?\nDi Jl. Melati.\n> Sejak kapan?\nSenin.\n"
    assert _text(body) == "Pak, jawaban saya:\nDi Jl. Melati.\nSenin."


@pytest.mark.parametrize("subject", ["Fwd: Jalan rusak", "FW: Jalan rusak", "Trs: Jalan rusak", "Terusan: Jalan rusak"])
def test_a_letter_that_is_passed_on_keeps_what_it_passes_on(subject):
    body = "Mohon bantuannya.\n\n------ Forwarded message -----\nFrom: Siti <s@contoh.test>\nSubject: Jalan\n\nJalan rusak di RT 05."
    heard = made.said(made.letter(body, Subject=subject))
    assert (heard.text, heard.title) == (body, "Jalan rusak")


@pytest.mark.parametrize("subject", ["Re: Lampu", "RE: Re: Lampu", "Bls: Lampu", "Balas: Re[2]: Lampu", "Re : Lampu"])
def test_a_title_is_the_subject_alone(subject):
    assert made.said(made.letter(Subject=subject)).title == "Lampu"
