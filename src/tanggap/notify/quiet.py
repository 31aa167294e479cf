"""When citizens are left in peace: the city's quiet hours (`pack.toml`), and what is too urgent for them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tanggap.places.city import city


def until(at: datetime, template: str) -> datetime | None:
    """Return when a message may be sent that would go at `at`: the end of the quiet hours, None when it may go at once. Pure."""
    hours = city().quiet_hours
    if hours is None or template in city().urgent_messages:
        return None
    begins, ends = (time.fromisoformat(one) for one in hours)
    local = at.astimezone(ZoneInfo(city().time_zone))
    is_over_night = begins > ends
    now = local.time()
    if is_over_night and not (now >= begins or now < ends):
        return None
    if not is_over_night and not begins <= now < ends:
        return None
    day = local.date() + timedelta(days=1 if is_over_night and now >= begins else 0)
    return datetime.combine(day, ends, tzinfo=local.tzinfo).astimezone(at.tzinfo)
