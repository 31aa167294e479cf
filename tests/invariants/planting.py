"""Two hundred reports with planted secrets, each with a mark of its kind, so that one look finds it however it is written."""

import io
import json
import re
import uuid
from dataclasses import dataclass, replace

from django.test import Client
from PIL import Image
from tests.factories import LAMP, LITTER, PULO_GEBANG, make
from tests.web.ledger.scene import signed
from tests.web.public.pages import send

from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.command.walls import actions as walls
from tanggap.config.consumers import CONSUMERS
from tanggap.core import cursors
from tanggap.insight.opendata import keeping, making
from tanggap.intake import actions as intake
from tanggap.intake.words import Reporter
from tanggap.places.city import city
from tanggap.reports import actions, photos
from tanggap.reports.models import Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

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
