"""Dead letters: explained in words, shown in a form that can be mended, and given back as the platform would have written them."""

import json

import pytest
from django.forms import Textarea
from django.utils.translation import override
from tests.channels import fake
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.channels import contract, explaining, masking, mending, queries, receiving
from tanggap.channels.models import Arrival
from tanggap.core.refusal import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return fake.account(fake.Fake())


@pytest.fixture
def operator():
    return make.staff(of="jsc-intake", role=Role.OPERATOR)


def set_aside(account, payload: bytes) -> int:
    """Keep a payload that nobody could cut; return its number."""
    receiving.keep_whole(account, payload, "Malformed: no list of events")
    return Arrival.objects.latest("id").pk


def shown(number: int, operator) -> str:
    return queries.dead_letter(number, by=operator).payload.text


def mended(number: int) -> bytes:
    return receiving.payload_of(Arrival.objects.get(pk=number))


# --- in words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "what", "detail"),
    [
        ("Malformed: The payload is no JSON.", "It does not have the form in which this platform writes.", "The payload is no JSON."),
        ("invalid: category, text", "It came through whole, but a report cannot be made of it: category, text.", "invalid: category, text"),
        ("given up after 9 tries: away", "It was tried for more than an hour: something that it needs could not be had.", "away"),
        ("Unreadable", "It is sealed with a key that this installation does not have.", "Unreadable"),
        ("NotFound", "There is nothing under this address.", "NotFound"),
        ("KeyError", "The program failed on it (KeyError).", "KeyError"),
        ("", "Nobody wrote down why.", ""),
    ],
)  # fmt: skip
def test_why_it_was_set_aside_is_said_in_words(error, what, detail):
    with override("en"):
        found = explaining.why(error)
        said = (str(found.what), found.detail)

    assert said == (what, detail)
    assert str(found.advice)


# --- mended -------------------------------------------------------------------------------------------------------


def test_json_is_laid_out_for_the_eye_and_packed_again(account, operator):
    number = set_aside(account, '{"from":"+6281298765432","text":"Jalan “rusak”","n":1.50}'.encode())
    text = shown(number, operator)

    mending.mend(by=operator, arrival=number, text=text.replace("rusak", "berlubang").replace("\n", "\r\n"))

    assert text.count("\n") == 4
    assert json.loads(mended(number)) == {"from": "+6281298765432", "text": "Jalan “berlubang”", "n": 1.5}
    assert b"\n" not in mended(number)


def test_a_letter_keeps_its_line_ends_and_its_alphabet(account, operator):
    came = "From: Sari <sari@example.com>\r\nSubject: Lampu mat\xef\r\n\r\nDi depan pasar\r\n".encode("latin-1")
    number = set_aside(account, came)
    text = shown(number, operator)

    mending.mend(by=operator, arrival=number, text=text.replace("pasar", "sekolah"))

    assert mended(number) == came.replace(b"pasar", b"sekolah")
    assert "sari" not in text


def test_what_was_mended_is_what_is_shown_and_as_it_came_stays(account, operator):
    number = set_aside(account, b'{"text":"satu"}')
    mending.mend(by=operator, arrival=number, text='{"text": "dua"}')
    Arrival.objects.update(state="dead")

    found = queries.dead_letter(number, by=operator)

    assert ("dua" in found.payload.text, found.is_amended) == (True, True)
    assert bytes(Arrival.objects.get().sealed) != bytes(Arrival.objects.get().amended)


@pytest.mark.parametrize(
    ("came", "text"),
    [
        (b'{"a": 1}', " \n "),
        (b'{"a": 1}', "⟪1⟫"),
        ("caf\xe9".encode("latin-1"), "tulisan 漢"),
        (b"x" * (masking.LONGEST + 1), "x"),
        (b'{"a": 1}', "x" * (2 * masking.LONGEST + 1)),
    ],
    ids=["empty", "hides nothing", "alphabet", "too long to mend", "too long"],
)
def test_what_cannot_take_its_place_changes_nothing(came, text, account, operator):
    number = set_aside(account, came)

    with pytest.raises(Invalid):
        mending.mend(by=operator, arrival=number, text=text)

    row = Arrival.objects.get()
    assert (row.state, row.amended, mended(number)) == ("dead", None, came)


def test_json_that_a_person_broke_is_kept_as_it_was_written(account, operator):
    number = set_aside(account, b'{"a": 1}')

    mending.mend(by=operator, arrival=number, text='{"a": ')

    assert mended(number) == b'{"a": '


@pytest.mark.parametrize(
    "came", [b"\x00\xff" * 50, b"[" * 50_000, b"x" * 200_000, b"\xf0\x9f"], ids=["bytes", "deep", "long", "cut"]
)
def test_whatever_came_can_be_looked_at(came, account, operator):
    found = queries.dead_letter(set_aside(account, came), by=operator)

    assert found.payload.size == len(came)
    assert found.payload.is_whole == (len(came) <= masking.LONGEST)


def test_only_operators_look_and_mend_and_only_what_is_set_aside(account, operator):
    number, intake = set_aside(account, b"{}"), make.staff(of="jsc-intake", role=Role.INTAKE)

    for act in (
        lambda: queries.dead_letters(by=intake),
        lambda: queries.causes(by=intake),
        lambda: queries.dead_letter(number, by=intake),
        lambda: queries.fates([number], by=intake),
        lambda: mending.mend(by=intake, arrival=number, text="{}"),
    ):
        with pytest.raises(NotAllowed):
            act()
    Arrival.objects.update(state="done")
    with pytest.raises(NotFound):
        mending.mend(by=operator, arrival=number, text="{}")
    with pytest.raises(NotFound):
        queries.dead_letter(number, by=operator)


def test_causes_are_counted_by_account_the_most_frequent_first(account, operator):
    other = fake.account(fake.Fake(), code="other")
    for number in range(3):
        receiving.keep_whole(other, f"{number}".encode(), "Malformed: other")
    receiving.keep_whole(account, b"x", "Malformed: one")

    found = queries.causes(by=operator)

    assert [(cause.account, cause.error, cause.number) for cause in found] == [
        (other.id, "Malformed: other", 3),
        (account.id, "Malformed: one", 1),
    ]


# --- forms of every adapter ---------------------------------------------------------------------------------------


def test_every_adapter_declares_settings_of_which_a_form_can_be_made():
    from tanggap.channels import registry
    from tanggap.web.operator.channel_forms import SET, AccountForm

    for name in sorted({folder for folders in registry.FOLDERS.values() for folder in folders} - {"fake"}):
        declared: tuple[contract.Setting, ...] = registry.adapter(name).settings
        keys = [one.key for one in declared]
        assert len(set(keys)) == len(keys), name
        assert all(str(one.label).strip() for one in declared), name
        new = AccountForm(adapter=name)
        old = AccountForm(adapter=name, known={one.key: SET if one.is_secret else one.default for one in declared})
        assert len(list(new)) == len(declared) + 2, name
        assert {one.key for one in declared if one.is_long} == {
            field.removeprefix("set_") for field in new.fields if isinstance(new.fields[field].widget, Textarea)
        }, name
        assert SET not in {old.initial.get(field) for field in old.fields}, name
