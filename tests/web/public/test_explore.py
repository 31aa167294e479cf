"""The map and the list hold the same; the address holds the whole choice."""

import json
from urllib.parse import urlencode

import pytest
from tests.factories import LAMP, LITTER, PULO_GEBANG, make
from tests.logs import own_events_seen

from tanggap.core import cursors
from tanggap.insight.cells.consumer import CONSUMER as CELLS
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
LON, LAT = PULO_GEBANG
ELSEWHERE = "106.7,-6.2,106.8,-6.1"
HERE = f"{LON - 0.01},{LAT - 0.01},{LON + 0.01},{LAT + 0.01}"


def listed(client, **query):
    page = client.get("/peta/", query).content.decode()
    return [part.split("/")[0] for part in page.split('class="item" href="/laporan/')[1:]]


def test_newest_first(client):
    made = [make.report().code for _ in range(3)]

    assert listed(client) == made[::-1]


def test_a_private_report_is_nowhere(client):
    hidden = make.report(visibility="private")
    answers = [
        client.get(path)
        for path in ("/", "/peta/", f"/peta/titik.json?zoom=16&bbox={HERE}", f"/dekat/?lon={LON}&lat={LAT}")
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any(hidden.code in answer.content.decode() for answer in answers)


def on_map(client, **query):
    found = client.get("/peta/titik.json", {"zoom": 16, "bbox": HERE, **query}).json()
    return [point["href"].split("/")[2] for point in found["points"]]


def test_filters_narrow_list_and_map_alike(client):
    lamp = make.report().code
    litter = make.report(category=LITTER, text="Sampah menumpuk", state=State.IN_PROGRESS).code
    expected = {
        ("category", LAMP): [lamp],
        ("state", "in_progress"): [litter],
        ("state", "open"): [litter, lamp],
        ("state", "closed"): [],
        ("area", "31.75"): [litter, lamp],
        ("area", "31.71"): [],
        ("bbox", HERE): [litter, lamp],
        ("bbox", ELSEWHERE): [],
    }

    assert {choice: listed(client, **dict([choice])) for choice in expected} == expected
    assert {choice: on_map(client, **dict([choice])) for choice in expected} == expected


def test_the_list_goes_on_from_the_last_row(client, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.views.exploring.LIST_ROWS", 2)
    made = [make.report().code for _ in range(5)]
    seen, query = [], ""
    while query is not None:
        page = client.get(f"/peta/{query}").content.decode()
        seen += [part.split("/")[0] for part in page.split('class="item" href="/laporan/')[1:]]
        query = page.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in page else None

    assert seen == made[::-1]


def test_the_page_of_another_query_is_the_first_one_and_says_so(client, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.views.exploring.LIST_ROWS", 1)
    newest = [make.report().code for _ in range(3)][-1]
    page = client.get("/peta/").content.decode()
    after = page.split("after=")[1].split('"')[0]

    assert listed(client, after=after) != [newest]
    for query in (f"after={after}&category={LAMP}", "after=zzz", "after=%00"):
        answer = client.get(f"/peta/?{query}").content.decode()
        assert newest in answer
        assert 'class="notice warn" role="status"' in answer


SENSELESS = {
    "bbox": ["1,2,3", "nan,0,1,1", "9,9,1,1", "179,-1,-179,1", "0,0,1e-9,1e-9", "inf,0,1,1", "-999,0,1,1", "0,1,0,1,0,1", "a,b,c,d"],
    "category": ["__class__"],
    "state": ["x"],
    "area": ["%00", "'--"],
    "unit": ["dinas-sihir"],
    "channel": ["telepati"],
    "from": ["yesterday", "2026-02-30", "9999-12-31", "0001-01-01"],
    "to": ["31.03.2026"],
    "period": ["10y", "year:99999"],
    "words": ["! | (", "%F0%9F%A6%84"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in SENSELESS for value in SENSELESS[name]])
def test_what_makes_no_sense_is_said_and_left_out(client, name, value):
    page, points = client.get(f"/peta/?{name}={value}"), client.get(f"/peta/titik.json?{name}={value}")

    assert (page.status_code, points.status_code) == (200, 422)
    assert 'class="notice warn" role="status"' in page.content.decode()
    assert list(points.json()["errors"]) == [name]


@pytest.mark.parametrize(
    "query", ["zoom=99", "zoom=nan", "zoom=-3", "zoom=x", "bbox=-180,-90,180,90&zoom=18", "zoom=12&close=1"]
)
def test_any_zoom_and_the_whole_earth_are_harmless(client, query):
    made = make.report().code

    assert [point["href"] for point in client.get(f"/peta/titik.json?{query}").json()["points"]] == [
        f"/laporan/{made}/"
    ]


def test_the_whole_choice_is_in_the_address_and_each_part_can_be_taken_away(client):
    chosen = {
        "area": "31.75", "category": "jalan", "channel": "website", "from": "2026-01-01", "state": "open", "to": "2026-03-31",
        "unit": "dinas-bina-marga", "words": "lubang besar",
    }  # fmt: skip
    page = client.get("/peta/", chosen).content.decode()
    chips = [part.split('"')[0] for part in page.split('class="chip on" href="')[1:]]
    query = urlencode(chosen).replace("&", "&amp;")

    assert len(chips) == 7
    assert all(chip.startswith("/peta/?") and chip.count("=") in {6, 7} for chip in chips)
    assert [f'href="{path}?{query}"' in page for path in ("/peta/", "/langganan/", "/peta/umpan.rss", "/data/")] == [
        True
    ] * 4


def test_a_typed_place_becomes_an_area_of_the_address(client):
    assert client.get("/peta/?place=cakung&category=jalan")["Location"] == "/peta/?category=jalan&area=31.75.06"


def test_an_unknown_place_is_said_to_be_unknown(client):
    response = client.get("/peta/", {"place": "qqzzqq"}, follow=True)

    assert "qqzzqq" in response.content.decode()


def test_too_many_pins_are_marks_of_several(client, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.views.mapping.MOST_PINS", 2)
    monkeypatch.setattr("tanggap.web.public.views.mapping.FEW", 2)
    for _ in range(3):
        make.report()
    with own_events_seen():
        cursors.catch_up(CELLS)
        found = client.get("/peta/titik.json", {"zoom": 16, "bbox": HERE}).json()

    assert (found["points"], [(it["reports"], it["open"]) for it in found["clusters"]]) == ([], [(3, 3)])


def test_the_outlines_hold_every_lowest_area_once_and_are_kept(client):
    response = client.get("/peta/wilayah.json", headers={"Accept-Encoding": ""})
    drawn = json.loads(response.content)
    again = client.get("/peta/wilayah.json", headers={"If-None-Match": response["ETag"]})

    assert len({area["code"] for area in drawn["areas"]}) == len(drawn["areas"]) == 267
    assert {label["depth"] for label in drawn["labels"]} == {0, 1, 2}
    assert again.status_code == 304


def test_thinned_outlines_leave_no_holes_and_lose_no_area():
    import shapely

    from tanggap.places.boundaries import boundaries
    from tanggap.web.public import outlines

    full = boundaries()
    drawn = [shapely.geometry.shape(area["shape"]) for area in json.loads(outlines.areas_file().body)["areas"]]
    thin = [shapely.make_valid(shape) for shape in drawn]
    plain = shapely.transform(
        shapely.union_all(thin), lambda points: points * [full.plane.metres_per_lon, full.plane.metres_per_lat]
    )
    whole = shapely.union_all(full.shapes)

    assert plain.symmetric_difference(whole).area / whole.area < 0.01
    assert all(not shape.is_empty for shape in thin)


def test_near_rows_are_open_ones_near_by(client):
    near, far = make.report(), make.report(lon=LON - 0.05)
    closed = make.report(state=State.RESOLVED)
    page = client.get("/dekat/", {"lon": LON, "lat": LAT}).content.decode()

    assert near.code in page
    assert far.code not in page
    assert closed.code not in page


@pytest.mark.parametrize("query", ["", "lon=x&lat=y", "lon=nan&lat=1", "lon=1e9&lat=0"])
def test_near_without_a_usable_point_shows_the_latest(client, query):
    made = make.report()

    assert made.code in client.get(f"/dekat/?{query}").content.decode()
