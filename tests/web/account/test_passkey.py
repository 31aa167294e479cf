"""A security key in Chromium, played by its virtual authenticator: set up, proved, and refused where it does not belong."""

import json

import pytest
from tests.factories import make
from tests.web.account.ways import PASSWORD, code

from tanggap.agencies import factors
from tanggap.agencies.models_sign_in import Factor
from tanggap.agencies.passkeys import Site
from tanggap.agencies.words import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chrome):
    context = chrome.new_context(locale="en-GB")
    found = context.new_page()
    devtools = context.new_cdp_session(found)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    faults = []
    found.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: faults.append(str(error)))
    yield found
    context.close()
    assert [fault for fault in faults if "422" not in fault] == []


def sign_in(page, url, person):
    page.goto(f"{url}/masuk/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


@pytest.fixture
def validator():
    return make.staff(of="biro-pemerintahan", role=Role.VALIDATOR, password=PASSWORD)


def test_a_validator_sets_up_a_key_and_signs_in_with_it(page, at_localhost, validator):
    sign_in(page, at_localhost, validator)
    page.fill("[name=name]", "Blue key")
    page.click("form[data-key-act=create] button")
    page.wait_for_selector(".account-codes")
    assert page.locator(".account-codes li").count() == 10
    page.click("main a.button.primary")
    page.wait_for_url("**/verify/")

    page.goto(f"{at_localhost}/masuk/akun/")
    assert "Blue key" in page.inner_text("main")
    page.click("summary")
    page.click("form[action='/keluar/'] button")
    sign_in(page, at_localhost, validator)
    page.wait_for_url("**/masuk/kode/")
    page.click("form[data-key-act=get] button")
    page.wait_for_url("**/verify/")

    assert Factor.objects.get().counter > 0


def test_a_key_is_asked_for_again_before_what_cannot_be_taken_back(page, at_localhost, validator):
    sign_in(page, at_localhost, validator)
    page.click("form[data-key-act=create] button")
    page.wait_for_selector(".account-codes")
    page.goto(f"{at_localhost}/masuk/ulang/?next=/masuk/akun/")
    page.click("form[data-key-act=get] button")

    page.wait_for_url("**/masuk/akun/")


def test_an_answer_of_another_site_or_to_another_question_is_refused(page, at_localhost, validator):
    sign_in(page, at_localhost, validator)
    page.click("form[data-key-act=create] button")
    page.wait_for_selector(".account-codes")
    page.context.clear_cookies()
    sign_in(page, at_localhost, validator)
    page.wait_for_url("**/masuk/kode/")
    page.evaluate("HTMLFormElement.prototype.requestSubmit = function () {}")
    page.click("form[data-key-act=get] button")
    page.wait_for_function("document.querySelector('form[data-key-act=get]').elements.answer.value")
    answer = page.input_value("form[data-key-act=get] [name=answer]")
    asked = json.loads(page.get_attribute("form[data-key-act=get]", "data-key-options"))
    here = Site("localhost", at_localhost, "Tanggap")
    state = {"challenge": asked["challenge"], "user_verification": "preferred"}

    for site, kept in (
        (Site("localhost", "https://localhost", "Tanggap"), state),
        (Site("example.org", "https://example.org", "Tanggap"), state),
        (here, {**state, "challenge": "A" * 43}),
    ):
        with pytest.raises(factors.KeyUnfit):
            factors.prove_by_key(validator, site=site, state=kept, answer=answer)
    for broken in ("", "{}", "[]", "null", answer[:-20], answer.replace("signature", "sig"), "{" * 9000):
        with pytest.raises((factors.KeyUnfit, factors.TooManyCodes)):
            factors.prove_by_key(validator, site=here, state=state, answer=broken)


def test_without_a_script_the_app_does(chrome, at_localhost, validator):
    context = chrome.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, at_localhost, validator)
    page.wait_for_url("**/masuk/pasang/")
    assert not page.is_visible("form[data-key-act=create]")
    page.fill("[name=code]", code(page.inner_text(".account-secret").replace(" ", "")))
    page.click("text=Use this app")
    page.wait_for_selector(".account-codes")
    page.click("main a.button.primary")
    page.wait_for_url("**/verify/")
    context.close()
