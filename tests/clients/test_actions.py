"""What operators do about programs: written down, refused where it is not sane, held by the database too."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.clients import making
from tests.factories import make

from tanggap.agencies.words import ASSIGNABLE, Role
from tanggap.clients import actions
from tanggap.clients.models import Client, Deed, Key
from tanggap.clients.queries import BadKey, caller
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def deeds(client):
    return list(Deed.objects.filter(client=client).order_by("id").values_list("act", "reason"))


def opens(made):
    try:
        return caller(f"Bearer {made.key}").client is not None
    except BadKey:
        return False


def test_every_act_is_written_down_with_who_and_why():
    operator, client = make.staff(of="jsc-intake", role=Role.OPERATOR), making.program()
    first = actions.make_key(by=operator, code=client.code, label="server", reason="go live")
    second = actions.rotate_key(by=operator, number=first.id, overlap=HOUR, reason="yearly")
    actions.revoke_key(by=operator, number=second.id, reason="leaked")
    actions.switch(by=operator, code=client.code, is_active=False, reason="contract ended")

    assert deeds(client) == [
        ("added", ""),
        ("key_made", "go live"),
        ("key_rotated", "yearly"),
        ("key_revoked", "leaked"),
        ("closed", "contract ended"),
    ]
    assert set(Deed.objects.filter(client=client).exclude(act="added").values_list("staff", flat=True)) == {operator.pk}
    assert Deed.objects.get(client=client, act="key_rotated").facts["replaces"] == first.key[:15]


@pytest.mark.parametrize("role", [role for role in ASSIGNABLE if role != Role.OPERATOR])
def test_nobody_but_an_operator_makes_a_key(role):
    client, person = making.program(), make.staff(of=making.GEBANG, role=role)

    with pytest.raises(NotAllowed):
        actions.make_key(by=person, code=client.code, label="x", reason="x")

    assert Key.objects.filter(client=client).count() == 0


def test_two_keys_work_while_one_is_replaced_and_then_the_old_one_ends():
    old = making.key(making.program())
    at = clock.now()

    new = actions.rotate_key(by=None, number=old.id, overlap=HOUR, reason="yearly")

    assert (opens(old), opens(new)) == (True, True)
    with clock.at(at + 2 * HOUR):
        assert (opens(old), opens(new)) == (False, True)


def test_an_overlap_never_prolongs_a_key():
    ends = clock.now() + HOUR
    old = making.key(making.program(), expires_at=ends)

    actions.rotate_key(by=None, number=old.id, overlap=24 * HOUR, reason="x")

    assert Key.objects.get(pk=old.id).expires_at == ends


def test_a_key_that_works_no_more_is_not_replaced():
    old = making.key(making.program())
    actions.revoke_key(by=None, number=old.id)

    with pytest.raises(Invalid):
        actions.rotate_key(by=None, number=old.id, overlap=HOUR, reason="x")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "a"}, "code"),
        ({"code": "a b c"}, "code"),
        ({"code": "-abc"}, "code"),
        ({"code": "baru"}, "code"),
        ({"code": "a" * 41}, "code"),
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Peta\u202e"}, "name"),
        ({"owner": ""}, "owner"),
        ({"contact": ""}, "contact"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": ["work:write"]}, "scopes"),
        ({"rate": "endless"}, "rate"),
        ({"unit": "nowhere"}, "unit"),
        ({"unit": "biro-pemerintahan"}, "unit"),
    ],
)
def test_what_makes_no_program(changes, field):
    before = Client.objects.count()

    with pytest.raises((Invalid, actions.programs.CannotHaveOne)) as caught:
        making.program(**changes)

    assert (list(caught.value.errors), Client.objects.count()) == ([field], before)


def test_two_programs_never_share_a_short_name():
    making.program(code="peta")

    with pytest.raises(actions.CodeTaken):
        making.program(code=" PETA ")


def test_ten_keys_are_enough():
    client = making.program()
    for _ in range(actions.MOST_KEYS):
        making.key(client)

    with pytest.raises(actions.TooManyKeys):
        making.key(client)


@pytest.mark.parametrize("act", [actions.revoke_key, actions.rotate_key])
def test_a_key_that_nobody_has_is_not_found(act):
    more = {"overlap": HOUR} if act == actions.rotate_key else {}
    with pytest.raises(NotFound):
        act(by=None, number=10**9, reason="x", **more)


ATTACKS = {
    "a revoked key is given back": (
        "update clients_key set revoked_at = null where revoked_at is not null",
        "clients_key_stays_revoked",
    ),
    "a key becomes another": (
        "update clients_key set digest = sha256('known'::bytea)",
        "clients_key_stays_revoked",
    ),
    "a key lives longer": (
        "update clients_key set expires_at = now() + interval '9 years' where expires_at is not null",
        "clients_key_stays_revoked",
    ),
    "an end is taken away": (
        "update clients_key set expires_at = null where expires_at is not null",
        "clients_key_stays_revoked",
    ),
    "a deed is altered": ("update clients_deed set reason = ''", "clients_deed_is_final"),
    "a deed is dropped": ("delete from clients_deed", "clients_deed_is_final"),
    "work without a unit": (
        "update clients_client set scopes = '{work:write}' where unit_id is null",
        "clients_work_is_of_a_unit",
    ),
    "an unknown scope": ("update clients_client set scopes = '{everything}'", "clients_scopes_are_known"),
    "a unit without an account": (
        "update clients_client set unit_id = 'jsc-intake' where unit_id is null",
        "clients_unit_has_an_account",
    ),
    "a program that signs in": (
        "update agencies_staff set is_active = true where is_program",
        "agencies_program_never_signs_in",
    ),
    "a program with a password": (
        "update agencies_staff set password = 'md5$x$y' where is_program",
        "agencies_program_never_signs_in",
    ),
}


@pytest.mark.parametrize(("attack", "rule"), ATTACKS.values(), ids=ATTACKS)
def test_the_database_refuses_it_too(attack, rule):
    making.of_unit()
    client = making.program()
    making.key(client, expires_at=clock.now() + HOUR)
    actions.revoke_key(by=None, number=making.key(client).id)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
