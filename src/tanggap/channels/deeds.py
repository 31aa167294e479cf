"""What operators do about accounts is written down: who, what, when; never a secret, a payload or a sender."""

from typing import Any

from tanggap.agencies.models import Staff
from tanggap.channels.models import Deed
from tanggap.channels.words import Act
from tanggap.core import clock


def note(act: Act, *, account: int, by: Staff, **facts: Any) -> None:
    """Write down what a person did, in the transaction of what was done."""
    Deed.objects.create(account_id=account, staff=by, act=act, facts=facts, at=clock.now())
