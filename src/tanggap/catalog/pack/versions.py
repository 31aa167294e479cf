"""The versions of policies: a load that changes what one promises begins a new one, and the old one stays for whom it was promised to."""

from datetime import datetime

from tanggap.catalog.models import Policy, PolicyVersion

PROMISED = ("answer_minutes", "verify_minutes", "resolve_minutes", "is_working_time", "escalation", "extension")


def keep(*, at: datetime) -> int:
    """Have the present text of each policy as its latest version; return how many began a new one. Two statements and one for each."""
    latest: dict[str, PolicyVersion] = {}
    for row in PolicyVersion.objects.order_by("policy_id", "version"):
        latest[row.policy_id] = row
    begun = 0
    for policy in Policy.objects.order_by("code"):
        last = latest.get(policy.code)
        if last is not None and all(getattr(last, name) == getattr(policy, name) for name in PROMISED):
            continue
        number = last.version + 1 if last else 1
        PolicyVersion.objects.create(
            policy=policy, version=number, since=at, **{name: getattr(policy, name) for name in PROMISED}
        )
        Policy.objects.filter(pk=policy.pk).exclude(version=number).update(version=number)
        begun += 1
    return begun
