"""Who sent it: one form for each person, and nobody where no answer can go."""

import pytest
from tests.channels.sms.accounts import account

from tanggap.channels.contract import Malformed
from tanggap.channels.sms import numbers


@pytest.mark.parametrize("told", ["+628111000001", "628111000001", "00628111000001", "08111000001", "+62 811-1000-001"])
def test_a_number_has_one_form_however_the_gateway_writes_it(told):
    assert numbers.canonical(account("generic"), told) == "+628111000001"


@pytest.mark.parametrize(
    "told", ["BANKXYZ", "3355", "112", "99899", "INFO-BMKG", "+", "", "62811", "08", "'; --", "１２３４５６７８９"]
)
def test_a_name_or_a_short_number_is_nobody_who_can_be_answered(told):
    assert numbers.canonical(account("generic"), told) is None


def test_a_number_that_begins_with_0_is_read_in_the_country_of_the_account():
    assert numbers.canonical(account("generic", number="KOTA", country="id"), "08111000001") == "+628111000001"
    assert numbers.canonical(account("generic", number="+6581234567"), "+628111000001") == "+628111000001"


def test_without_a_country_such_a_number_is_a_dead_letter_and_not_lost():
    with pytest.raises(Malformed):
        numbers.canonical(account("generic", number="KOTA"), "08111000001")
