"""However much there is to tell, the brief is one page."""

from dataclasses import asdict

import pytest

from tanggap.command.brief import paper
from tanggap.command.brief.saying import ALARMS, CLUSTERS, FIRST, HOLDERS, WARNED, Said, Section
from tanggap.papers import typesetting

UNIT = "Suku Dinas Penanggulangan Kebakaran dan Penyelamatan Jakarta Utara"
PLACE = "Gangguan Ketenteraman dan Ketertiban Umum, Grogol, Grogol Petamburan"
AT = "27 Nov 2026 02.10 WIB"
SENTENCE = "Banjir dan Genangan di Cakung dan Pulo Gadung: 30 laporan dalam satu jam terakhir. Biasanya pada waktu seperti ini: 0 sampai 3."
MORE = "… dan 121 lagi"


def fullest() -> Said:
    late = ("Unit", "Terlambat", "Buka", "Tempo 6 jam", "Terlambat paling lama sejak")
    return Said(
        title="Ringkasan pagi",
        subtitle="Kabupaten Administrasi Kepulauan Seribu · Kamis, 26 November 2026",
        city="Jakarta",
        first=(SENTENCE,) * FIRST,
        sections=(
            Section(
                "yesterday",
                "Kemarin",
                SENTENCE,
                ("Angka", "Kemarin", "Biasanya", ""),
                (("Dijawab dalam 6 jam", "67,1%", "50,0% – 75,0%", "terlalu sedikit kasus untuk disebut"),) * 4,
            ),
            Section("late", "Yang terlambat", SENTENCE, late, ((UNIT, "180", "300", "120", AT),) * HOLDERS, rest=MORE),
            Section(
                "worst",
                "Tempat terburuk",
                "",
                ("Jenis", "Buka", "Terlambat", "Berulang", "Dipegang"),
                ((PLACE, "10", "9", "5", UNIT),) * CLUSTERS,
            ),
            Section(
                "unusual",
                "Tidak biasa",
                "",
                ("Apa", "Status"),
                ((SENTENCE, "Belum ada yang memperhatikan"),) * ALARMS,
                rest=MORE,
            ),
            Section("warned", "Diperingatkan", "", ("Di", "Laporan", "Sejak"), ((UNIT, "3", AT),) * WARNED, rest=MORE),
            Section("ahead", "Hari ini", f"{SENTENCE} {SENTENCE}"),
        ),
        notes=(SENTENCE, SENTENCE),
        foot=AT,
        chart={
            "caption": "Laporan",
            "alt": "Laporan",
            "points": [{"label": str(day), "value": day % 7} for day in range(28)],
            "ticks": [[0, "0"], [3, "3"], [6, "6"]],
        },
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_fullest_brief_is_one_page(language):
    pages = typesetting.pngs(paper.TEMPLATE, asdict(fullest()), language=language, title="Ringkasan pagi")
    assert len(pages) == 1
