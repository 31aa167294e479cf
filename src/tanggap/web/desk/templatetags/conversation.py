"""`{% conversation_link report %}`: the way from a report to what was said about it by its channel, for those who may read that."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.agencies.permissions import Thing
from tanggap.catalog import queries as catalog
from tanggap.channels import queries as channels
from tanggap.reports.queries.desk import DeskReport
from tanggap.web.ui.templatetags.ui import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def conversation_link(context: template.Context, report: DeskReport) -> SafeString:
    """Return the link, empty for others. No statement: the person's roles and the reference data are read already."""
    category = catalog.category(report.category_code)
    thing = Thing(
        unit=report.unit_code, area=report.area, is_confidential=category is not None and category.is_confidential
    )
    if not channels.may_read(report.channel_code, thing, context["request"].user):
        return SafeString()
    return format_html(
        '<a class="button quiet small no-print" href="{}">{}{}</a>',
        reverse("desk:conversation", args=[report.code]),
        icon("message"),
        _("Conversation"),
    )
