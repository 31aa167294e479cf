"""Where something is, from a message's words, a shared location or a link; RT and RW stay in the address."""

import pytest
from tests.channels.talk.scene import NOW, PHOTO, outcome, said, talk

from tanggap.channels.talk.reading import Message
from tanggap.places.names import names

pytestmark = pytest.mark.django_db

ADDRESSES = [  # text, what is kept of it as the address
    ("lubang di jl. raya bekasi km 18 dpn indomaret rt 5/rw 3 klender", "jl. raya bekasi km 18 dpn indomaret rt 5/rw 3 klender"),
    ("got mampet di gg. mawar 3 rt 04/09 kel. slipi", "gg. mawar 3 rt 04/09 kel. slipi"),
    ("sampah numpuk RT05/RW011 Kelurahan Munjul", "RT05/RW011 Kelurahan Munjul"),
    ("pohon tumbang di Jalan Kayu Manis VII No. 12, Kayu Manis", "Jalan Kayu Manis VII No. 12, Kayu Manis"),
    ("lampu mati sblh masjid al ikhlas pondok kopi", "sblh masjid al ikhlas pondok kopi"),
    ("banjir", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_the_address_is_kept_in_the_senders_own_words(text, address):
    assert Message(said(text)).find(is_answer=False).address == address


AREAS = [  # text, areas that it can mean
    ("kelurahan menteng", {"Menteng"}),
    ("kec. menteng kel. menteng", {"Menteng"}),
    ("menteng", {"Menteng", "Pegangsaan", "Cikini", "Gondangdia", "Kebon Sirih"}),
    ("cikini menteng", {"Cikini"}),
    ("jatinegara cakung", {"Jatinegara"}),
    ("grogol utara", {"Grogol Utara"}),
    ("cipete kebayoran baru", {"Cipete Utara"}),
    ("kelapa dua wetan", {"Kelapa Dua Wetan"}),
    ("kel kelapa dua", {"Kelapa Dua"}),
    ("kramatjati", {"Kramatjati", "Tengah", "Dukuh", "Batu Ampar", "Balekambang", "Cililitan", "Cawang"}),
    ("pal merah kel palmerah", {"Palmerah"}),
    ("dpn rs fatmawati", {"Cilandak Barat"}),
    ("deket PGC", {"Cililitan"}),
    ("di tengah jalan", set()),
    ("jalan baru", set()),
    ("kayu jati", set()),
    ("orang gila di gunung", set()),
    ("sapi makan karet", set()),
    ("rumah sakit penuh", set()),
    ("kantor gubernur", {"Gambir"}),
    ("macet dari slipi", {"Slipi"}),
    ("macet di tomang dari slipi", {"Tomang"}),
    ("tomang, slipi", {"Tomang", "Slipi"}),
]


@pytest.mark.parametrize(("text", "areas"), AREAS)
def test_names_are_understood_as_far_as_they_speak(text, areas):
    found = Message(said(text)).find(is_answer=False)

    assert {names().by_code[code].name for code in found.areas} == areas


POINTS = [  # what stands in the message
    "-6.2146, 106.8996",
    "lampu mati di sini -6.2146,106.8996",
    "https://maps.google.com/?q=-6.2146,106.8996",
    "lampu mati https://www.google.com/maps/@-6.2146,106.8996,17z ya pak",
    "geo:-6.2146,106.8996",
]


@pytest.mark.parametrize("text", POINTS)
def test_a_written_point_is_a_location(text):
    draft = talk(text)[0].draft

    assert (round(draft.lon, 4), round(draft.lat, 4), names().spoken(draft.area)) == (
        106.8996,
        -6.2146,
        "Klender, Duren Sawit",
    )


@pytest.mark.parametrize(
    "text", ["https://maps.app.goo.gl/Ab3dE", "https://waze.com/ul/hqqgx", "di sini min https://goo.gl/maps/x1"]
)
def test_a_short_link_of_a_map_cannot_be_read_and_is_asked_for_in_other_words(text):
    turns = talk("jalan rusak parah", text, "klender", "ga ada")

    assert [outcome(turn) for turn in turns] == [
        "ask_where",
        "bad_location",
        "ask_photo @ Klender, Duren Sawit",
        "file @ Klender, Duren Sawit",
    ]
    assert text in turns[-1].act.text


def test_a_shared_location_places_the_report():
    turns = talk("jalan rusak", said(lon=106.8996, lat=-6.2146), said(attachments=(PHOTO,)))

    assert [outcome(turn) for turn in turns] == [
        "ask_where",
        "ask_photo @ Klender, Duren Sawit",
        "file @ Klender, Duren Sawit",
    ]
    assert (turns[-1].act.lon, turns[-1].act.lat, turns[-1].act.text, turns[-1].act.category) == (
        106.8996,
        -6.2146,
        "jalan rusak",
        "jalan",
    )


def test_everything_at_once_is_filed_at_once():
    turn = talk(said("jalan rusak", lon=106.8996, lat=-6.2146, attachments=(PHOTO,)))[0]

    assert (outcome(turn), turn.says) == ("file @ Klender, Duren Sawit", ())


def test_a_location_40_km_away_is_told_and_asked_for_again():
    turns = talk(said("jalan rusak", lon=107.29, lat=-6.30), "klender", "gada")

    assert [outcome(turn) for turn in turns] == [
        "outside",
        "ask_photo @ Klender, Duren Sawit",
        "file @ Klender, Duren Sawit",
    ]
    assert dict(turns[0].says[0].blanks) == {"km": "37", "place": "Pulo Gebang, Cakung"}
    assert (turns[-1].act.lon, turns[-1].act.lat) == (None, None)


@pytest.mark.parametrize(
    ("lon", "lat"), [(0.0, 0.0), (float("nan"), 1.0), (float("inf"), 1.0), (999.0, 1.0), (106.8, None)]
)
def test_a_broken_location_is_asked_for_again(lon, lat):
    assert outcome(talk(said("jalan rusak", lon=lon, lat=lat))[0]) == "bad_location"


def test_a_location_the_wrong_way_round_is_mended():
    draft = talk(said("jalan rusak", lon=-6.2146, lat=106.8996))[0].draft

    assert (draft.lon, draft.lat) == (106.8996, -6.2146)


def test_words_never_move_a_shared_location():
    turn = talk(said("jalan rusak di slipi", lon=106.8996, lat=-6.2146, attachments=(PHOTO,)))[0]

    assert outcome(turn) == "file @ Klender, Duren Sawit"


def test_a_landmark_gives_its_area_but_no_point():
    act = talk("tawuran dpn stasiun cikini")[0].act

    assert (names().spoken(act.area), act.lon, act.lat) == ("Menteng, Menteng", None, None)


def test_the_place_of_a_post_is_kept_as_its_address():
    draft = talk(said("jalan rusak", address="Warung Bu Tini"))[0].draft

    assert draft.address == "Warung Bu Tini"


def test_a_photo_alone_asks_what_and_is_counted():
    draft = talk(said(attachments=(PHOTO, PHOTO)))[0].draft

    assert (draft.asked, draft.photos, draft.began_at) == ("ask_what", 2, NOW)
