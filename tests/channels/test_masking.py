"""A payload is shown without who sent it, and is whole again when it is saved."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.channels.masking import Unknown, masked, restored

WHATSAPP = {
    "contacts": [{"profile": {"name": "Sari Dewi"}, "wa_id": "6281298765432"}],
    "messages": [
        {"from": "6281298765432", "id": "wamid.HBgNNjI4MTI5ODc2NTQzMhUC", "text": {"body": "Lampu mati, Sari Dewi"}}
    ],
}
TWITTER = {
    "message_create": {"sender_id": "98765432101", "message_data": {"text": "jalan rusak"}},
    "users": {"98765432101": {"name": "Budi", "screen_name": "budi_jkt", "verified": False}},
}
LETTER = """From: =?UTF-8?Q?Budi_Santoso?= <budi.s@example.com>\r
To: "Pengaduan" <dki@jakarta.go.id>,\r
 Wakil <w@example.com>\r
Message-ID: <abc@mail.example.com>\r
Subject: Lampu mati\r
\r
Hubungi saya di 0812-3456-7890 atau +62 811 1227 2206.\r
"""
FORM = "From=%2B6281298765432&Body=Lampu+mati&ProfileName=Budi+S&SmsSid=SM1"


@pytest.mark.parametrize(
    ("payload", "hidden", "shown"),
    [
        (json.dumps(WHATSAPP), ["Sari", "6281298765432", "HBgNNjI4"], ["Lampu mati"]),
        (json.dumps(WHATSAPP, indent=2), ["Sari", "6281298765432", "HBgNNjI4"], ["Lampu mati"]),
        (json.dumps(TWITTER), ["98765432101", "Budi", "budi_jkt"], ["jalan rusak", "verified", "false"]),
        (
            LETTER,
            ["Budi", "budi.s", "example.com", "0812", "1227", "Pengaduan", "Wakil"],
            ["Subject: Lampu mati", "From: ⟪"],
        ),
        (FORM, ["6281298765432", "Budi"], ["Body=Lampu+mati", "SmsSid=SM1"]),
        (
            '{"from": {"id": 123456789012345678, "name": "J\\u00e9r\\u00f4me"}, "v": 1700000000}',
            ["123456789", "u00e9"],
            ["1700000000"],
        ),
        ("no form at all: 081298765432", ["08129"], ["no form at all"]),
    ],
    ids=["whatsapp", "whatsapp, indented", "twitter", "letter", "form", "escaped", "neither"],
)
def test_who_somebody_is_is_hidden_and_what_was_said_is_not(payload, hidden, shown):
    found = masked(payload)

    assert [value for value in hidden if value in found.text] == []
    assert [value for value in shown if value not in found.text] == []
    assert restored(found.text, found) == payload


def test_whom_the_adapter_read_is_hidden_wherever_the_payload_names_them():
    found = masked('{"x": "Budi Santoso lapor", "y": "@budi"}', persons=["Budi Santoso", "@budi"])

    assert found.text == '{"x": "⟪1⟫ lapor", "y": "⟪2⟫"}'


def test_a_mended_text_gets_back_what_was_hidden():
    found = masked('{"from": "6281298765432", "lat": "x", "name": "Budi"}')

    assert (
        restored(found.text.replace('"x"', "-6.2"), found) == '{"from": "6281298765432", "lat": -6.2, "name": "Budi"}'
    )
    with pytest.raises(Unknown):
        restored("⟪3⟫", found)


def test_brackets_that_stand_in_the_text_are_not_taken():
    text = 'harga ⟪1⟫ dan {"from"} 081298765432'
    found = masked(text)

    assert found.text == 'harga ⟪1⟫ dan {"from"} ⟪⟪1⟫⟫'
    assert restored(found.text, found) == text


@given(st.text(max_size=300) | st.text("⟪⟫1a@", max_size=40), st.lists(st.text(max_size=12), max_size=4))
def test_whatever_the_text_it_comes_back_whole(text, persons):
    found = masked(text, persons=persons)

    assert restored(found.text, found) == text


@pytest.mark.parametrize(
    "payload", ["a@" * 30_000, "+1" + " 1" * 30_000, "[" * 60_000, "=&" * 30_000, "From: " + "x\n " * 20_000]
)
def test_a_hostile_payload_costs_no_time(payload):
    found = masked(payload)

    assert restored(found.text, found) == payload
