"""The packs that ship are sound, and say what domain.md says."""

from collections import Counter
from pathlib import Path

import pytest

from tanggap.catalog import pack
from tanggap.catalog.pack.checking import paths
from tanggap.catalog.pack.icons import ICONS
from tanggap.catalog.routes import COMPETENT, Directory

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "packs"
CHANNELS = [
    "jaki", "website", "qlue", "twitter", "facebook", "governor_social", "email", "sms", "lapor1708", "kelurahan", "kecamatan",
    "balaikota", "inspektorat",
]  # fmt: skip
NAMES = """
Iklan Liar|Sampah|Tanaman Bermasalah|Mobilitas dan Akses|Parkir Liar|Jalan|Trotoar|Pohon|Banjir dan Genangan|Saluran Air|Lampu Jalan (PJU)
Rambu dan Marka|Arus Lalu Lintas|Pedagang Kaki Lima (PKL)|Bangunan Liar|Gangguan Ketenteraman dan Ketertiban|Kebisingan
Kawasan Dilarang Merokok|Premanisme|Pungutan Liar|Kerumunan dan Prokes|Fasos-Fasum|Galian dan Sisa Proyek|Kabel Semrawut|Air Bersih (PAM)
Limbah|Pembakaran Sampah|Transjakarta|MRT Jakarta|LRT Jakarta|Perizinan|Kependudukan|Pendidikan (KJP)|Kesehatan (BPJS)|Bantuan Sosial|PMKS
Rumah Susun|Pertanahan|Kebakaran|Hewan|Perilaku Aparatur|Perilaku PPSU dan Petugas Lapangan|Pajak Daerah
"""


@pytest.fixture(scope="module")
def jakarta():
    return pack.read(PACKS / "jakarta")


@pytest.fixture(scope="module")
def baltimore():
    return pack.read(PACKS / "baltimore")


def leaf_paths(read):
    every = paths({row.code: row.parent for row in read.areas})
    return {row.code: every[row.code] for row in read.areas if row.level == read.city.leaf_level}


def test_jakarta_has_its_areas(jakarta):
    assert Counter(row.level for row in jakarta.areas) == {
        "provinsi": 1,
        "kota": 5,
        "kabupaten": 1,
        "kecamatan": 44,
        "kelurahan": 267,
    }


def test_jakarta_has_an_office_in_every_area(jakarta):
    offices = Counter(row.level for row in jakarta.units if row.kind == "area_office")

    assert offices == {"kelurahan": 267, "kecamatan": 44, "kota": 6}


def test_jakarta_counts_its_thirteen_channels(jakarta):
    assert [row.code for row in jakarta.channels if row.is_active] == CHANNELS


def test_jakarta_reports_what_the_study_and_the_domain_name(jakarta):
    names = {row.name["id"] for row in jakarta.categories if row.is_leaf}

    assert set("|".join(NAMES.split("\n")).strip("|").split("|")) - names == set()


def test_jakarta_promises_six_hours_a_day_and_seven_days(jakarta):
    standard = next(row for row in jakarta.policies if row.code == "standard")

    assert (standard.answer_minutes, standard.verify_minutes, standard.resolve_minutes) == (
        6 * 60,
        24 * 60,
        7 * 24 * 60,
    )
    assert jakarta.city.default_policy == "standard"
    assert not standard.is_working_time


def test_a_street_lamp_goes_to_the_kelurahan_and_its_suku_dinas_is_competent(jakarta):
    directory = Directory(jakarta.units)
    lamp = next(row for row in jakarta.categories if row.code == "lampu-jalan")
    pulo_gebang = leaf_paths(jakarta)["31.75.06.1004"]

    assert directory.choose(lamp.routes, pulo_gebang).unit.code == "kel-31.75.06.1004"
    assert directory.choose(lamp.routes, pulo_gebang, role=COMPETENT).unit.code == "sudin-bina-marga-31.75"
    assert directory.verifier(lamp.scope, pulo_gebang).code == "bagian-pemerintahan-31.75"


def test_conduct_of_staff_never_reaches_the_unit_below(jakarta):
    directory = Directory(jakarta.units)
    conduct = next(row for row in jakarta.categories if row.code == "perilaku-aparatur")

    receivers = {directory.choose(conduct.routes, path).unit.code for path in leaf_paths(jakarta).values()}

    assert receivers == {"inspektorat"}
    assert (conduct.is_confidential, conduct.scope) == (True, "province")


def test_every_confidential_category_hides_the_reporters_photo_too(jakarta):
    assert [row.code for row in jakarta.categories if row.is_confidential and not row.is_sensitive] == []


def test_who_verifies_never_handles(jakarta):
    directory = Directory(jakarta.units)
    handling = {
        choice.unit.code
        for row in jakarta.categories
        for path in leaf_paths(jakarta).values()
        for role in ("receives", COMPETENT)
        if (choice := directory.choose(row.routes, path, role=role))
    }

    assert handling & {row.code for row in jakarta.units if row.kind == "verifier"} == set()


def test_the_calendar_covers_four_years(jakarta):
    assert sorted({row.on.year for row in jakarta.days}) == [2024, 2025, 2026, 2027]


def test_baltimore_keeps_every_type_neighbourhood_and_method_of_its_history(baltimore):
    assert Counter(row.is_leaf for row in baltimore.categories) == {True: 218, False: 25}
    assert Counter(row.level for row in baltimore.areas) == {"city": 1, "neighborhood": 268}
    assert [row.code for row in baltimore.channels] == [
        "phone", "api", "internal", "mail", "system", "other", "email", "website",
    ]  # fmt: skip
    assert (baltimore.city.time_zone, baltimore.city.languages) == ("America/New_York", ("en",))


def test_every_picture_that_a_category_may_have_is_in_the_sprite():
    sprite = (ROOT / "src/tanggap/web/ui/static/ui/icons.svg").read_text("utf-8")

    assert [name for name in sorted(ICONS) if f'<symbol id="{name}"' not in sprite] == []


@pytest.mark.parametrize("name", ["jakarta", "baltimore"])
def test_no_keyword_is_the_name_of_a_place(name, request):
    read = request.getfixturevalue(name)
    places = {row.name.lower() for row in read.areas}

    assert [
        word for row in read.categories for words in row.keywords.values() for word in words if word in places
    ] == []
