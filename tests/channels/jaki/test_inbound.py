"""What was kept of the app's report reads back as it was, and nothing else breaks the reader."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.channels.contract import Account, Attachment, Filed, Malformed
from tanggap.channels.jaki import ADAPTER, inbound
from tanggap.intake.words import InboundReport, Reporter

ACCOUNT = Account(1, "jaki", "app", "jaki", {})
DEVICE, PHOTO = UUID(int=7), UUID(int=9)
REPORT = InboundReport(
    channel="jaki", text="Lampu mati", category="lampu-jalan", lon=106.9, lat=-6.2, area="31.75", address="Jl. A", visibility="private",
    reporter=Reporter("Ratna", "r@example.org", "+62811"), details={"pole": "12"},
    occurred_at=datetime(2026, 1, 1, tzinfo=UTC), language="id",
)  # fmt: skip


def packed(report=REPORT, photos=(PHOTO,)):
    return inbound.packed(report, device=DEVICE, key="k" * 16, photos=photos)


def test_a_kept_report_reads_back_as_it_was():
    assert ADAPTER.read(ACCOUNT, packed()) == Filed(
        REPORT, sender=str(DEVICE), attachments=(Attachment(ref=str(PHOTO)),)
    )
    assert inbound.key_of(packed()) == "k" * 16


@given(
    st.builds(
        InboundReport,
        channel=st.just("jaki"),
        text=st.text(max_size=200).map(lambda text: text.replace("\0", "")),
        lon=st.none() | st.floats(-180, 180),
        lat=st.none() | st.floats(-90, 90),
        visibility=st.sampled_from(["public", "private"]),
    )
)
def test_any_report_reads_back_as_it_was(report):
    assert ADAPTER.read(ACCOUNT, packed(report, ())).report == report


@pytest.mark.parametrize("payload", [b"", b"{}", b"[]", b'{"device": "x"}', b'{"key": "k"}', b"\xff", b"[" * 100_000])
def test_what_is_none_is_told_apart(payload):
    with pytest.raises(Malformed):
        ADAPTER.read(ACCOUNT, payload)


@given(st.binary(max_size=200), st.integers(0, 400), st.binary(max_size=3))
def test_no_bytes_break_the_reader(noise, place, change):
    good = packed()
    for payload in (noise, good[:place] + change + good[place + len(change) :]):
        try:
            assert isinstance(ADAPTER.read(ACCOUNT, payload), Filed)
        except Malformed:
            continue
