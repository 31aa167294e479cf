"""What the city writes to a reporter: every message in every language, with no blank that nobody fills."""

from pathlib import Path

import pytest
from tests.catalog import small_pack

from tanggap.catalog import pack
from tanggap.catalog.pack.messages import MESSAGES, NEEDED, Message, by_channel, messages

PACKS = Path(__file__).parents[2] / "packs"
SHIPPED = [(PACKS / "jakarta", "id"), (PACKS / "jakarta", "en"), (PACKS / "baltimore", "en")]


def faults_of(folder, file, text):
    with pytest.raises(pack.BrokenPack) as refused:
        pack.read(small_pack.write(folder, **{file: text}))
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(("folder", "language"), SHIPPED)
def test_the_shipped_packs_have_every_message(folder, language):
    assert set(messages(folder, language)) == set(MESSAGES)


@pytest.mark.parametrize(("folder", "language"), SHIPPED)
def test_a_message_leads_to_the_report(folder, language):
    lost = [
        name
        for name, message in messages(folder, language).items()
        for part in (message.text, message.short)
        if name not in NEEDED and not any(link in part for link in ("{track_url}", "{private_url}", "{survey_url}"))
    ]

    assert lost == []


def test_blanks_are_filled_and_those_without_a_value_left_out():
    message = Message("{code}", "{unit} has {code}.\n{note}\n", "{code}!")

    filled = message.filled(code="JK-1", unit="Roads {code}")

    assert filled == Message("JK-1", "Roads {code} has JK-1.", "JK-1!")


def test_a_blank_that_a_message_does_not_have_is_a_fault(tmp_path):
    text = small_pack.FILES["messages/en.toml"].replace('short = "{code}"', 'short = "{code} {nik}"', 1)

    assert faults_of(tmp_path, "messages/en.toml", text) == [
        'messages/en.toml:4: "short" asks for {nik}, which "received" does not have; '
        "it has answer_due, area, category, city, code, due, private_url, track_url, unit"
    ]


def test_an_unpaired_brace_is_a_fault(tmp_path):
    text = small_pack.FILES["messages/en.toml"].replace('subject = "{code}"', 'subject = "{code"', 1)

    assert faults_of(tmp_path, "messages/en.toml", text) == [
        'messages/en.toml:2: "subject" has an unpaired brace; write a literal one twice'
    ]


def test_a_message_that_is_missing_or_unknown_is_a_fault(tmp_path):
    text = small_pack.FILES["messages/nl.toml"].replace("[archived]", "[archivd]")
    line = text[: text.index("[archivd]")].count("\n") + 1

    assert faults_of(tmp_path, "messages/nl.toml", text) == [
        'messages/nl.toml: the message "archived" is missing',
        f'messages/nl.toml:{line}: "archivd" is no message; did you mean "archived"?',
    ]


def test_a_short_message_fits_an_sms(tmp_path):
    text = small_pack.FILES["messages/en.toml"].replace('short = "{code}"', f'short = "{"x" * 161}"', 1)

    assert faults_of(tmp_path, "messages/en.toml", text) == [
        'messages/en.toml:4: "short" has 161 characters; at most 160 fit in an SMS'
    ]


def test_a_blank_with_a_format_is_a_fault(tmp_path):
    text = small_pack.FILES["messages/en.toml"].replace('short = "{code}"', 'short = "{code:>99999999}"', 1)

    (fault,) = faults_of(tmp_path, "messages/en.toml", text)
    assert fault.startswith('messages/en.toml:4: "short" asks for {code:>99999999}, which "received" does not have')


def test_a_question_for_confirmation_needs_the_address_that_answers_it(tmp_path):
    text = small_pack.FILES["messages/en.toml"]
    place = text.index("[confirm]")
    text = text[:place] + text[place:].replace("{confirm_url}", "", 1)

    (fault,) = faults_of(tmp_path, "messages/en.toml", text)
    assert fault.endswith('"text" must have {confirm_url}')


def test_a_channel_may_have_words_of_its_own(tmp_path):
    own = '[received.by.sms]\nshort = "Kode {code}"\n'
    folder = small_pack.write(tmp_path, **{"messages/en.toml": small_pack.FILES["messages/en.toml"] + own})

    usual = messages(folder, "en")["received"]
    assert by_channel(folder, "en") == {("received", "sms"): Message(usual.subject, usual.text, "Kode {code}")}


def test_a_channels_own_words_are_checked_like_the_others(tmp_path):
    text = small_pack.FILES["messages/en.toml"] + '[received.by.sms]\nshort = "{nik}"\nlong = "x"\n'

    told = faults_of(tmp_path, "messages/en.toml", text)
    assert [fault.partition(": ")[2].partition(",")[0] for fault in told] == [
        '"short" asks for {nik}',
        '"long" is not known here',
    ]
