"""How keys look, and that nothing of them but a hash is kept."""

import re

import pytest
from tests.clients import making

from tanggap.clients import keys
from tanggap.clients.models import Deed, Key


def test_a_key_has_256_random_bits_and_a_form_that_scanners_find():
    made = {keys.make(keys.KEY) for _ in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch(r"tgp_(live|token)_[0-9A-Za-z]{49}", key) for key in made)
    assert 62**keys.RANDOM_CHARACTERS >= 2**256


def test_the_checksum_tells_a_leaked_key_from_a_word_that_looks_like_one():
    key = keys.make(keys.KEY)
    altered = [key[:place] + ("b" if key[place] == "a" else "a") + key[place + 1 :] for place in range(len(key))]

    assert keys.is_one(key)
    assert not any(keys.is_one(one) for one in [*altered, key[:-1], key + "0", key + "\n", key.upper(), ""])


@pytest.mark.django_db
def test_only_its_hash_and_its_beginning_are_kept():
    made = making.key(making.program())
    row = Key.objects.get(pk=made.id)

    assert bytes(row.digest) == keys.digest(made.key)
    assert row.prefix == made.key[:15]
    assert made.key not in repr([vars(row), list(Deed.objects.values())])
