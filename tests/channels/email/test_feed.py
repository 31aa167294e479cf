"""`tanggap channels feed email FILE.eml`: what a letter would become, for whoever wonders."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from tests.channels.email import made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", sorted(made.SAMPLES.glob("*.eml")), ids=lambda path: path.stem)
def test_every_sample_letter_can_be_fed(path):
    out = StringIO()
    call_command("channels", "feed", "email", str(path), stdout=out)
    ((kind, told),) = json.loads(out.getvalue())[0].items()
    assert (kind, told["may_ask"]) == ("said", False)
    assert told["text"] == made.said(path.read_bytes()).text
