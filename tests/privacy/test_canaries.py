"""A person with some twenty marks, who reported by several channels and is erased: no table and no folder holds one of them (P14, P16).

Sealed values are found by their ciphertext: whatever was sealed with a mark in it, or with the person's photo, is remembered while the
scene is made. Indexes are looked for as they are, keyed hashes of the contacts.
"""

import hashlib
import io
import json
import os
import re
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image
from tests.channels import fake
from tests.channels.jaki.app import App
from tests.channels.jaki.app import account as app_account
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.channels import processing, receiving, threads
from tanggap.config.consumers import CONSUMERS
from tanggap.core import crypto, cursors
from tanggap.feedback import actions as feedback
from tanggap.insight.opendata import keeping, making
from tanggap.insight.opendata.models import Version
from tanggap.intake import finding
from tanggap.intake.words import Reporter
from tanggap.ledger import documents, sealing
from tanggap.ledger.models import Leaf, Seed
from tanggap.notify import subscribing, targets, wishes
from tanggap.notify.models import Contact
from tanggap.places.city import city
from tanggap.privacy import actions, removing
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.triage import actions as triage

pytestmark = pytest.mark.django_db
MARKS = re.compile(r"zquarel|81277889|b ?1234 ?knr", re.IGNORECASE)
PHONE, EMAIL, HANDLE = "+6281277889901", "zquarelmail@contoh.id", "+6281277889902"


class Watch:
    """Remembers what was sealed with a mark in it, and which photos are the person's."""

    def __init__(self):
        self.sealed, self.photos, self.indexes = set(), set(), set()

    def photo(self, colour):
        picture, file = Image.new("RGB", (64, 48), colour), io.BytesIO()
        exif = picture.getexif()
        exif[0x010F], exif[0x013B] = "ZQUARELSERIAL", "Zquarel Photographer"
        picture.save(file, "JPEG", exif=exif)
        self.photos.add(hashlib.sha256(file.getvalue()).hexdigest())
        return file.getvalue()

    def seals(self, original):
        def seal_bytes(plain, *, context):
            sealed = original(plain, context=context)
            is_photo = hashlib.sha256(plain).hexdigest() in self.photos or b"ZQUARELSERIAL" in plain
            if is_photo or MARKS.search(plain.decode("utf-8", "replace")):
                self.sealed.add(sealed)
            return sealed

        return seal_bytes

    def hits(self, value):
        """Yield what of the person stands in a value of a column."""
        if isinstance(value, memoryview | bytes):
            raw = bytes(value)
            if raw in self.sealed:
                yield "sealed"
            if raw in self.indexes:
                yield "index"
            value = raw.decode("utf-8", "replace")
        elif not isinstance(value, str):
            value = json.dumps(value, default=str, ensure_ascii=False)
        yield from MARKS.findall(value)
        yield from (sha256 for sha256 in self.photos if sha256 in value)

    def in_tables(self):
        """Return which columns of which tables hold something of the person. Each table is looked through by the database first."""
        plain = [mark.encode().hex() for mark in ("zquarel", "Zquarel", "ZQUAREL", "81277889")]
        sealed = [raw.hex()[:32] for raw in (*self.sealed, *self.indexes)]
        wanted = "|".join([MARKS.pattern, *plain, *sealed, *self.photos])
        found = set()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND relnamespace = 'public'::regnamespace"
            )
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT t.* FROM "{table}" AS t WHERE t::text ~* %s', [wanted])
                names = [column.name for column in cursor.description]
                for row in cursor.fetchall():
                    hits = {
                        f"{table}.{name}: {hit}"
                        for name, value in zip(names, row, strict=True)
                        for hit in self.hits(value)
                    }
                    found |= hits or {f"{table}: {row}"}
        return found

    def in_folders(self, *roots):
        """Return which files hold something of the person, in name or content."""
        return {
            str(path)
            for root in map(Path, roots)
            for path in root.rglob("*")
            if path.is_file() and (any(self.hits(path.name)) or any(self.hits(path.read_bytes())))
        }


@pytest.fixture
def watch(monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT, settings.OPENDATA_ROOT = tmp_path / "media", tmp_path / "opendata"
    one = Watch()
    monkeypatch.setattr(crypto, "seal_bytes", one.seals(crypto.seal_bytes))
    with own_events_seen():
        yield one


def caught_up():
    for consumer in CONSUMERS.values():
        cursors.catch_up(consumer)


def version(report):
    return Report.objects.get(pk=report.pk).version


def by_the_web(watch):
    """Return a report that was asked, answered, rated, opened again and supported, with words of its reporter in each act."""
    report = make.report(
        text="Zquarel: lampu mati, mobil B 1234 KNR menghalangi",
        address="Gang Zquarel 5",
        details={"pole_number": "Zquarel-7"},
        reporter=Reporter(name="Ratna Zquarel", email=EMAIL, phone=PHONE),
        photos=[Upload(watch.photo((1, 2, 3)), "zquarel.jpg")],
        external_id=f"zquarel-{uuid.uuid4()}",
        raw={"text": "Zquarel, as it came"},
    )
    token, officer = make.token(report), make.staff(of=report.unit_id)
    own = {"code": report.code, "token": token}
    reports.ask(code=report.code, version=version(report), by=officer, question="Di mana?")
    feedback.answer(**own, answer="Di depan rumah Zquarel")
    feedback.add(**own, message="Tambahan Zquarel", photos=[Upload(watch.photo((4, 5, 6)), "zquarel2.jpg")])
    solved(report)
    feedback.rate(**own, score=1, comment="Kata Zquarel buruk")
    feedback.reopen(**own, message="Masih gelap, kata Zquarel", photos=[Upload(watch.photo((7, 8, 9)), "zquarel3.jpg")])
    wishes.wish(**own, wanted=["results"], way="phone", language="en")
    subscribing.subscribe(email=EMAIL, target=targets.Target(code=report.code), language="id")
    Contact.objects.create(index=crypto.blind_index("phone", PHONE))
    finding.of_reporter(typed=PHONE, by=make.staff(of=city().intake_unit, role=Role.INTAKE))
    return report


def solved(report):
    from tests.feedback.test_joined_and_neighbours import close

    close(report)


def joined(watch):
    """Return a report that joined another one, at which its reporter said something afterwards."""
    parent = make.report(reporter=make.reporter(9))
    child = make.report(text="Zquarel anak: lampu mati", reporter=Reporter(email=EMAIL))
    triage.merge(code=child.code, version=version(child), by=make.staff(of=child.unit_id), parent=parent.code)
    photos = [Upload(watch.photo((30, 2, 3)), "k.jpg")]
    feedback.add(code=child.code, token=make.token(child), message="Zquarel pada induk", photos=photos)
    feedback.add(code=parent.code, token=make.token(parent), message="Kata induk sendiri")
    return parent, Report.objects.get(pk=child.pk)


def by_chat(watch):
    """Return a report that came by a chat of several messages with a photo, and was answered."""
    post = fake.Fake(files={"zquarel4.jpg": watch.photo((9, 9, 90))})
    account = fake.account(post)
    said = {"sender": HANDLE, "name": "Zquarel"}
    receiving.keep(
        account,
        fake.pieces(
            fake.event("zquarel-1", text="Zquarel: lampu jalan mati", **said),
            fake.event("zquarel-2", text="", files=["zquarel4.jpg"], **said),
            fake.event("zquarel-3", text="Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung", **said),
            fake.event("zquarel-4", text="ya", **said),
        ),
    )
    processing.work(account)
    made = Report.objects.filter(channel_id="sms").first()
    assert made is not None
    receiving.keep(account, fake.pieces(fake.event("zquarel-5", text="Tambahan dari Zquarel lewat chat", **said)))
    processing.work(account)
    watch.indexes.add(threads.index_of(account.id, HANDLE))
    return account, made


def by_app(watch):
    """Return a report that the app sent with a photo in parts."""
    app_account()
    app = App()
    app.register()
    upload = app.photo(watch.photo((60, 70, 80)))
    told = app.report(text="Zquarel lewat aplikasi", uploads=[upload], reporter={"name": "Zquarel App", "phone": PHONE})
    assert told.status_code == 201, told.content
    return app, Report.objects.get(code=told.json()["code"])


def test_nothing_of_an_erased_person_is_left_anywhere(watch, caplog):
    web = by_the_web(watch)
    parent, child = joined(watch)
    account, chat = by_chat(watch)
    app, phone = by_app(watch)
    mine = [web, child, chat, phone]
    caught_up()
    making.make()
    watch.indexes |= {
        crypto.blind_index("email", EMAIL), crypto.blind_index("phone", PHONE), crypto.blind_index("phone", HANDLE),
    }  # fmt: skip
    before = watch.in_tables()
    assert {hit.split(":")[0] for hit in before} >= {
        "channels_arrival.sealed", "channels_thread.sealed", "reports_identity.sealed",
        "reports_event.payload", "reports_photo.sha256", "reports_photoorigin.sealed", "notify_subscription.sealed",
        "feedback_rating.comment", "intake_inbound.external_id", "reports_search.words", "reports_publicwords.words",
        "intake_contactlookup.index", "channels_jaki_transfer.sha256",
    } - {"channels_jaki_transfer.sha256"}  # fmt: skip
    assert watch.in_folders(settings.MEDIA_ROOT)
    leaves = {row.event_id: bytes(row.entry) for row in Leaf.objects.exclude(event=None)}
    aged(settings.MEDIA_ROOT)
    for report in mine:
        actions.erase_own(code=report.code, token=make.token(Report.objects.get(pk=report.pk)))
    caught_up()
    Version.objects.update(clean_to=0)  # the test's one transaction has one place in the log
    keeping.clean()
    removing.carry_on()

    assert watch.in_tables() == set()
    assert watch.in_folders(settings.MEDIA_ROOT, settings.OPENDATA_ROOT) == set()

    assert MARKS.findall(caplog.text) == []

    again = {one.event: one.commitment for report in (*mine, parent) for one in documents.of_report(report.code)}
    assert {event: documents.committed(leaves[event]) for event in leaves if event in again} == {
        event: again[event] for event in leaves if event in again
    }
    assert "Kata induk sendiri" in json.dumps(
        list(Event.objects.filter(report=parent).values_list("payload", flat=True))
    )
    assert Report.objects.get(pk=web.pk).state == State.REOPENED

    receiving.keep(account, fake.pieces(fake.event("zquarel-1", text="Zquarel: lampu jalan mati", sender=HANDLE)))
    assert watch.in_tables() == set()
    assert app.call("GET", "/reports").json()["reports"] == []


def aged(root):
    """Let the files be older than a request takes."""
    past = time.time() - 3600
    for path in Path(root).rglob("*"):
        if path.is_file():
            os.utime(path, (past, past))


def test_the_right_word_cannot_be_confirmed_from_what_is_published():
    report = make.report(text="Lampu zquarel mati", reporter=make.reporter())
    before = documents.first(report.code)
    digest = before.sealed["filed.text"].digest

    actions.erase_own(code=report.code, token=make.token(report))

    after = documents.first(report.code)
    seed = Seed.objects.get(report=report)
    published = {"salt": after.salt, "seed": bytes(seed.seed), "digest": digest, "none": b""}
    tries = {name: crypto_salt(key) for name, key in published.items()}
    assert (after.public, after.sealed["filed.text"].digest) == (before.public, digest)
    assert (seed.personal, after.sealed["filed.text"].salt) == (None, None)
    assert digest not in {sealing.digest(salt, "Lampu zquarel mati") for salt in [*published.values(), *tries.values()]}


def crypto_salt(key):
    import hmac

    return hmac.digest(key, b"field/1/filed.text", "sha256")
