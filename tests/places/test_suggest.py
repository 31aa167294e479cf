"""Typed words become places, in spite of how people write addresses."""

import math

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tanggap.places import landmarks
from tanggap.places.gazetteer import LEAST_SCORE, gazetteer, suggest
from tanggap.places.locate import locate
from tanggap.places.names import names

from .conftest import PACK


def _first(text: str) -> tuple[str, str]:
    place = suggest(text)[0]
    return place.kind, place.label


class TestAreas:
    @pytest.mark.parametrize(
        "text",
        [
            "Pulo Gebang",
            "pulogebang",
            "PULO GEBANG",
            "pulo geb",
            "kel. pulo gebang",
            "Kelurahan Pulo Gebang, Kec. Cakung, Jakarta Timur",
            "pulo gebamg",
            "jl. pulo gebang no 12 rt 03/07 cakung",
            "RT.05/RW.03 pulo gebang",
            "dpn mesjid dkt pulo gebang",
            "di sebrang jalan daerah pulo gebang",
            "Pulō Gébang",
        ],
    )
    def test_one_kelurahan_in_many_writings(self, text):
        assert _first(text) == ("kelurahan", "Pulo Gebang, Cakung, Kota Administrasi Jakarta Timur")

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("kebun jeruk", "Kebon Jeruk"),
            ("pd kelapa duren sawit", "Pondok Kelapa"),
            ("tj priok", "Tanjung Priok"),
            ("kramat jati", "Kramatjati"),
            ("kali baru cilincing", "Kalibaru"),
            ("ujung menteng", "Ujung Menteng"),
            ("menteng dalam", "Menteng Dalam"),
            ("cakung tim", "Cakung Timur"),
        ],
    )
    def test_short_forms_and_spellings(self, text, name):
        assert suggest(text)[0].name == name

    def test_equal_names_are_all_shown_with_what_they_lie_in(self):
        labels = {(place.kind, place.label) for place in suggest("jatinegara")}

        assert labels >= {
            ("kelurahan", "Jatinegara, Cakung, Kota Administrasi Jakarta Timur"),
            ("kecamatan", "Jatinegara, Kota Administrasi Jakarta Timur"),
        }

    def test_kelurahan_of_one_name_are_told_apart_by_their_kecamatan(self, make_pack):
        make_pack(
            "0,kota,Kota,\n1,kecamatan,Utara,0\n2,kecamatan,Selatan,0\n11,kelurahan,Mekar,1\n21,kelurahan,Mekar,2\n"
        )

        assert [place.label for place in suggest("mekar")] == ["Mekar, Selatan", "Mekar, Utara"]
        assert suggest("mekar utara")[0].area == "11"

    def test_what_it_lies_in_decides_between_equal_names(self):
        assert suggest("jatinegara cakung")[0].area == "31.75.06.1001"

    @pytest.mark.parametrize(("text", "kind"), [("kec. gambir", "kecamatan"), ("kel gambir", "kelurahan")])
    def test_the_level_that_was_typed_comes_first(self, text, kind):
        assert _first(text)[0] == kind

    def test_further_names_of_areas_come_from_the_pack(self):
        assert suggest("jaktim")[0].area == "31.75"
        assert suggest("pulau seribu")[0].area == "31.01"

    def test_an_area_gives_its_middle_and_how_wide_it_is(self):
        place = suggest("pulo gebang")[0]

        assert locate(place.lon, place.lat).area == place.area
        assert 1_000 < place.radius_m < 4_000

    def test_without_boundaries_names_are_found_without_a_point(self, make_pack):
        make_pack("0,city,Baltimore,\n1,neighborhood,Canton,0\n2,neighborhood,Fells Point,0\n")
        place = suggest("fells pt")[0] if suggest("fells pt") else suggest("fells")[0]

        assert (place.area, place.lon, place.lat) == ("2", None, None)


class TestLandmarks:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("monas", "Monumen Nasional"),
            ("st. manggarai", "Stasiun Manggarai"),
            ("stasiun senen", "Stasiun Pasar Senen"),
            ("rs polri", "Rumah Sakit Polri Kramat Jati"),
            ("RSCM", "RSUPN Dr. Cipto Mangunkusumo"),
            ("seberang terminal kp rambutan", "Terminal Kampung Rambutan"),
            ("mesjid istiklal", "Masjid Istiqlal"),
            ("Jl Pemuda no 12", "Jalan Pemuda, Layur"),
            ("walikota jaktim", "Kantor Wali Kota Jakarta Timur"),
            ("psr induk kramat jati", "Pasar Induk Kramat Jati"),
            ("tim", "Taman Ismail Marzuki"),
            ("gbk", "Gelora Bung Karno"),
        ],
    )
    def test_well_known_places(self, text, name):
        assert suggest(text)[0].name == name

    def test_an_abbreviation_of_a_direction_is_not_taken_for_a_landmark(self):
        assert suggest("jakarta tim")[0].area == "31.75"

    def test_kinds_are_words_for_people(self):
        assert suggest("monas")[0].kind_label == "landmark"
        assert suggest("stasiun gambir")[0].kind_label == "station"

    def test_every_landmark_lies_in_the_area_that_the_pack_says(self):
        rows = landmarks.read(PACK, names())
        wrong = [row.name for row in rows if row.kind != "area" and locate(row.lon, row.lat).area != row.area]

        assert wrong == []
        assert len(rows) >= 150

    def test_every_landmark_is_found_by_its_own_name(self):
        missing = [
            row.name
            for row in landmarks.read(PACK, names())
            if row.kind != "area" and row.name not in {place.name for place in suggest(row.name)}
        ]

        assert missing == []

    def test_names_and_aliases_are_not_given_twice(self):
        rows = landmarks.read(PACK, names())
        said = [name.casefold() for row in rows for name in (row.name, *row.aliases)]

        assert sorted(name for name in set(said) if said.count(name) > 1) == []

    @pytest.mark.parametrize(
        ("row", "fault"),
        [
            (",1,2,park,,1", "line 2: name must be given"),
            ("X,1,2,castle,,1", "line 2: kind 'castle' is none of"),
            ("X,1,2,park,,9", "line 2: area 9 is not in areas.csv"),
            ("X,1,2,park,,0", "line 2: area 0 is divided further"),
            ("X,a,2,park,,1", "line 2: could not convert"),
            ("X,nan,2,park,,1", "line 2: lon and lat must be numbers"),
        ],
    )
    def test_a_bad_row_is_named_by_line(self, make_pack, row, fault):
        pack = make_pack("0,city,City,\n1,ward,One,0\n", landmarks=row + "\n")

        with pytest.raises(ValueError, match=fault):
            landmarks.read(pack, names())


class TestPoints:
    @pytest.mark.parametrize("text", ["-6.2119, 106.9453", "106.9453 -6.2119", "6°12'43\" LS 106°56'43\" BT"])
    def test_coordinates_are_a_place_in_either_order(self, text):
        [place] = suggest(text)

        assert (place.kind, place.label.split(", ", 2)[2]) == (
            "point",
            "Pulo Gebang, Cakung, Kota Administrasi Jakarta Timur",
        )
        assert (place.lon, place.lat) == pytest.approx((106.9453, -6.2119), abs=1e-3)

    def test_a_plus_code_is_a_place(self):
        assert suggest("QRPF+XX")[0].area == suggest("6P58QRPF+XX")[0].area

    @pytest.mark.parametrize("text", ["-6.05, 106.85", "0.0, 0.0", "-6.2349 106.9989"])
    def test_coordinates_outside_give_nothing(self, text):
        assert suggest(text) == []


class TestOrder:
    def test_the_nearer_of_two_equally_good_comes_first(self, make_pack):
        make_pack(
            "0,kota,Kota,\n1,kelurahan,Satu,0\n2,kelurahan,Dua,0\n",
            landmarks="Pasar Pagi,106.80,-6.2,market,,1\nPasar Pagi,106.90,-6.2,market,,2\n",
        )

        assert suggest("pasar pagi", near=(106.81, -6.2))[0].area == "1"
        assert suggest("pasar pagi", near=(106.91, -6.2))[0].area == "2"

    def test_the_more_exact_of_two_equally_good_comes_first(self):
        assert [place.kind for place in suggest("pasar minggu")[:3]] == ["market", "kelurahan", "kecamatan"]

    def test_scores_fall_and_stay_within_bounds(self):
        scores = [place.score for place in suggest("kebon")]

        assert scores == sorted(scores, reverse=True)
        assert all(LEAST_SCORE <= score <= 100 for score in scores)

    def test_the_limit_is_kept(self):
        assert len(suggest("kebon", limit=3)) == 3
        assert len(suggest("kebon", limit=10_000)) <= 50


@pytest.mark.parametrize("text", ["", " ", "...", "p", "asdf qwer zxcv", "\x00", "😀", "rt 3 rw 4", "a" * 10_000])
def test_what_names_nothing_gives_nothing(text):
    assert suggest(text) == []


@hypothesis_settings(deadline=None, max_examples=200)
@given(text=st.text(max_size=300), lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_nothing_typed_ever_fails(text, lon, lat):
    for place in suggest(text, near=(lon, lat)):
        assert place.area in gazetteer().names.by_code
        assert math.isfinite(place.score)
