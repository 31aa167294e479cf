"""Answers of another city's system: read in both forms and every wrapping; what is hostile is refused."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.channels.contract import Malformed
from tanggap.channels.open311.reading import rows
from tanggap.core.wire import Got

BOMB = b'<!DOCTYPE a [<!ENTITY b "%s"><!ENTITY c "&b;&b;&b;">]><service_requests>&c;</service_requests>' % (b"x" * 1000)
OUTSIDE = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><service_requests/>'


def read(body):
    return rows(Got(200, {}, body))


@pytest.mark.parametrize(
    "body",
    [
        b'[{"service_request_id": 9001, "token": null}]',
        b'{"service_requests": [{"service_request_id": "9001", "token": ""}]}',
        b'{"service_requests": {"request": {"service_request_id": "9001", "token": null}}}',
        b'[{"request": {"service_request_id": "9001", "token": ""}}]',
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><service_requests><request><service_request_id>9001</service_request_id>'
        b"<token/></request></service_requests>",
    ],
)
def test_every_wrapping_says_the_same(body):
    assert read(body) == [{"service_request_id": "9001", "token": ""}]


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        OUTSIDE,
        b"<a>" * 30,
        b"<a><b></a>",
        b"<r>" + b"<request/>" * 60_000 + b"</r>",
        b"[" * 100_000,
        b"not a word of it",
        b"",
        b"x" * 2_000_001,
    ],
)
def test_what_is_hostile_or_none_of_the_forms_is_refused(body):
    with pytest.raises(Malformed):
        read(body)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(alphabet='<>/&;!a"[]{}:,service_request', max_size=200).map(str.encode))
)
def test_any_bytes_are_rows_or_refused(body):
    with suppress(Malformed):
        assert all(isinstance(value, str) for row in read(body) for value in row.values())
