"""When an account breaks and when it works again: noted once, told to the operators. The worker looks every minute."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import override

from tanggap.catalog import queries as catalog
from tanggap.channels import accounts, contract, pulse, registry
from tanggap.channels.judging import Level
from tanggap.channels.models import Outage
from tanggap.channels.queries.health import AccountHealth, health
from tanggap.core import clock
from tanggap.notify import outages as notices
from tanggap.notify.outages import News
from tanggap.places.city import city

OVER_AFTER = timedelta(minutes=2)  # it must work for so long before it is said to work
FLICKER = timedelta(minutes=15)  # what breaks again within so long is the same outage
SILENT = timedelta(hours=1)


def look() -> int:
    """Note which accounts broke and which work again, and tell the operators; return how many changed. Done again: nothing."""
    now = clock.now()
    running = {row.account_id: row for row in Outage.objects.filter(ended_at__isnull=True)}
    accounts_now = [account for channel in health(now=now) for account in channel.accounts]
    gone = running.keys() - {one.id for one in accounts_now}  # the pack switched the channel off: nothing to tell
    Outage.objects.filter(account__in=gone, ended_at__isnull=True).update(ended_at=now)
    changed = 0
    for one in accounts_now:
        is_broken = one.verdict.level == Level.BROKEN
        if is_broken and one.id in running:
            Outage.objects.filter(pk=running[one.id].pk).update(seen_at=now, rule=one.verdict.key)
        elif is_broken:
            changed += _begin(one, now)
        elif one.id in running and now - running[one.id].seen_at > OVER_AFTER:
            changed += _end(one, running[one.id], now)
    return changed


def try_silent() -> int:
    """Ask the platforms that nothing was heard of for an hour, and those that failed, whether the account works; return how many do not.

    So a token that ran out is found although nobody writes, and what works again turns green although nobody sends.
    """
    now = clock.now()
    found = {one.id: one for channel in health(now=now) for one in channel.accounts}
    failed = 0
    for account in accounts.active():
        if not (account.id in found and _is_to_try(found[account.id], now)):
            continue
        _tried[account.id] = now
        if (trouble := _trouble(account)) is None:
            pulse.works(account.id)
        else:
            pulse.fails(account.id, trouble)
            failed += 1
    return failed


_tried: dict[int, datetime] = {}


def _is_to_try(one: AccountHealth, now: datetime) -> bool:
    if one.pulse.failing_since is not None:
        return one.resumes_at is None or one.resumes_at <= now
    known = [at for at in (one.worked_at, _tried.get(one.id)) if at is not None]
    return not known or now - max(known) >= SILENT


@transaction.atomic
def _begin(one: AccountHealth, now: datetime) -> bool:
    """Begin an outage, or go on with one that ended moments ago; return whether it is news."""
    since = min(one.verdict.since or now, now)
    last = Outage.objects.filter(account=one.id).order_by("-began_at").first()
    if last is not None and last.ended_at is not None and now - last.ended_at < FLICKER:
        Outage.objects.filter(pk=last.pk).update(ended_at=None, seen_at=now, rule=one.verdict.key)
        return False
    Outage.objects.bulk_create(
        [Outage(account_id=one.id, rule=one.verdict.key, began_at=since, seen_at=now)], ignore_conflicts=True
    )
    row = Outage.objects.filter(account=one.id, ended_at__isnull=True).get()
    notices.tell(_news(one, row.pk, one.verdict.what, now, is_over=False))
    return True


@transaction.atomic
def _end(one: AccountHealth, row: Outage, now: datetime) -> bool:
    if not Outage.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=now):
        return False
    notices.tell(_news(one, row.pk, one.verdict.what, now, is_over=True))
    return True


def _news(one: AccountHealth, outage: int, what: str | Promise, at: datetime, *, is_over: bool) -> News:
    channel = catalog.channel(one.channel)
    return News(
        outage=outage,
        account=one.id,
        name=one.name,
        channel=channel.name if channel else {"": one.channel},
        what=_in_all(what),
        at=at,
        is_over=is_over,
    )


def _in_all(words: str | Promise) -> dict[str, str]:
    found = {}
    for language in city().languages:
        with override(language):
            found[language] = str(words)
    return found


def _trouble(account: contract.Account) -> str | None:
    """Return why an account does not work, in our own words; None when it does, or when its adapter cannot tell."""
    try:
        found = registry.adapter(account.adapter).check(account)
    except (contract.Later, contract.Refused) as trouble:
        return str(trouble)
    except Exception as error:
        return type(error).__name__
    return None if found.is_well else str(found.words)
