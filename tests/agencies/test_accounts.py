"""Accounts: made, closed, given roles, each act written down; passwords known once; somebody always left who can undo."""

import threading

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from tests.factories import make

from tanggap.agencies import actions, people
from tanggap.agencies.actions import RoleGiven
from tanggap.agencies.models import Audit, Membership, Staff
from tanggap.agencies.words import Role
from tanggap.core.refusal import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"
INTAKE = "jsc-intake"


@pytest.fixture
def operator():
    return make.staff(of=INTAKE, role=Role.OPERATOR)


def add(by=None, **changes):
    given = {
        "username": "sari",
        "display_name": "Sari Wulandari",
        "unit": GEBANG,
        "roles": [RoleGiven("officer")],
        **changes,
    }
    return actions.add(by=by, **given)


def written(username):
    with override("id"):
        return _written(username)


def _written(username):
    return [(line.act, line.role, line.actor) for line in reversed(people.audit(username=username))]


def nothing_written():
    return Audit.objects.count() == 0


def test_an_account_signs_in_with_the_password_that_was_made_for_it():
    person, password = add()

    assert authenticate(None, username="sari", password=password) == person
    assert (person.unit_id, person.is_active) == (GEBANG, True)
    assert [(held.role, held.unit, held.area) for held in people.person("sari").roles] == [("officer", GEBANG, "")]


def test_what_was_done_is_written_with_who_did_it(operator):
    add(operator)

    assert written("sari") == [
        ("added", "", operator.display_name),
        ("granted", "Petugas · Kelurahan Pulo Gebang", operator.display_name),
    ]


def test_made_passwords_are_long_and_never_the_same():
    made = {actions.make_password() for _ in range(100)}

    assert len(made) == 100
    assert {len(password) for password in made} == {19}


def test_no_password_stands_in_the_log(operator):
    _person, password = add(operator)
    other = actions.reset_password(by=operator, username="sari")

    kept = " ".join(str(row) for row in Audit.objects.values_list("act", "facts"))
    assert password not in kept
    assert other not in kept


def test_a_username_is_kept_in_small_letters_and_once():
    add(username=" Sari ")

    with pytest.raises(actions.UsernameTaken):
        add(username="SARI", display_name="Another Sari")
    assert list(Staff.objects.values_list("username", "display_name")) == [("sari", "Sari Wulandari")]


def test_the_database_refuses_a_second_name_in_other_letters():
    person, _password = add()

    with pytest.raises(IntegrityError, match="agencies_staff_username_once"), transaction.atomic():
        Staff.objects.create(
            username="SARI", display_name="x", unit_id=GEBANG, created_at=person.created_at, password="!"
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "a"}, "username"),
        ({"username": "sari wulandari"}, "username"),
        ({"username": "sari\x00"}, "username"),
        ({"username": "-sari"}, "username"),
        ({"username": "s" * 65}, "username"),
        ({"display_name": "  "}, "display_name"),
        ({"display_name": "x" * 121}, "display_name"),
        ({"display_name": "Sari\u202e"}, "display_name"),
        ({"unit": "nowhere"}, "unit"),
        ({"roles": []}, "role"),
        ({"roles": [RoleGiven("governor")]}, "role"),
        ({"roles": [RoleGiven("citizen")]}, "role"),
        ({"roles": [RoleGiven("officer", "nowhere")]}, "unit"),
        ({"roles": [RoleGiven("officer", "", "99.99")]}, "area"),
        ({"language": "fr"}, "language"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890"}, "password"),
    ],
)
def test_what_cannot_be_an_account_is_refused_by_its_field(changes, field):
    with pytest.raises(Invalid) as refused:
        add(**changes)

    assert list(refused.value.errors) == [field]
    assert (Staff.objects.count(), nothing_written()) == (0, True)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OPERATOR, Role.CITIZEN, Role.SYSTEM}])
def test_nobody_but_an_operator_touches_accounts(role):
    add()
    person = make.staff(of=INTAKE, role=role)
    before = Audit.objects.count()

    for act in (
        lambda: add(person, username="new"),
        lambda: actions.grant(by=person, username="sari", role="operator"),
        lambda: actions.revoke(by=person, username="sari", role="officer"),
        lambda: actions.disable(by=person, username="sari"),
        lambda: actions.enable(by=person, username="sari"),
        lambda: actions.reset_password(by=person, username="sari"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Audit.objects.count() == before


def test_a_role_is_given_once_and_taken_away(operator):
    add(operator)
    for _ in range(2):
        actions.grant(by=operator, username="sari", role="validator", unit="biro-pemerintahan", area="31.75")
    assert [(held.role, held.unit, held.area) for held in people.person("sari").roles] == [
        ("officer", GEBANG, ""),
        ("validator", "biro-pemerintahan", "31.75"),
    ]

    actions.revoke(by=operator, username="sari", role="validator", unit="biro-pemerintahan", area="31.75")
    actions.revoke(by=operator, username="sari", role="validator", unit="biro-pemerintahan", area="31.75")

    assert [held.role for held in people.person("sari").roles] == ["officer"]
    assert [act for act, _role, _actor in written("sari")] == ["added", "granted", "granted", "revoked"]


def test_a_closed_account_signs_in_no_more_until_it_is_opened(operator):
    _person, password = add(operator)

    actions.disable(by=operator, username="sari")
    actions.disable(by=operator, username="sari")
    assert authenticate(None, username="sari", password=password) is None

    actions.enable(by=operator, username="sari")
    assert authenticate(None, username="sari", password=password) is not None
    assert [act for act, _role, _actor in written("sari")] == ["added", "granted", "disabled", "enabled"]


def test_a_new_password_ends_the_old_one(operator):
    _person, old = add(operator)

    made = actions.reset_password(by=operator, username="SARI")

    assert authenticate(None, username="sari", password=old) is None
    assert authenticate(None, username="sari", password=made) is not None


def test_one_changes_the_own_password_only_with_the_present_one():
    person, old = add()

    with pytest.raises(actions.WrongPassword):
        actions.change_password(by=person, old_password="something else", password="correct horse battery")
    with pytest.raises(Invalid):
        actions.change_password(by=person, old_password=old, password="short")
    assert authenticate(None, username="sari", password=old) == person

    actions.change_password(by=person, old_password=old, password="correct horse battery")
    assert authenticate(None, username="sari", password="correct horse battery") == person
    assert written("sari")[-1] == ("password_changed", "", "Sari Wulandari")


def test_an_operator_does_not_lock_the_own_account(operator):
    make.staff(of=INTAKE, role=Role.OPERATOR)

    with pytest.raises(actions.NotOneself):
        actions.disable(by=operator, username=operator.username)
    with pytest.raises(actions.NotOneself):
        actions.revoke(by=operator, username=operator.username, role="operator")
    assert Membership.objects.filter(staff=operator, role=Role.OPERATOR, staff__is_active=True).exists()


def test_the_last_operator_stays(operator):
    with pytest.raises(actions.LastOperator):
        actions.disable(by=None, username=operator.username)
    with pytest.raises(actions.LastOperator):
        actions.revoke(by=None, username=operator.username, role="operator")


@pytest.mark.django_db(transaction=True)
def test_two_operators_cannot_close_each_other_at_once():
    first, second = (make.staff(of=INTAKE, role=Role.OPERATOR) for _ in range(2))
    together, refused = threading.Barrier(2), []

    def close(by, other):
        together.wait()
        try:
            actions.disable(by=by, username=other.username)
        except (actions.LastOperator, NotAllowed) as refusal:
            refused.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Staff.objects.filter(is_active=True).count() == 1
    assert len(refused) == 1


@pytest.mark.parametrize("act", [actions.disable, actions.enable, actions.reset_password])
def test_an_unknown_account_is_not_found(act):
    with pytest.raises(NotFound):
        act(by=None, username="nobody")


@pytest.mark.parametrize("attack", ["update agencies_audit set act = 'enabled'", "delete from agencies_audit"])
def test_the_log_of_accounts_is_never_changed(attack):
    add()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_the_list_finds_people_by_name_role_and_state_in_two_statements(operator, django_assert_num_queries):
    add(operator)
    add(operator, username="budi", display_name="Budi Santoso", roles=[RoleGiven("validator", "biro-pemerintahan")])
    actions.disable(by=operator, username="budi")

    def names(**wanted):
        return [person.username for person in people.listed(**wanted).rows]

    with django_assert_num_queries(2):
        assert names(text="WULAN") == ["sari"]
    assert names(role="validator") == ["budi"]
    assert names(is_active=False) == ["budi"]
    assert names(unit=GEBANG) == ["budi", "sari"]


def test_the_list_goes_on_after_the_last_of_a_page(operator):
    for name in ("ani", "budi", "citra"):
        add(operator, username=name)

    first = people.listed(unit=GEBANG, limit=2)
    second = people.listed(unit=GEBANG, limit=2, after=first.next)

    assert [[row.username for row in page.rows] for page in (first, second)] == [["ani", "budi"], ["citra"]]
    assert second.next is None


def test_colleagues_are_the_open_accounts_that_handle_reports_there(operator):
    add(operator)
    add(operator, username="closed")
    actions.disable(by=operator, username="closed")
    add(operator, username="checker", roles=[RoleGiven("validator", "biro-pemerintahan")])
    add(operator, username="guest", unit=INTAKE, display_name="Adi", roles=[RoleGiven("officer", GEBANG)])

    assert people.colleagues(GEBANG) == [("guest", "Adi"), ("sari", "Sari Wulandari")]
