"""`{% bell %}`: the link to what a member of staff was told, with how much of it is new."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.core import clock
from tanggap.notify import notices
from tanggap.web.ui.templatetags.ui import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def bell(context: template.Context) -> SafeString:
    """Return the bell of the person signed in. One statement."""
    new = notices.unseen(context["user"], now=clock.now())
    most = notices.MOST_COUNTED
    said = ngettext("%(new)d new notice", "%(new)d new notices", new) % {"new": new} if new else _("Notices")
    number = format_html('<span class="bell-new" aria-hidden="true">{}</span>', f"{most - 1}+" if new >= most else new)
    return format_html(
        '<a class="bell" href="{}" title="{}">{}{}<span class="sr-only">{}</span></a>',
        reverse("desk:notices"),
        said,
        icon("bell"),
        number if new else "",
        said,
    )
