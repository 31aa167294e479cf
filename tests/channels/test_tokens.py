"""What joins an answer to its report."""

import pytest

from tanggap.channels import tokens
from tanggap.core import crypto

CODE = "JK-4KQ2-M9XT-1C7"


def test_a_token_opens_its_own_report_alone():
    token = tokens.sign(CODE)
    assert tokens.opens(CODE, token)
    assert not tokens.opens("JK-4KQ2-M9XT-1C8", token)


def test_a_token_survives_what_mail_does_to_an_address():
    token = tokens.sign(CODE)
    assert (len(token), token.isalnum(), token.islower()) == (tokens.LENGTH, True, True)
    assert tokens.opens(CODE, f" {token.upper()} ")


@pytest.mark.parametrize("forged", ["", "0" * 16, "é" * 16, "\ud800", "a" * 10_000])
def test_a_forged_token_opens_nothing(forged):
    assert not tokens.opens(CODE, forged)


def test_a_private_links_token_joins_nothing():
    assert not tokens.opens(CODE, crypto.private_token(CODE.encode()))
