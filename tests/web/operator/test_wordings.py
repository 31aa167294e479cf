"""The operator writes the words of a message: tried out first, checked, for every message, given back to the pack."""

import pytest
from tests.factories import make
from tests.web.desk.pages import browser

from tanggap.agencies.words import Role
from tanggap.catalog.pack.messages import MESSAGES
from tanggap.core import shelf
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.notify import wordings
from tanggap.notify.labels import LABELS
from tanggap.notify.models import Wording

pytestmark = pytest.mark.django_db
PAGE = "/admin/pesan/received/?language=en"
OWN = {"subject": "Report {code}", "text": "Dear citizen, {unit} has {code}.", "short": "{code} with {unit}"}


@pytest.fixture(autouse=True)
def _anew():
    shelf.clear_all()
    yield
    shelf.clear_all()


@pytest.fixture
def operator():
    return make.staff(of="jsc-intake", role=Role.OPERATOR)


@pytest.fixture
def client(operator):
    return browser(operator)


def write(operator, **changes):
    made = wordings.write(by=operator, **{"template": "received", "language": "en", "channel": "", **OWN, **changes})
    shelf.clear_all()
    return made


def test_every_message_has_a_label_and_a_preview():
    assert set(LABELS) == set(MESSAGES)
    for name in MESSAGES:
        for language in ("id", "en"):
            said = wordings.filled(wordings.message(name, language), language)
            assert "{" not in said.subject + said.text + said.short


def test_own_words_hold_in_place_of_the_packs(operator):
    write(operator)
    assert wordings.message("received", "en").short == "{code} with {unit}"
    assert "{code} with {unit}" not in wordings.message("received", "id").short


def test_words_for_one_channel_hold_there_alone(operator):
    write(operator, channel="sms")
    assert wordings.message("received", "en", "sms").subject == "Report {code}"
    assert wordings.message("received", "en").subject == "We have your report {code}"


def test_the_packs_words_for_a_channel_stand_before_the_operators_for_all(operator):
    write(operator)
    assert "Thank you. Your report is" in wordings.message("received", "en", "twitter").short


def test_the_packs_words_can_be_given_back_and_who_wrote_what_stays(operator):
    write(operator)
    wordings.give_back(by=operator, template="received", language="en", channel="")
    shelf.clear_all()
    assert wordings.message("received", "en").subject == "We have your report {code}"
    assert Wording.objects.count() == 2


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("text", "{nik}"),
        ("text", "{code.__class__}"),
        ("text", "{code:>99999999}"),
        ("text", "{code!r}"),
        ("text", "{0}"),
        ("text", "{"),
        ("text", ""),
        ("text", "x" * 4001),
        ("short", "x" * 161),
        ("subject", "a\nb"),
        ("subject", "a\x00b"),
    ],
)
def test_words_that_could_not_be_filled_in_are_refused(operator, part, text):
    with pytest.raises(Invalid) as refused:
        write(operator, **{part: text})
    assert (list(refused.value.errors), Wording.objects.count()) == ([part], 0)


def test_a_question_needs_the_link_that_answers_it(operator):
    with pytest.raises(Invalid) as refused:
        write(operator, template="still_you", subject="Hello", text="Are you there?", short="Hello")
    assert list(refused.value.errors) == ["text"]


@pytest.mark.parametrize("changes", [{"template": "greeting"}, {"language": "nl"}, {"channel": "pigeon"}])
def test_what_there_is_not_has_no_words(operator, changes):
    with pytest.raises(NotFound):
        write(operator, **changes)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.ANALYST])
def test_only_the_operator_writes(role):
    person = make.staff(of="jsc-intake", role=role)
    with pytest.raises(NotAllowed):
        write(person)
    assert browser(person).get(PAGE).status_code == 403


def test_the_page_previews_without_keeping_and_keeps_when_asked(client):
    assert client.get("/admin/pesan/").status_code == 200
    tried = client.post(PAGE, {**OWN, "do": "preview"})
    assert (tried.status_code, Wording.objects.count()) == (200, 0)
    assert "Dear citizen, " in tried.content.decode()
    kept = client.post(PAGE, {**OWN, "do": "save"})
    assert (kept.status_code, Wording.objects.count()) == (302, 1)
    shelf.clear_all()
    assert client.post(PAGE, {"do": "give-back"}).status_code == 302
    assert Wording.objects.count() == 2


def test_a_fault_is_said_under_its_field(client):
    answer = client.post(PAGE, {**OWN, "text": "{nik}", "do": "save"})
    assert (answer.status_code, Wording.objects.count()) == (422, 0)
    assert "{nik}" in answer.content.decode()


def test_an_unknown_message_is_not_there(client):
    assert client.get("/admin/pesan/greeting/").status_code == 404
