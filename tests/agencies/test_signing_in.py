"""How passwords are kept, and what is forgotten by the clock."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import identify_hasher, make_password
from tests.factories import make

from tanggap.agencies import alarms, signing_in
from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import Alarm, Device
from tanggap.agencies.words import AlarmKind
from tanggap.core import clock

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"
PASSWORD = "correct horse battery"
OURS = ["tanggap.agencies.hashing.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def hasher_of(person: Staff):
    return identify_hasher(Staff.objects.get(pk=person.pk).password)


def test_new_passwords_are_kept_as_argon2id_at_a_cost_that_a_small_server_bears(settings):
    settings.PASSWORD_HASHERS = OURS
    kept = make_password(PASSWORD)

    assert kept.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")


@pytest.mark.parametrize(
    "earlier", ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]
)
def test_an_older_hash_changes_at_the_next_sign_in(settings, earlier):
    settings.PASSWORD_HASHERS = [earlier]
    person = make.staff(of=GEBANG, password=PASSWORD)
    settings.PASSWORD_HASHERS = [*OURS, earlier] if earlier not in OURS else OURS

    assert authenticate(None, username=person.username, password=PASSWORD) is not None

    assert Staff.objects.get(pk=person.pk).password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")
    assert authenticate(None, username=person.username, password=PASSWORD) is not None
    assert hasher_of(person).algorithm == "argon2"


def test_the_product_keeps_them_so():
    from tanggap.config import settings as ours

    assert ours.PASSWORD_HASHERS == OURS
    assert django_settings.AUTH_USER_MODEL == "agencies.Staff"


def test_failed_sign_ins_are_forgotten_when_they_lock_nobody_out_any_more():
    for name, age in (("fresh", timedelta(hours=1)), ("old", timedelta(days=2))):
        row = AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=clock.now() - age)

    assert signing_in.forget_attempts() == 1
    assert AccessAttempt.objects.get().username == "fresh"


def test_devices_and_alarms_are_forgotten_in_time():
    person = make.staff(of=GEBANG)
    for age in (timedelta(days=10), timedelta(days=500)):
        at = clock.now() - age
        Device.objects.create(staff=person, mark=str(age).encode(), label="Firefox", first_at=at, last_at=at)
        Alarm.objects.create(kind=AlarmKind.NEW_DEVICE, subject=person, at=at)

    assert (signing_in.forget_devices(), alarms.forget_old()) == (1, 1)
    assert (Device.objects.count(), Alarm.objects.count()) == (1, 1)


def test_a_person_who_changes_the_device_daily_is_remembered_by_the_last_fifty():
    person = make.staff(of=GEBANG)
    for number in range(signing_in.MOST_DEVICES + 5):
        with clock.at(clock.now() + timedelta(minutes=number)):
            signing_in.from_device(person, cookie=f"{number:032x}", label="Firefox")

    assert Device.objects.filter(staff=person).count() == signing_in.MOST_DEVICES
