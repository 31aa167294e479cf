"""The pages of signing in and of the own account for everybody: axe finds nothing, nothing sticks out, on a phone and on a desk."""

import pytest
from tests.browser import faults, sticks_out
from tests.factories import make
from tests.web.account.ways import PASSWORD, code

from tanggap.agencies import alarms, refusals, signing_in
from tanggap.agencies.words import AlarmKind, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "Penyedia identitas mati dan banjir di Cakung"


@pytest.mark.parametrize(("width", "language", "dark"), [(360, "id", True), (1440, "en", False)], ids=["phone", "desk"])
def test_everybody_can_sign_in_and_look_after_the_own_account(chrome, at_localhost, width, language, dark):
    person = make.staff(of="biro-pemerintahan", role=(Role.VALIDATOR, Role.OPERATOR), password=PASSWORD)
    sealed = make.staff(of="jsc-intake", role=Role.OPERATOR)
    colours = "dark" if dark else "light"
    context = chrome.new_context(viewport={"width": width, "height": 800}, color_scheme=colours, base_url=at_localhost)
    context.add_cookies([{"name": "bahasa", "value": language, "url": at_localhost}])
    page, wrong = context.new_page(), {}

    def look(name: str) -> None:
        if found := (faults(page), sticks_out(page)) != ([], 0):
            wrong[name] = found

    page.goto("/masuk/")
    look("sign in")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/masuk/pasang/")
    look("set up")
    page.fill("[name=code]", "123456")
    page.press("[name=code]", "Enter")
    page.wait_for_selector(".field.bad")
    look("set up, wrong code")
    page.fill("[name=code]", code(page.inner_text(".account-secret").replace(" ", "")))
    page.press("[name=code]", "Enter")
    page.wait_for_selector(".account-codes")
    look("recovery codes")

    refusals.note(sealed, place="desk:report", status=404, example="JK-0000-0000-000")
    password = signing_in.seal(by=person, username=sealed.username)
    signing_in.unseal(sealed, reason=REASON, device="Firefox · Linux")
    alarms.sound(AlarmKind.NEW_DEVICE, person, device="Chrome · Android")
    addresses = (
        "/masuk/akun/",
        "/masuk/akun/faktor/",
        "/masuk/ulang/",
        "/admin/",
        "/admin/penolakan/",
        "/admin/orang/",
    )
    for address in (*addresses, f"/admin/orang/{sealed.username}/"):
        page.goto(address)
        look(address)

    context.clear_cookies(name="sessionid")
    page.goto("/masuk/")
    page.fill("[name=username]", sealed.username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/masuk/darurat/")
    look("emergency")
    context.close()

    assert wrong == {}
