"""A password alone does not open an account that closes reports, reads across a city or gives roles."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.web.account.ways import PASSWORD, code, enrolled, is_in, later, offered, paper, sign_in
from tests.web.desk.pages import GEBANG, browser, words

from tanggap.agencies import factors, totp
from tanggap.agencies.models import Audit, Staff
from tanggap.agencies.models_sign_in import Factor, Guard, RecoveryCode
from tanggap.agencies.words import Role
from tanggap.core import clock

pytestmark = pytest.mark.django_db
VERIFIER = "biro-pemerintahan"


@pytest.fixture
def validator():
    return make.staff(of=VERIFIER, role=Role.VALIDATOR, password=PASSWORD)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(59, "94287082"), (1111111109, "07081804"), (2000000000, "69279037"), (20000000000, "65353130")],
)
def test_codes_are_those_of_rfc_6238(moment, shown):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the RFC's 12345678901234567890

    assert totp.code(secret, moment // 30) == shown[-6:]


@pytest.mark.parametrize("role", [Role.VALIDATOR, Role.LEADER, Role.OPERATOR])
def test_whoever_closes_reports_reads_across_a_city_or_gives_roles_sets_one_up_first(role):
    person, client = make.staff(of="kota-31.75", role=role, password=PASSWORD), browser()

    assert sign_in(client, person, next="/verify/")["Location"] == "/masuk/pasang/"
    assert not is_in(client)
    page = client.get("/masuk/pasang/")
    assert "Your role needs more than a password" in words(page)

    wrong = client.post("/masuk/pasang/", {"code": "000000"})
    assert (wrong.status_code, is_in(client), offered(wrong)) == (422, False, offered(page))

    done = client.post("/masuk/pasang/", {"code": code(offered(page))})
    assert (done.status_code, len(set(paper(done))), is_in(client)) == (201, 10, True)
    assert 'href="/verify/"' in done.content.decode()


@pytest.mark.parametrize("role", [Role.INTAKE, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST])
def test_others_may(role):
    client = browser()
    sign_in(client, make.staff(of=GEBANG, role=role, password=PASSWORD))

    assert is_in(client)


def test_who_knows_the_password_and_began_earlier_does_not_replace_the_factor_that_was_set_up(validator):
    thief = browser()
    sign_in(thief, validator)
    theirs = offered(thief.get("/masuk/pasang/"))
    _client, secret, _codes = enrolled(validator)

    assert thief.post("/masuk/pasang/", {"code": code(theirs)})["Location"] == "/masuk/"
    assert not is_in(thief)
    again = browser()
    sign_in(again, validator)
    assert again.post("/masuk/kode/", {"code": code(secret, steps=1)}).status_code == 302


def test_the_next_sign_in_asks_for_a_code_and_takes_it_once(validator, half_minute):
    _client, secret, _codes = enrolled(validator)
    elsewhere = browser()

    assert sign_in(elsewhere, validator)["Location"] == "/masuk/kode/"
    assert not is_in(elsewhere)
    assert elsewhere.post("/masuk/kode/", {"code": code(secret)}).status_code == 422  # it was taken at the set-up
    assert elsewhere.post("/masuk/kode/", {"code": code(secret, steps=1)}).status_code == 302
    assert is_in(elsewhere)


def test_an_old_code_and_one_of_another_person_open_nothing(validator):
    _client, secret, _codes = enrolled(validator)
    _other, others, _paper = enrolled(make.staff(of=VERIFIER, role=Role.VALIDATOR, password=PASSWORD))
    elsewhere = browser()
    sign_in(elsewhere, validator)

    for typed in (code(secret, steps=-3), code(others, steps=1), "", "abc", "１２３４５６", "0" * 24):
        Guard.objects.all().delete()
        assert elsewhere.post("/masuk/kode/", {"code": typed}).status_code == 422, typed
    assert not is_in(elsewhere)


def test_five_wrong_codes_lock_the_person_from_wherever_they_come(validator):
    _client, secret, codes = enrolled(validator)
    for _ in range(factors.TRIES):
        elsewhere = browser()
        sign_in(elsewhere, validator)
        elsewhere.post("/masuk/kode/", {"code": "000000"})

    for typed in (code(secret, steps=1), codes[0]):
        client = browser()
        sign_in(client, validator)
        shut = client.post("/masuk/kode/", {"code": typed})
        assert (shut.status_code, "Too many wrong codes" in words(shut), is_in(client)) == (429, True, False)
    assert Audit.objects.filter(subject=validator, act="locked").count() == 1

    Guard.objects.update(locked_until=clock.now() - timedelta(seconds=1))
    assert client.post("/masuk/kode/", {"code": code(secret, steps=1)}).status_code == 302


def test_a_recovery_code_works_once_however_it_is_typed(validator):
    _client, _secret, codes = enrolled(validator)
    first, again = browser(), browser()
    sign_in(first, validator)
    sign_in(again, validator)

    assert first.post("/masuk/kode/", {"code": f" {codes[3].lower().replace('-', ' ')} "}).status_code == 302
    assert again.post("/masuk/kode/", {"code": codes[3]}).status_code == 422
    assert "9 recovery codes are left" in words(first.get("/masuk/akun/"))


def test_what_is_kept_of_codes_and_secrets_opens_nothing(validator):
    _client, secret, codes = enrolled(validator)
    kept = bytes(Factor.objects.get().secret) + b"".join(bytes(row.mark) for row in RecoveryCode.objects.all())

    assert secret.encode() not in kept
    assert not any(code.replace("-", "").encode() in kept for code in codes)
    assert not any(secret in str(row.facts) for row in Audit.objects.all())


def test_new_recovery_codes_replace_the_old_ones(validator):
    client, _secret, codes = enrolled(validator)
    made = paper(client.post("/masuk/akun/cadangan/"))

    assert not set(made) & set(codes)
    elsewhere = browser()
    sign_in(elsewhere, validator)
    assert elsewhere.post("/masuk/kode/", {"code": codes[0]}).status_code == 422
    assert elsewhere.post("/masuk/kode/", {"code": made[0]}).status_code == 302


def test_the_step_is_nobodys_after_ten_minutes_or_a_new_password(validator):
    _client, secret, _codes = enrolled(validator)
    slow, stolen = browser(), browser()
    sign_in(slow, validator)
    sign_in(stolen, validator)

    with later(601):
        assert slow.post("/masuk/kode/", {"code": code(secret)})["Location"] == "/masuk/"
    validator.set_password("another horse battery")
    validator.save()
    assert stolen.post("/masuk/kode/", {"code": code(secret, steps=1)})["Location"] == "/masuk/"
    assert not is_in(slow)
    assert not is_in(stolen)


@pytest.mark.parametrize("address", ["/masuk/kode/", "/masuk/pasang/", "/masuk/darurat/"])
def test_a_step_belongs_to_the_password_before_it(address):
    client = browser()

    for answer in (client.get(address), client.post(address, {"code": "123456", "reason": "just like that, please"})):
        assert (answer.status_code, answer["Location"]) == (302, "/masuk/")


def test_nobody_skips_setting_one_up_by_the_step_of_others(validator):
    client = browser()
    sign_in(client, validator)

    assert client.get("/masuk/kode/")["Location"] == "/masuk/"


def test_an_officer_adds_one_and_removes_it_again():
    person, client = make.staff(of=GEBANG, password=PASSWORD), browser()
    sign_in(client, person)
    secret = offered(client.get("/masuk/akun/faktor/"))
    made = client.post("/masuk/akun/faktor/", {"code": code(secret)})
    factor = Factor.objects.get(staff=person)

    assert len(paper(made)) == 10
    assert "Authenticator app" in words(client.get("/masuk/akun/"))
    assert sign_in(browser(), person)["Location"] == "/masuk/kode/"
    assert client.post(f"/masuk/akun/faktor/{factor.pk}/hapus/").status_code == 302
    assert not Factor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert sign_in(browser(), person)["Location"] == "/masuk/ke/"


def test_whose_role_needs_one_keeps_one(validator):
    client, _secret, _codes = enrolled(validator)
    answer = client.post(f"/masuk/akun/faktor/{Factor.objects.get().pk}/hapus/")

    assert (answer.status_code, "Your role needs a second factor" in words(answer)) == (409, True)
    assert Factor.objects.count() == 1


def test_nobody_removes_anothers(validator):
    enrolled(validator)
    client = browser()
    sign_in(client, make.staff(of=GEBANG, password=PASSWORD))

    assert client.post(f"/masuk/akun/faktor/{Factor.objects.get().pk}/hapus/").status_code == 404
    assert Factor.objects.count() == 1


def test_an_operator_resets_them_and_the_sessions_end(validator):
    client, _secret, _codes = enrolled(validator)
    operator = browser(make.staff(of="jsc-intake", role=Role.OPERATOR))

    assert "set up" in words(operator.get(f"/admin/orang/{validator.username}/"))
    operator.post(f"/admin/orang/{validator.username}/faktor/")

    assert not is_in(client)
    assert sign_in(browser(), validator)["Location"] == "/masuk/pasang/"
    assert "Second factors reset by an operator" in words(operator.get(f"/admin/orang/{validator.username}/"))


def test_a_simulated_account_opens_by_its_password_alone_and_says_so(validator, settings, caplog):
    Staff.objects.filter(pk=validator.pk).update(is_demo=True)
    client = browser()
    sign_in(client, validator)

    assert "A simulated account: it opens by its password alone" in words(client.get("/masuk/akun/"))
    assert [record.message for record in caplog.records if record.name == "tanggap.security"] == [
        f"a simulated account signed in by its password alone: staff={validator.pk}"
    ]

    settings.DEMO_SIGN_IN = False  # TANGGAP_DEMO=0
    assert sign_in(browser(), validator)["Location"] == "/masuk/pasang/"
