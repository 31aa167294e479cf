"""A message that comes in parts: the first ones wait for the others, for a while; then what is there is heard as one."""

from datetime import timedelta

from tanggap.channels import listening, receiving, registry
from tanggap.channels.contract import Account, Partial
from tanggap.channels.joining import is_whole, joined
from tanggap.channels.models import Arrival
from tanggap.channels.words import ArrivalState
from tanggap.core import clock, crypto

PATIENCE = timedelta(minutes=10)
MOST_PARTS = 255


def hear(account: Account, arrival: Arrival, part: Partial) -> None:
    """Wait for the rest of a message, or hear it: when it is whole, or its first part has waited for `PATIENCE`.

    The parts that waited are done with the one that is heard. Raises what `listening.hear` raises; then all of them still wait.
    """
    now = clock.now()
    mark = f"part:{crypto.blind_index('part', f'{account.id}:{part.group}').hex()[:32]}"
    others = Arrival.objects.filter(account=account.id, state=ArrivalState.WAITING, outcome=mark).exclude(pk=arrival.pk)
    waiting = list(others.order_by("id")[:MOST_PARTS])
    heard = [(one, registry.adapter(account.adapter).read(account, receiving.payload_of(one))) for one in waiting]
    there = [(arrival, part), *((one, said) for one, said in heard if isinstance(said, Partial))]
    until = min(one.received_at for one, _ in there) + PATIENCE
    if not is_whole(said for _, said in there) and now < until:
        Arrival.objects.filter(pk=arrival.pk).update(outcome=mark, next_try_at=until)
        return
    listening.hear(account, arrival, joined(said for _, said in there))
    Arrival.objects.filter(pk__in=[one.pk for one, _ in there if one.pk != arrival.pk]).update(
        state=ArrivalState.DONE, outcome="part", done_at=now, thread=arrival.thread, report=arrival.report
    )
