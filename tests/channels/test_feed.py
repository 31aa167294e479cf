"""`tanggap channels feed`: one native payload of a telephone's channel, read by whoever can read it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data" / "channels"


def feed(path, *options):
    out = StringIO()
    call_command("channels", "feed", "sms", str(path), *options, stdout=out)
    return [next(iter(one.items())) for one in json.loads(out.getvalue())]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("whatsapp/message_text", ["said"]),
        ("whatsapp/status_read", ["delivered"]),
        ("whatsapp/message_reaction", ["ignored"]),
        ("twilio/sms_received", ["said"]),
        ("twilio/whatsapp_message_delivered", ["delivered"]),
        ("infobip/sms_two_in_one_callback", ["said", "said"]),
        ("infobip/delivery_report", ["delivered"]),
    ],
)
def test_a_sample_is_read_by_the_adapter_that_knows_it(name, kinds):
    assert [kind for kind, _ in feed(DATA / f"{name}.json")] == kinds


def test_the_report_that_it_would_become_is_shown():
    ((_, said),) = feed(DATA / "twilio" / "sms_received.json")

    assert said["inbound"]["text"].startswith("Lapor lampu jalan mati di Jl. Raya Bogor")


def test_one_adapter_may_be_named_and_then_the_other_is_not_asked():
    with pytest.raises(CommandError, match="sms cannot read it"):
        feed(DATA / "whatsapp" / "message_text.json", "--adapter", "sms")


def test_what_nobody_can_read_is_told_with_what_each_says(tmp_path):
    (tmp_path / "x").write_text("{}")

    with pytest.raises(CommandError, match=r"sms cannot read it: .* whatsapp cannot read it: "):
        feed(tmp_path / "x")
