"""What the desk draws once for many pages: the buttons of a report's acts, the list of keys."""

from django import template
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from tanggap.web.desk import choices
from tanggap.web.desk.acts import ACTS, Group
from tanggap.web.ui.kept import pieces

register = template.Library()
CODE, QUERY = "code-of-this-report", "query-of-this-list"


@register.simple_tag
def act_buttons(groups: list[Group], code: str, query: str) -> SafeString:
    """Return the buttons of the acts that are offered, by who is told: drawn once for the same acts, whatever the report."""
    key = ("desk/acts.html", *(tuple((offer.act.slug, offer.is_primary) for offer in group.offers) for group in groups))
    drawn = pieces.get(
        key, lambda: get_template("desk/acts.html").render({"groups": groups, "code": CODE, "query": QUERY})
    )
    return SafeString(drawn.replace(CODE, conditional_escape(code)).replace(QUERY, conditional_escape(query)))


@register.simple_tag
def desk_keys() -> SafeString:
    """Return the list of the desk's keys: the same for everybody."""
    shown = {"all_acts": ACTS, "all_views": choices.VIEWS}
    return SafeString(pieces.get("desk/keys.html", lambda: get_template("desk/keys.html").render(shown)))
