"""The fourteen recorded webhooks, one by one."""

import json
from datetime import UTC, datetime

import pytest
from tests.channels.whatsapp.accounts import SAMPLES, account, hear
from tests.peers import whatsapp

from tanggap.channels.contract import Attachment, Delivered, Ignored, Said
from tanggap.channels.whatsapp import ADAPTER


def at(seconds):
    return datetime.fromtimestamp(seconds, UTC)


def said(seconds, **values):
    return Said(sender="+628000000002", name="Pelapor Contoh", said_at=at(seconds), **values)


SAID = {
    "message_text": said(1697043223, text="Body Text"),
    "message_reply": said(1697044746, text="replied text", echoes="wamid.xyzxyz=="),
    "message_image": said(1697043379, attachments=(Attachment(ref="65463453", mime="image/jpeg"),)),
    "message_audio": said(
        1697043509, attachments=(Attachment(ref="1234567890987654321", mime="audio/ogg; codecs=opus"),)
    ),
    "message_document": said(
        1697043666,
        text="caption",
        attachments=(Attachment(ref="1234567890987654321", name="filename.pdf", mime="application/pdf"),),
    ),
    "message_current_location": said(1697044557, lon=43.90539, lat=12.25089),
    "message_contacts": Ignored("contact_card"),
    "message_reaction": Ignored("reaction"),
    "message_static_sticker": Ignored("sticker"),
    "message_unsupported": Ignored("unsupported_kind"),
    "message_interactive_message_with_err": Ignored("unsupported_kind"),
    "status_sent": Delivered("wamid.xyzxyz", "sent", at=at(1698266945)),
    "status_delivered": Delivered("wamid.xyzxyz", "delivered", at=at(1698266945)),
    "status_read": Delivered("wamid.xyzxyz", "read", at=at(1689380458)),
}


def test_no_sample_is_left_out():
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(SAID)


@pytest.mark.parametrize("name", sorted(SAID))
def test_each_sample_says_what_it_says(name):
    raw = (SAMPLES / f"{name}.json").read_bytes()

    assert hear(whatsapp.callback(raw)) == [SAID[name]]


@pytest.mark.parametrize("name", sorted(SAID))
def test_each_sample_told_again_has_the_same_id_however_its_bytes_are_laid_out(name):
    raw = (SAMPLES / f"{name}.json").read_bytes()
    again = json.dumps(json.loads(raw), separators=(",", ":")).encode()

    first, second = (ADAPTER.split(account(), whatsapp.callback(body).as_call()) for body in (raw, again))

    assert [piece.external_id for piece in first] == [piece.external_id for piece in second]


def test_the_three_states_of_one_message_are_three_events():
    names = ("status_sent", "status_delivered", "status_read")
    calls = [whatsapp.callback((SAMPLES / f"{name}.json").read_bytes()).as_call() for name in names]

    assert [ADAPTER.split(account(), call)[0].external_id for call in calls] == [
        "status:wamid.xyzxyz:sent",
        "status:wamid.xyzxyz:delivered",
        "status:wamid.xyzxyz:read",
    ]
