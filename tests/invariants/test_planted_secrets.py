"""Two hundred reports with planted secrets, and everything that anybody can read about them: nothing of it may be found (promises.md P14).

Each secret holds a mark of its kind, so that one look finds it however it is written. The walk takes its addresses from the table of
addresses and from the links of what it read (tests/surfaces.py), so what is built later is walked as well.
"""

import io
import json
import logging
import re
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from PIL import Image
from tests import surfaces
from tests.factories import LAMP, LITTER, PULO_GEBANG, make
from tests.fixtures import standing
from tests.web.ledger.scene import signed
from tests.web.public.pages import send

from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.command.walls import actions as walls
from tanggap.config.consumers import CONSUMERS
from tanggap.core import cursors
from tanggap.core.logs import LineFormatter
from tanggap.insight.opendata import keeping, making
from tanggap.insight.opendata import queries as opendata
from tanggap.insight.statistics import INDICATORS
from tanggap.intake import actions as intake
from tanggap.intake.words import Reporter
from tanggap.places.city import city
from tanggap.reports import actions, photos
from tanggap.reports.models import Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.web.public.views import tracking
from tanggap.web.ui import caching, kept

pytestmark = pytest.mark.xdist_group("planted")  # planted and walked once
REPORTS = 200
MARK = "zquix"  # in no code, which knows neither I nor U, and by chance in no token
SERIAL = "ZQUIXSERIAL"
GAP = r"[\s.\-–()\[\]*_/]{0,3}"
SECRET = re.compile(
    MARK  # names, addresses of mail, handles, notes, file names, what was withheld
    + r"|\bB ?\d+ ?ZQU\b"  # number plates
    + "|" + GAP.join("8127788")  # telephone numbers, however grouped
    + "|" + GAP.join("317599")  # NIK
    + r"|delapan satu dua tujuh tujuh"  # one in words
    + r"|198\.51\.100\."  # where it was sent from
    + r"|\bperson ?\d+\b",  # names of officers, and what they sign in with
    re.I,
)  # fmt: skip
TEXTS = (
    "Lampu mati. Nama saya Budi Zquix{x}, hp 0812 7788 {d}",
    "Gelap sekali, hubungi Zquix{x} di 08127788{d} sore hari",
    "NIK saya 31759901{d}0{d}, mohon dicek lampunya",
    "nik 3175 99{d} 0102 0003 lampu jalan mati",
    "Balas ke zquix{d}@contoh.id, lampu mati sejak Senin",
    "Lampu mati dan mobil B {d} ZQU parkir di bawahnya",
    "Foto ada di @zquix_{d}, jalan gelap",
    "IG: zquix.{d} videonya, tiang miring",
    "WA +62 812-7788-{d}, lampu berkedip",
    "hp O812 7788 {d}, lampu mati total",
    "nomor saya nol delapan satu dua tujuh tujuh delapan delapan satu dua, gelap",
    "Rumah Pak Zquix{x} Jl. Melati No. 12 gelap",
    "Pak Zquix{x} merusak lampu jalan, a.n. Siti Zquix{x}",
    "Pelapor: Zquix{x}, (0812) 7788 {d}, lampu padam",
)
CHANNELS = ("website", "email", "sms", "twitter", "facebook", "qlue", "jaki", "lapor1708")
WITHHELD_TEXT = "Lampu zquixgaib mati di depan warung"
PUBLIC_TEXT = "Lampu mercusuar mati"  # what has to be found: a walk that sees nothing proves nothing


@dataclass(frozen=True)
class Scene:
    """What was planted: a report that everybody may read, the codes and photos that nobody may see, all private tokens."""

    shown: Report
    hidden: tuple[str, ...]
    hidden_photos: tuple[str, ...]
    tokens: frozenset[str]
    own: str
    wall: str


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("planted"), OPENDATA_ROOT=tmp_path_factory.mktemp("opendata"), DEBUG=False
    ):
        yield settings.MEDIA_ROOT, settings.OPENDATA_ROOT


@pytest.fixture(scope="module")
def scene(django_db_blocker, folders):
    with standing(django_db_blocker, plant) as planted:
        yield planted


@pytest.fixture(autouse=True)
def _as_planted(scene, folders, settings, db):
    settings.MEDIA_ROOT, settings.OPENDATA_ROOT = folders
    settings.DEBUG = False
    caching.forget()
    kept.pages.clear()


def plant():
    """Make the reports by the channels' one door, two of them by the web form and the API, and bring some to each state."""
    taken = photos.take_in([Upload(camera_photo(), "zquixfile.jpg")])[0]
    everything = [accepted(number, taken) for number in range(REPORTS - len(State) - 6)]
    sender = Client(REMOTE_ADDR="198.51.100.7")
    assert (
        send(
            sender, text="Nama saya Budi Zquixform, 0812 7788 0001", name="Zquix Form", email="zquix@form.id"
        ).status_code
        == 302
    )
    body = {
        "text": "Pak Zquixapi, lampu mati",
        "category": LAMP,
        "reporter": {"phone": "+6281277880002", "name": "Zquix Api"},
    }
    body["location"] = dict(zip(("lon", "lat"), PULO_GEBANG, strict=True))
    assert sender.post("/api/v1/reports", json.dumps(body), content_type="application/json").status_code == 201
    shown = make.report(text=PUBLIC_TEXT, photos=[again(taken)])
    for state in State:
        lived = make.report(state=state, text="Kata Pak Zquixjalan lampu mati", reporter=planted_reporter(777))
        handled(lived)
    hidden = [withheld(taken, shown), made_private(taken), erased_by_category(taken)]
    for consumer in CONSUMERS.values():
        cursors.catch_up(consumer)
    making.make()
    hide(hidden[0])
    for consumer in CONSUMERS.values():
        cursors.catch_up(consumer)
    signed()
    keeping.clean()
    gone = Photo.objects.filter(report__in=hidden).values_list("id", flat=True)
    return Scene(
        shown=shown,
        hidden=tuple(one.code for one in hidden),
        hidden_photos=tuple(str(one) for one in gone),
        tokens=frozenset(make.token(one) for one in Report.objects.only("nonce")),
        own=f"/laporan/{everything[0].code}/{everything[0].token}/",
        wall=hung(),
    )


def hung():
    """Return the token of a wall of the whole city that hangs where anybody reads it."""
    governor = make.staff(of="kantor-gubernur", role=Role.LEADER)
    return walls.hang(by=governor, room="Zquixruang", scope="", language="id").token


def planted_reporter(number):
    digits = f"{number:04d}"
    return Reporter(
        name=f"Zquix Pelapor{number}", email=f"zquix{number}@pelapor.id", phone=f"+628127788{digits}", channel="email"
    )


def accepted(number, taken):
    """Send one report through the door, its secrets in its words, its contact, its raw payload, now and then a photo with a name."""
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    text = TEXTS[number % len(TEXTS)].format(x=letters, d=f"{number + 1000:04d}")
    lon, lat = PULO_GEBANG
    given = make.inbound(
        text=text,
        channel=CHANNELS[number % len(CHANNELS)],
        category=LITTER if number % 3 else LAMP,
        lon=lon + (number % 20) * 1e-4,
        lat=lat + (number % 17) * 1e-4,
        address="Rumah Pak Zquixalamat, depan masjid",
        external_id=f"zquix-external-{number}",
        reporter=planted_reporter(number),
        visibility="private" if number % 10 == 0 else "public",
        raw={"from": "198.51.100.9", "file": "zquixfile.jpg"},
        photos=[again(taken)] if number % 25 == 0 else (),
    )
    return intake.accept(given)


def again(taken):
    """Return the photo once more, as another upload of the same bytes."""
    return Upload(b"", "zquixfile.jpg", taken=replace(taken, id=uuid.uuid4()))


def camera_photo():
    """Return a JPEG with a serial number, a place and a name in its EXIF."""
    picture, file = Image.new("RGB", (64, 48), (90, 20, 200)), io.BytesIO()
    exif = picture.getexif()
    exif[0x010F], exif[0x013B] = SERIAL, "Zquix Photographer"
    exif.get_ifd(0x8769)[0xA431] = SERIAL
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 12.0, 42.0), 3: "E", 4: (106.0, 56.0, 43.0)})
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def handled(report):
    """Let the desk write what the public never reads, and name a person in what it does."""
    officer = make.staff(of=report.unit_id)
    actions.note(code=report.code, by=officer, note="Zquixcatatan: pelapor kenal petugas")


def withheld(taken, parent):
    """Return a report that was public, joined to another, in every list, and is to be hidden."""
    text = WITHHELD_TEXT.replace("zquix", "Zqs")
    return make.report(state=State.MERGED, parent=parent, text=text, photos=[again(taken)])


def hide(report):
    by = make.staff(of=city().intake_unit, role=Role.INTAKE)
    version = Report.objects.get(pk=report.pk).version
    actions.withhold(code=report.code, version=version, by=by, reason="court", note="Zquixhakim")


def made_private(taken):
    return make.report(visibility="private", text=WITHHELD_TEXT, photos=[again(taken)])


def erased_by_category(taken):
    """Return a report that was public until it turned out to be about the conduct of an official."""
    report = make.report(text=WITHHELD_TEXT, photos=[again(taken)])
    confidential = next(row.code for row in catalog.leaves() if row.is_confidential)
    by = make.staff(of=city().intake_unit, role=Role.INTAKE)
    actions.change(code=report.code, version=report.version, by=by, category=confidential, message="Menyangkut petugas")
    return Report.objects.get(pk=report.pk)


# --- the walk -----------------------------------------------------------------------------------------------------


def given(scene):
    """Return a value for each part of a public address. Add one here when the walk asks for it."""
    codes = [scene.shown.code, *scene.hidden, "JK-26-AAAA-AAAA"]
    (version,) = opendata.versions()[:1]
    return {
        "code": codes,
        "photo": [*Photo.objects.filter(report=scene.shown).values_list("id", flat=True), *scene.hidden_photos],
        "size": ["thumb", "shown"],
        "token": ["0" * 48],
        "wall:page:token": [scene.wall],
        "wall:now:token": [scene.wall],
        "link": ["0" * 48],
        "number": [uuid.UUID(int=1)],
        "api:None:name": ["photos"],
        "indicator": list(INDICATORS)[:2],
        "key": [str(uuid.UUID(int=1))],
        "suffix": ["json", "xml"],
        "open311:service:code": ["lampu-jalan", "JK-26-AAAA-AAAA"],
        "ledger:openings:number": ["000"],
        "ledger:entries:place": ["000", "000.p/9"],
        "ledger:tile:level": ["0"],
        "ledger:tile:place": ["000", "000.p/9"],
        "public:sitemap:name": ["pages", "reports-1", "areas"],
        "figures:widget:code": list(INDICATORS)[:3],
        "figures:area:code": [scene.shown.area_id, "31.75"],
        "figures:area-feed:code": [scene.shown.area_id, "31.75"],
        "evaluation:indicator:code": ["answered_in_six", "cost_per_report", "views"],
        "evaluation:comparison:code": ["answered_in_six"],
        "opendata:code": list(opendata.DATASETS),
        "opendata:dataset:code": list(opendata.DATASETS),
        "opendata:dictionary:code": list(opendata.DATASETS),
        "opendata:dictionary-csv:code": list(opendata.DATASETS),
        "opendata:croissant:code": list(opendata.DATASETS),
        "opendata:manifest:number": [version.number],
        "opendata:sums:number": [version.number],
        "opendata:file:code": ["reports"],
        "opendata:file:number": [version.number],
        "opendata:file:name": [],
        "opendata:chosen:kind": ["csv", "jsonl", "geojson", "xlsx"],
    }


def asked(scene):
    """Yield every public address, those that narrow a list or a map with what is hidden, and each file of the open data."""
    yield from (address for _name, address in surfaces.addresses(given(scene)))
    lon, lat = PULO_GEBANG
    for words in ("zquixgaib", "0812 7788", "mercusuar", "Zqsgaib"):
        yield f"/peta/?words={words}"
        yield f"/peta/titik.json?words={words}&bbox=106,-7,107,-6"
    yield from (f"/peta/{query}" for query in ("?state=closed", "?period=all", f"?area={scene.shown.area_id}"))
    yield from (f"/peta/titik.json?bbox={lon - d},{lat - d},{lon + d},{lat + d}&zoom=18" for d in (0.001, 0.02))
    yield f"/dekat/?lon={lon}&lat={lat}"
    yield from (f"/data/{file.dataset}/{file.version}/{file.name}" for file in opendata.versions()[0].files)


@pytest.fixture(scope="module")
def walked(scene, django_db_blocker):
    """Return all that everybody can read, and what was logged meanwhile; the links that pages lead to are followed once a kind."""
    with django_db_blocker.unblock(), logged() as lines:
        found, reader = [], Client()
        for address in dict.fromkeys(asked(scene)):
            found.append(surfaces.read(reader, address))
        seen = {shape(page.address) for page in found}
        for address in dict.fromkeys(link for page in found for link in links(page)):
            if shape(address) not in seen:
                seen.add(shape(address))
                found.append(surfaces.read(reader, address))
    return found, "\n".join(lines)


@contextmanager
def logged():
    """Yield the lines that are logged inside, all of them, as the product writes them."""
    lines, form = [], LineFormatter()
    writer = logging.Handler(logging.DEBUG)
    writer.emit = lambda record: lines.append(form.format(record))  # type: ignore[method-assign]
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(writer)
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.removeHandler(writer)
        root.setLevel(before)


def links(page):
    if "html" not in page.kind:
        return
    for address in re.findall(r'(?:href|src|action)="(/[^"#]*)', page.said):
        if not address.lstrip("/").startswith((*surfaces.STAFF, "static/")):
            yield address.replace("&amp;", "&")


def shape(address):
    """Return what kind of an address it is: its pattern and the names of what it asks."""
    path, _mark, query = address.partition("?")
    try:
        found = resolve(path).route
    except Resolver404:
        found = path
    return found, tuple(sorted(part.partition("=")[0] for part in query.split("&")))


def test_no_surface_tells_a_secret(walked, scene):
    pages, lines = walked

    told = {(page.address, hit.group()) for page in pages for hit in SECRET.finditer(unasked(page))}
    opened = {
        (page.address, token) for page in pages for token in scene.tokens & set(re.findall(r"\w{40,}", page.said))
    }

    assert (told, opened) == (set(), set())
    assert [hit.group() for hit in SECRET.finditer(without_addresses(lines))] == []
    assert not scene.tokens & set(re.findall(r"\w{40,}", lines))


def test_what_is_hidden_is_on_no_surface(walked, scene):
    pages, _lines = walked

    hidden = re.compile("|".join([*scene.hidden, *scene.hidden_photos, "(?i:zqsgaib)"]))
    told = {(page.address, hit.group()) for page in pages for hit in hidden.finditer(unasked(page))}

    assert told == set()


def test_the_walk_sees_what_is_public(walked, scene):
    pages, _lines = walked
    shown = Counter(kind_of(page) for page in pages if page.status == 200 and scene.shown.code in unasked(page))
    answered = Counter(page.status for page in pages)

    assert {"html", "json", "csv", "rss", "atom", "jsonl", "geojson", "xlsx"} <= set(shown), shown
    assert answered[500] == 0
    assert answered[200] > 60
    assert any("image/png" in page.kind for page in pages)


def test_pictures_hold_nothing_but_the_picture(walked):
    pages, _lines = walked
    pictures = [
        page for page in pages if page.kind.startswith("image/") and page.status == 200 and "svg" not in page.kind
    ]

    for page in pictures:
        with Image.open(io.BytesIO(page.body)) as picture:
            assert (dict(picture.getexif()), set(picture.info) - PLAIN) == ({}, set()), page.address
    assert len(pictures) >= 3


PLAIN = {
    "jfif",
    "jfif_version",
    "jfif_unit",
    "jfif_density",
    "dpi",
    "progressive",
    "progression",
    "gamma",
    "srgb",
    "transparency",
}


@pytest.mark.parametrize(
    "path", ["/laporan/{}/", "/api/v1/reports/{}", "/api/v1/reports/{}/events", "/laporan/{}/kartu.png"]
)
def test_a_hidden_code_is_answered_as_one_that_is_nobodys(scene, path):
    reader = Client()

    answers = [surfaces.read(reader, path.format(code)) for code in (*scene.hidden, "JK-4KQ2-M9XT-1C7", "JK")]

    assert {(answer.status, answer.said.replace(answer.address, "")) for answer in answers} == {(404, answers[-1].said)}


def test_pages_of_errors_and_their_log_tell_nothing(scene, monkeypatch):
    def broken(code):
        raise RuntimeError

    reader = Client(raise_request_exception=False, REMOTE_ADDR="198.51.100.8")
    form, body = {"do": "send", "name": "Zquix", "phone": "0812 7788 1"}, b'{"text": 7, "reporter": {"name": "Zquix"}}'
    with logged() as lines:
        said = [
            surfaces.read(reader, "/api/v1/reports", method="post", data=body, content_type="application/json"),
            *(
                surfaces.read(reader, address)
                for address in ("/zquix/", "/laporan/zquix/", scene.own.replace("a", "b"))
            ),
        ]
        own = surfaces.read(reader, "/lapor/", method="post", data=form)  # its sender reads again what was typed
        monkeypatch.setattr(tracking.public, "version_of", broken)
        said.append(surfaces.read(reader, f"/laporan/{scene.shown.code}/"))

    assert (own.status, [one.status for one in said]) == (422, [422, 404, 404, 404, 500])
    assert [one.address for one in said if SECRET.search(unasked(one))] == []
    assert not SECRET.search(without_addresses("\n".join(lines)))


def unasked(page):
    """Return what a page says without what was asked of it: its own address, and words that were typed into the search."""
    said = page.said.replace(page.address, "")
    query = page.address.partition("words=")[2].partition("&")[0]
    return (
        said.replace(query, "").replace(query.replace(" ", "+"), "").replace(query.replace(" ", "%20"), "")
        if query
        else said
    )


def without_addresses(lines):
    """Return log lines without the addresses that this test asked for."""
    return re.sub(r"(?:/[\w.~%-]*)+(?:\?\S*)?", "", lines)


def kind_of(page):
    ending = re.search(r"\.(rss|atom|ics|csv|jsonl|geojson|xlsx)(?:\.gz)?(?:\?|$)", page.address)
    return ending[1] if ending else "json" if "json" in page.kind else "html" if "html" in page.kind else page.kind
