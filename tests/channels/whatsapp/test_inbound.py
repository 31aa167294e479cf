"""What WhatsApp tells: proven first, then each kind as it is meant."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.channels.whatsapp.accounts import account, hear
from tests.peers import whatsapp
from tests.peers.http import Callback
from tests.peers.whatsapp import message, webhook

from tanggap.channels.contract import Answer, Changed, Delivered, Gone, Ignored, Malformed, Said, Unsigned
from tanggap.channels.whatsapp import ADAPTER

META = Path(__file__).parents[2] / "data" / "channels" / "facebook"


def one(*events, **values):
    (heard,) = hear(whatsapp.callback(webhook(*events, **values)))
    return replace(heard, said_at=None) if isinstance(heard, Said) else heard


def sri(**values):
    return Said(sender="+628111000001", name="Sri", **values)


# --- proof --------------------------------------------------------------------------------------------------------


def test_a_signed_call_is_metas_and_is_told_nothing_but_200():
    call = whatsapp.callback(webhook(message())).as_call()
    ADAPTER.verify(account(), call)

    assert ADAPTER.acknowledge(account(), call) == Answer()


def test_metas_signature_over_real_bytes_is_proven():
    told = json.loads((META / "verify_and_signature.json").read_bytes())
    raw = (META / told["post_body_file"]).read_bytes()
    call = Callback(whatsapp.ADDRESS, raw, {"x-hub-signature-256": told["x_hub_signature_256"]}).as_call()

    ADAPTER.verify(account(secret=told["app_secret_for_test"]), call)


def broken():
    good = whatsapp.callback(webhook(message())).as_call()
    told = good.headers["x-hub-signature-256"]
    yield "no signature", replace(good, headers={})
    yield "empty", replace(good, headers={"x-hub-signature-256": ""})
    yield "short", replace(good, headers={"x-hub-signature-256": told[:-1]})
    yield "prefix only", replace(good, headers={"x-hub-signature-256": "sha256="})
    yield "wrong case", replace(good, headers={"x-hub-signature-256": told.upper()})
    yield "SHA-1 of old", replace(good, headers={"x-hub-signature": told.replace("sha256", "sha1")})
    yield "SHA-1 in its place", replace(good, headers={"x-hub-signature-256": told.replace("sha256", "sha1")})
    yield "one byte more", replace(good, body=good.body + b" ")
    yield "another secret", whatsapp.callback(webhook(message()), secret="salah").as_call()
    yield "another method", replace(good, method="PUT")


@pytest.mark.parametrize(("why", "call"), list(broken()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_broken_signature_is_refused(why, call):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), call)


def test_without_a_secret_nobody_is_believed():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(secret=""), whatsapp.callback(webhook(), secret="").as_call())
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(secret="", previous_secret="x"), whatsapp.callback(webhook(), secret="x").as_call())


def test_while_the_secret_is_changed_both_count():
    for secret in ("lama", "baru"):
        call = whatsapp.callback(webhook(), secret=secret).as_call()
        ADAPTER.verify(account(secret="baru", previous_secret="lama"), call)


def test_metas_check_of_the_address_hears_its_word_again():
    call = whatsapp.asked().as_call()
    ADAPTER.verify(account(), call)

    assert ADAPTER.acknowledge(account(), call) == Answer(body="1158201444")


@pytest.mark.parametrize(
    "told",
    [
        whatsapp.asked(token="salah"),
        whatsapp.asked(token=""),
        whatsapp.asked(mode="unsubscribe"),
        whatsapp.asked(challenge="%3Cscript%3E"),
        whatsapp.asked(challenge=""),
        Callback(whatsapp.ADDRESS, method="GET"),
    ],
)
def test_a_check_that_does_not_know_the_token_hears_nothing(told):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), told.as_call())


def test_without_a_verify_token_no_check_succeeds():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(verify_token=""), whatsapp.asked(token="").as_call())


# --- kinds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        (message("button", button={"text": "Ya", "payload": "yes"}), sri(text="Ya")),
        (message("interactive", interactive={"button_reply": {"id": "1", "title": "Selesai"}}), sri(text="Selesai")),
        (message("interactive", interactive={"list_reply": {"id": "1", "title": "Jalan"}}), sri(text="Jalan")),
        (
            message(
                "location", location={"longitude": 106.9, "latitude": -6.2, "name": "Pasar", "address": "Jl. Raya"}
            ),
            sri(lon=106.9, lat=-6.2, address="Pasar, Jl. Raya"),
        ),
        (message("location", location={"longitude": 0, "latitude": 0}), Ignored("unsupported_kind")),
        (message("location", location={"longitude": 206.9, "latitude": -6.2}), Ignored("unsupported_kind")),
        (message("system", system={"type": "user_changed_number", "wa_id": "628111000009"}), Gone("+628111000001")),
        (message("system", system={"type": "user_changed_user_id"}), Ignored("system_message")),
        (message("text", group_id="g"), Ignored("group_message")),
        (message("poll"), Ignored("unsupported_kind")),
        (message("text", text={"body": "😡😡"}), sri(text="😡😡")),
    ],
)
def test_a_kind_is_heard_as_it_is_meant(told, heard):
    assert one(told) == heard


def test_an_edited_and_a_deleted_message_name_the_first_one_as_it_was_kept():
    edit = {"original_message_id": "wamid.1", "message": {"type": "text", "text": {"body": "Lampu nyala"}}}

    assert one(message("edit", id="wamid.2", edit=edit)) == Changed("message:wamid.1", "Lampu nyala")
    assert one(message("revoke", id="wamid.3", revoke={"original_message_id": "wamid.1"})) == Changed(
        "message:wamid.1", None
    )
    assert ADAPTER.split(account(), whatsapp.callback(webhook(message())).as_call())[0].external_id == "message:wamid.1"


def test_who_shows_a_name_instead_of_a_number_is_answered_by_metas_id():
    told = webhook({**message(), "from_user_id": "ID.123"})
    del told["entry"][0]["changes"][0]["value"]["messages"][0]["from"]
    told["entry"][0]["changes"][0]["value"]["contacts"] = [{"profile": {"name": "Sri"}, "user_id": "ID.123"}]

    (heard,) = hear(whatsapp.callback(told))

    assert (heard.sender, heard.name) == ("ID.123", "Sri")


def test_messages_of_two_people_in_one_call_keep_their_names():
    told = webhook(message(), message(id="wamid.2", sender="628111000002"))
    told["entry"][0]["changes"][0]["value"]["contacts"].append({"profile": {"name": "Budi"}, "wa_id": "628111000002"})

    assert [(heard.sender, heard.name) for heard in hear(whatsapp.callback(told))] == [
        ("+628111000001", "Sri"),
        ("+628111000002", "Budi"),
    ]


def test_a_message_to_another_number_of_the_app_is_not_ours():
    assert one(message(), number="999") == Ignored("another_number")


def status(state, **more):
    return {"id": "wamid.9", "status": state, "timestamp": "1698266945", "recipient_id": "628111000001", **more}


@pytest.mark.parametrize(("code", "is_dead"), [(131026, True), (131047, False), (131049, False), (130472, False)])
def test_a_failure_says_why_and_whether_nobody_is_there(code, is_dead):
    heard = one(status("failed", errors=[{"code": code, "title": "…"}]), kind="statuses")

    assert isinstance(heard, Delivered)
    assert (heard.state, heard.reason, heard.is_dead_address) == ("failed", str(code), is_dead)


def test_a_status_that_we_do_not_use_is_counted():
    assert one(status("deleted"), kind="statuses") == Ignored("other_status")
    assert one(status("played"), kind="statuses").state == "read"


def test_errors_and_other_news_of_the_platform_are_counted_and_kept_once():
    told = webhook(kind="messages")
    told["entry"][0]["changes"][0]["value"]["errors"] = [{"code": 130429}]
    other = {
        "object": told["object"],
        "entry": [{"id": "1", "changes": [{"field": "account_update", "value": {"event": "X"}}]}],
    }

    assert hear(whatsapp.callback(told)) == [Ignored("platform_error")]
    assert hear(whatsapp.callback(other)) == [Ignored("other_event")]
    pieces = [ADAPTER.split(account(), whatsapp.callback(told).as_call()) for _ in range(2)]
    assert pieces[0] == pieces[1]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"object": "page", "entry": []},
        {"object": "whatsapp_business_account"},
        webhook({"id": "wamid.1", "type": "text"})
        | {"entry": [{"changes": [{"field": "messages", "value": {"messages": [{"id": "1"}]}}]}]},
        webhook(*[message(id=str(nth)) for nth in range(1001)]),
        webhook({"status": "sent"}, kind="statuses"),
        webhook(message("revoke")),
    ],
    ids=["empty", "another object", "no entries", "no kind", "too many", "no id", "revokes nothing"],
)
def test_what_is_nothing_of_whatsapps_is_malformed(told):
    with pytest.raises(Malformed):
        hear(whatsapp.callback(told))
