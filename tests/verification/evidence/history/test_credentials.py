"""Content Credentials: valid, invalid, of an unknown signer, with a declared AI edit; nothing is ever fetched."""

import socket
import sys
import threading

import pytest

from tanggap.verification.evidence import history
from tanggap.verification.evidence.history import child
from tanggap.verification.evidence.history.inside import credentials as inside

from .conftest import said, signs
from .files import SOURCE, changed_in_its_pixels, jpeg, photo, picture, signed

CAPTURED = {"action": "c2pa.created", "digitalSourceType": SOURCE + "digitalCapture"}
GENERATED = {
    "action": "c2pa.created",
    "digitalSourceType": SOURCE + "trainedAlgorithmicMedia",
    "softwareAgent": {"name": "Adobe Firefly"},
}
AI_EDIT = {"action": "c2pa.edited", "digitalSourceType": SOURCE + "compositeWithTrainedAlgorithmicMedia"}


def test_a_valid_signature_of_an_unknown_signer_says_nothing_for_the_photo():
    assert said(signed(CAPTURED)) == [("credentials_unknown", "silent", "weak")]


@pytest.mark.parametrize(("actions", "origin"), [([GENERATED], "generated"), ([CAPTURED, AI_EDIT], "ai_edited")])
def test_a_declared_use_of_ai_weighs_much_whoever_signed_it(actions, origin):
    [one] = signs(signed(*actions))

    assert (one.tone, one.strength) == ("against", "strong")
    assert (one.facts["check"], one.facts["origin"], one.facts["holds"]) == ("credentials_declare", origin, True)


def test_a_photo_changed_after_it_was_signed_is_a_question_and_what_it_declared_is_still_told():
    assert said(changed_in_its_pixels(signed(CAPTURED))) == [("credentials_invalid", "question", "moderate")]
    assert said(changed_in_its_pixels(signed(GENERATED))) == [
        ("credentials_invalid", "question", "moderate"),
        ("credentials_declare", "against", "moderate"),
    ]


def test_a_declared_edit_by_hand_is_a_question_and_one_of_light_is_none():
    assert said(signed(CAPTURED, {"action": "c2pa.edited"})) == [("credentials_edited", "question", "moderate")]
    assert said(signed(CAPTURED, {"action": "c2pa.color_adjustments"})) == [("credentials_unknown", "silent", "weak")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("c2pa_C.jpg", [("credentials_declare", "against", "moderate")]),  # a gradient that a program drew, and says so
        ("c2pa_bad_signature_E-sig-CA.jpg", [("credentials_invalid", "question", "moderate")]),
    ],
)
def test_the_fixtures_of_the_library_are_told(name, told):
    assert said(photo(name)) == told


def test_a_broken_store_is_invalid_and_a_truncated_file_says_nothing_of_credentials():
    data = signed(CAPTURED)
    place = data.index(b"jumdc2pa") + 60

    assert said(data[:place] + bytes(400) + data[place + 400 :]) == [("credentials_invalid", "question", "moderate")]
    assert said(jpeg(picture())[:3_000]) == [("no_camera", "silent", "weak")]


def test_names_and_serial_numbers_of_the_signer_do_not_come_out():
    for data in (signed(GENERATED), signed(CAPTURED, AI_EDIT), photo("c2pa_bad_signature_E-sig-CA.jpg")):
        facts = str([one.facts for one in signs(data)])

        assert not any(word in facts for word in ("Budi", "leaf", "C2PA Signer", "John Doe", "7207240730"))


def test_a_history_that_lies_elsewhere_is_not_fetched():
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.c2pa"

        told = said(signed(CAPTURED, elsewhere=address))

        server.setblocking(False)
        try:
            server.accept()
            asked.set()
        except BlockingIOError:
            pass

    assert told == [("credentials_elsewhere", "silent", "weak")]
    assert not asked.is_set()


def test_without_the_library_the_look_is_absent_and_says_so(monkeypatch):
    monkeypatch.setattr(history, "find_spec", lambda name: None)

    assert history.absent() == ["credentials"]


def test_and_the_child_does_without_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "c2pa", None)
    monkeypatch.delitem(sys.modules, inside.__name__)

    assert child._credentials() is None

    monkeypatch.setitem(child.LOOKS, "credentials", None)
    monkeypatch.setattr(child, "allow_cpu", lambda seconds: None)  # it would hold for the test run
    assert b'"facts": {}' in child._answer("credentials", photo("c2pa_C.jpg"))
