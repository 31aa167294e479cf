"""Letters meant to harm: many parts, deep ones, huge ones, and what takes a program the square of their length."""

import io
import random
import time
import tracemalloc
import zipfile

import pytest
from tests.channels.email import made

from tanggap.channels.contract import Malformed
from tanggap.channels.email import ADAPTER, parts

SECONDS = 2.0
MEGABYTES = 256


def _nested(depth: int) -> bytes:
    head = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return b"From: budi@contoh.test\r\nSubject: dalam\r\n" + head + b"\r\nDasar\r\n"


def _eml_in_eml(depth: int) -> bytes:
    return (
        b"From: budi@contoh.test\r\nSubject: dalam\r\n"
        + b"Content-Type: message/rfc822\r\n\r\n" * depth
        + b"\r\nDasar\r\n"
    )


def _many(count: int) -> bytes:
    return made.multipart(*[b"\r\nbagian"] * count)


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nol", bytes(50_000_000))
    return made.multipart(
        made.part(b"Lihat"), made.part(packed.getvalue(), "application/zip", "Content-Transfer-Encoding: binary")
    )


HOSTILE = {
    "50 deep": _nested(50),
    "1,000 deep": _nested(1_000),
    "20,000 deep": _nested(20_000),
    "letters in letters": _eml_in_eml(5_000),
    "200 parts": _many(200),
    "10,000 parts": _many(10_000),
    "a million boundaries": made.letter("", Content_Type="multipart/mixed; boundary=b") + b"--b\r\n" * 1_000_000,
    "a boundary that begins like another": made.letter("", Content_Type="multipart/mixed; boundary=b")
    + b"--bb\n" * 1_000_000,
    "no end of lines": made.letter("x" * 5_000_000),
    "40 MB of nothing": made.letter("\n" * 40_000_000),
    "a head without end": b"From: a@b.c\r\n" + b"X: y\r\n" * 500_000,
    "one field without end": b"From: a@b.c\r\nSubject: " + b"=?utf-8?q?a?=\r\n " * 300_000,
    "parameters without end": made.letter(Content_Type="text/plain" + "; a" * 3_000 + '; b="' * 3_000),
    "recipients without end": made.letter(To=", ".join(["budi@contoh.test"] * 100_000)),
    "open tags": made.letter("<a href='" * 60_000, Content_Type="text/html"),
    "open styles": made.letter("<style>" * 60_000, Content_Type="text/html"),
    "open comments": made.letter("<!--" * 100_000, Content_Type="text/html"),
    "quotes and brackets": made.letter("<\"'>" * 100_000, Content_Type="text/html"),
    "deep quotations": made.letter("<blockquote>" * 40_000 + "x", Content_Type="text/html"),
    "entities": made.letter("&#" + "9" * 400_000, Content_Type="text/html"),
    "lines that open a quotation": made.letter("On " + ("a " * 150 + "\n On ") * 2_000),
    "heads of letters": made.letter("Dari: a\n\n" * 50_000),
    "short lines for the library": made.letter(
        ("On a b\nwrote\n" + " " * 50 + "\n") * 60 + "From:" + " " * 300 + "wrote:"
    ),
    "stars": made.letter("*" * 100_000 + "\n" + ">" * 100_000),
    "a zip that grows": _bomb(),
    "noise": made.multipart(*[random.Random(1).randbytes(20_000)] * 50),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_letter_costs_little(name):
    payload = HOSTILE[name]
    began = time.process_time()
    ADAPTER.read(made.account(), payload)
    took = time.process_time() - began
    tracemalloc.start()
    ADAPTER.read(made.account(), payload)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert took < SECONDS
    assert peak < MEGABYTES


@pytest.mark.parametrize("payload", [_nested(50), _nested(1_000), _eml_in_eml(5_000), _many(10_000)])
def test_only_so_many_parts_are_opened_so_deep(payload):
    found = list(parts.split(payload).walk())
    assert len(found) <= parts.MOST_PARTS
    assert max(part.depth for part in found) <= parts.DEEPEST


def test_200_parts_are_read():
    assert made.said(_many(200)).text.count("bagian") == 199  # the letter itself is the first


def test_a_zip_that_grows_is_never_opened():
    (attached,) = made.said(HOSTILE["a zip that grows"]).attachments
    assert (attached.mime, len(attached.data or b"") < 100_000) == ("application/zip", True)


@pytest.mark.parametrize("payload", [b"", b"\0" * 100, b"Halo, jalan rusak.", b"{}", b"\xff\xd8\xff\xe0", b"\r\n\r\n"])
def test_what_is_no_letter_is_refused(payload):
    with pytest.raises(Malformed):
        ADAPTER.read(made.account(), payload)
