"""What the checks of the photos found, as the validator's page shows it: words, strength, limits, the pictures to compare."""

import dataclasses

import pytest
from tests.factories import LITTER, make
from tests.verification.evidence import claiming
from tests.verification.evidence.claiming import jpeg, scene

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports.models import Capture, Event, Photo
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions, queries
from tanggap.verification.evidence import seeing
from tanggap.verification.evidence.models import Finding, Scan
from tanggap.web.verify.drawing import MOST_LINES, drawn

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"
EDITED = {
    "is_edit": True,
    "how": ["edited"],
    "matches": 90,
    "inliers": 88,
    "share": 0.98,
    "error_px": 0.12,
    "points": [[x / 100, 0.5, x / 100, 0.5] for x in range(90)],
    "regions": [{"box": [0.25, 0.25, 0.5, 0.5], "outline": [[0.25, 0.25], [0.5, 0.25], [0.5, 0.5]], "area": 0.03}],
}


@pytest.fixture
def person():
    return make.staff(of=EAST, role=Role.VALIDATOR)


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def claim(**how):
    return claiming.claim(jpeg(scene(1)), before=jpeg(scene(2)), **how)


def looked_at(report, *, state="done"):
    """Let every photo of a report be looked at, whatever was found."""
    now = clock.now()
    for photo in Photo.objects.filter(report=report):
        Scan.objects.update_or_create(
            photo=photo, defaults={"state": state, "rank": 0, "added_at": now, "due_at": now, "at": now}
        )
    return report


def found(report, kind="edited", tone="against", strength="strong", *, facts=EDITED, other=None):
    """Keep a finding on the claim's photo against the reporter's, or against `other`."""
    before, after = Photo.objects.filter(report=report).order_by("version")[:2]
    looked_at(report)
    held = before if other is None else other
    return Finding.objects.create(
        photo=after, kind=kind, tone=tone, strength=strength, facts=facts, other=held or None, at=clock.now()
    )


def test_a_finding_says_what_how_strongly_and_what_the_check_cannot_see(signed_in):
    report = claim()
    found(report)

    shown = text(signed_in.get(f"/verify/{report.code}/"))

    assert '<li class="tone-against">' in shown
    assert "melemahkan foto · kuat" in shown
    assert "Yang dapat dan tidak dapat dilihat pemeriksaan ini" in shown
    assert "Kamera yang diam, dipasang tetap atau di atas tripod, hasilnya sama" in shown


def test_checks_without_a_sign_are_folded_away_and_never_called_genuine(signed_in):
    report = claim()
    found(report, "edited", "silent", "weak", facts={"verdict": "cannot_tell"})

    shown = text(signed_in.get(f"/verify/{report.code}/"))

    assert "1 pemeriksaan tidak menemukan tanda" in shown
    assert "Tidak ada tanda yang ditemukan oleh pemeriksaan ini." in shown
    assert "Itu bukan bukti bahwa fotonya asli" in shown


def test_two_pictures_are_compared_with_their_points_and_what_differs(signed_in):
    report = claim()
    found(report)
    (finding,) = queries.case(report.code, staff=make.staff(of=EAST, role=Role.VALIDATOR)).findings

    shown = text(signed_in.get(f"/verify/{report.code}/compare/{finding.key}/"))

    assert shown.count('class="match"') == 2 * MOST_LINES  # beside each other, and below each other for a phone
    assert shown.count('class="differs"') == 2
    assert (
        "88 titik kedua foto cocok satu sama lain. 60 di antaranya digambar. 1 bagian yang berbeda diberi garis."
        in shown
    )


def test_htmx_gets_the_drawing_alone(signed_in):
    report = claim()
    found(report)

    shown = text(signed_in.get(f"/verify/{report.code}/compare/{key(report)}/", headers={"HX-Request": "true"}))

    assert ("<svg" in shown, "<html" in shown) == (True, False)


def key(report):
    return queries.case(report.code, staff=make.staff(of=EAST, role=Role.VALIDATOR)).findings[0].key


def test_points_lie_where_the_pictures_lie():
    finding = dataclasses.replace(
        _row(), pairs=(((0.5, 0.5), (0.25, 1.0)),), outlines=(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),)
    )
    pictures = (_picture(400, 300), _picture(300, 300))

    beside, below = (drawn(finding, pictures, way=way) for way in ("beside", "below"))

    assert (beside.width, beside.height, beside.lines[0].x1, beside.lines[0].x2) == (1416.0, 600, 400.0, 966.0)
    assert (below.width, below.height, below.lines[0].y1, below.lines[0].y2) == (600.0, 1066.0, 225.0, 1066.0)
    assert beside.outlines == ("816.0,0.0 1416.0,0.0 1416.0,600.0",)


def _row():
    return queries.FindingRow(
        key="k", kind="edited", tone="against", strength="strong", number=1, photo=None, other=None, code="", at=clock.now(),
        title="", detail="", pairs=(), outlines=(), matching=0, facts={},
    )  # fmt: skip


def _picture(width, height):
    return queries.Picture(id=None, width=width, height=height, role="before", code="", added_at=clock.now())


def test_a_picture_of_a_report_that_one_may_not_open_is_neither_named_nor_compared(signed_in):
    elsewhere = make.report(
        state=State.AWAITING_VALIDATION, category=LITTER, visibility="private", lon=106.8, lat=-6.2,
        photos=[Upload(jpeg(scene(3)), "a.jpg")],
    )  # fmt: skip
    report = claim()
    found(
        report, "reused", facts={"how": ["mirrored"], "role": "before"}, other=Photo.objects.filter(report=elsewhere)[0]
    )

    shown = text(signed_in.get(f"/verify/{report.code}/"))

    assert ("Anda tidak dapat membuka laporan itu" in shown, elsewhere.code in shown) == (True, False)
    assert signed_in.get(f"/verify/{report.code}/compare/{key(report)}/").status_code == 404


def test_on_the_spot_the_reporters_photo_of_a_sensitive_matter_is_not_compared(signed_in, person):
    photos = [Upload(jpeg(scene(2)), "window.jpg")]
    report = make.report(state=State.AWAITING_VALIDATION, category="parkir-liar", photos=photos)
    found(report)
    actions.send_to_field(code=report.code, version=report.version, verifier=person)

    assert signed_in.get(f"/verify/{report.code}/compare/{key(report)}/").status_code == 404
    assert "Bandingkan keduanya" not in text(signed_in.get(f"/verify/{report.code}/"))


def test_a_comparison_that_is_not_there_is_not_found(signed_in):
    report = claim()

    assert signed_in.get(f"/verify/{report.code}/compare/edited-1-0/").status_code == 404


# while the checks still run


def test_while_the_checks_run_the_page_says_so_and_asks_again(signed_in):
    report = claim()

    shown = text(signed_in.get(f"/verify/{report.code}/"))

    assert "Pemeriksaan masih berjalan" in shown
    assert 'hx-trigger="every 2s"' in shown


def later(report, *, seen=0, seconds=60):
    return f"/verify/{report.code}/findings/?seen={seen}&until={int(clock.now().timestamp()) + seconds}"


def test_as_long_as_there_is_nothing_new_the_answer_is_empty(signed_in):
    assert signed_in.get(later(claim())).status_code == 204


def test_what_was_found_meanwhile_is_shown_and_asking_ends(signed_in):
    report = claim()
    found(report)

    shown = text(signed_in.get(later(report)))

    assert ('hx-trigger="every' in shown, '<li class="tone-against">' in shown, "<html" in shown) == (
        False,
        True,
        False,
    )
    assert 'id="matched" hx-swap-oob="true"' in shown


def test_asking_ends_when_it_takes_too_long(signed_in):
    shown = text(signed_in.get(later(claim(), seconds=-1)))

    assert ('hx-trigger="every' in shown, "Pemeriksaan lebih lama daripada biasanya" in shown) == (False, True)


@pytest.mark.parametrize("query", ["", "?until=x", "?until=99999999999999999999&seen=-1"])
def test_an_address_that_was_tampered_with_ends_asking(signed_in, query):
    assert signed_in.get(f"/verify/{claim().code}/findings/{query}").status_code == 200


def test_a_check_that_failed_is_said(signed_in):
    report = looked_at(claim(), state="failed")

    assert "Satu pemeriksaan gagal pada foto ini" in text(signed_in.get(f"/verify/{report.code}/"))


def test_without_the_library_the_page_says_which_checks_are_absent(signed_in, monkeypatch):
    monkeypatch.setattr(seeing, "has_library", lambda: False)

    assert "karena pemasangan ini tidak memiliki pustaka gambar" in text(signed_in.get(f"/verify/{claim().code}/"))


# a return cites what the unit shall see


def test_a_return_keeps_the_findings_that_were_chosen_without_their_points(signed_in):
    report = claim()
    found(report)
    form = {"version": report.version, "key": "k" * 20, "message": "Fotonya disunting", "cited": [key(report), "ghost"]}

    signed_in.post(f"/verify/{report.code}/reject/", form)

    (kept,) = Event.objects.get(report=report, door="verification.reject").payload["cited"]
    assert (kept["kind"], kept["strength"], kept["number"], "points" in kept["facts"]) == ("edited", "strong", 1, False)


# where photos were taken


def captured(report, person, *, metres=0.0, is_signed=False):
    photo = Photo.objects.filter(report=report, role="after")[0]
    return Capture.objects.create(
        photo=photo, staff=person, is_in_app=True, received_at=clock.now(), taken_at=clock.now(), lon=106.9454, lat=-6.2119,
        accuracy_m=12, distance_m=metres,
    )  # fmt: skip


def test_the_place_of_a_photo_is_told_with_its_distance_and_how_exact_it_is(signed_in):
    report = claim()
    captured(report, make.staff(of=report.unit_id), metres=22)

    shown = text(signed_in.get(f"/verify/{report.code}/"))

    assert "22 m dari titik laporan" in shown
    assert "ketelitian 12 m" in shown
    assert "&quot;radius&quot;: 12" in shown


def test_a_photo_from_far_away_stands_out(signed_in, person):
    report = claim()
    captured(report, make.staff(of=report.unit_id), metres=2000)

    (shot,) = queries.case(report.code, staff=person).shots

    assert (shot.is_far, shot.is_sure) == (True, False)


def test_nobody_is_told_where_the_reporter_stood(signed_in, person):
    report = claim()
    before = Photo.objects.get(report=report, role="before")
    Capture.objects.create(
        photo=before, staff=person, is_in_app=False, received_at=clock.now(), lon=106.9, lat=-6.2, accuracy_m=5
    )

    assert queries.case(report.code, staff=person).shots == ()
