"""What a page says of itself to search engines and to those who show shared addresses: `{% load sharing %}`.

JSON-LD stands in a script element because nothing else is read by them. It is a data block: browsers do not run it, so the content
security policy has no say in it.
"""

import json
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.web.ui import addresses

register = template.Library()
UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], path: str = "") -> str:
    """Return the whole address of `path`, or of this page in its canonical form: `{% absolute %}`, `{% absolute "/kartu.png" %}`."""
    request: HttpRequest = context["request"]
    return addresses.absolute(request, path or addresses.canonical(request))


@register.simple_tag(takes_context=True)
def breadcrumbs(context: dict[str, Any], *names_and_paths: str) -> SafeString:
    """Return the way to this page: `{% breadcrumbs _("Map") "/peta/" area.name "/wilayah/31/" report.code "" %}`, after the start page.

    A step whose name is empty is left out.
    """
    return _way(context["request"], list(zip(names_and_paths[::2], names_and_paths[1::2], strict=True)))


@register.simple_tag(takes_context=True)
def area_breadcrumbs(context: dict[str, Any], code: str) -> SafeString:
    """Return the way to an area's page through those that it lies in: `{% area_breadcrumbs shown.area.code %}`."""
    row = places.area(code)
    above = [found for one in row.path if (found := places.area(one))] if row else []
    return _way(context["request"], [(one.name, f"/wilayah/{one.code}/") for one in above])


def _way(request: HttpRequest, pairs: list[tuple[str, str]]) -> SafeString:
    pairs = [(f"Tanggap {say(city().name)}", "/"), *pairs]
    steps = [(str(name), path) for name, path in pairs if name]
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": name,
            "item": addresses.absolute(request, path or addresses.canonical(request)),
        }
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return data_block({"@type": "BreadcrumbList", "itemListElement": items})


@register.simple_tag(takes_context=True)
def service(context: dict[str, Any]) -> SafeString:
    """Return what the city offers here; nothing for a simulated city, which offers nothing."""
    if context.get("simulated"):
        return SafeString("")
    request, here = context["request"], city()
    channel = {
        "@type": "ServiceChannel",
        "serviceUrl": addresses.absolute(request, "/lapor/"),
        "availableLanguage": list(here.languages),
    }
    return data_block(
        {
            "@type": "GovernmentService",
            "name": f"Tanggap {say(here.name)}",
            "url": addresses.absolute(request, "/"),
            "areaServed": {"@type": "AdministrativeArea", "name": say(here.name)},
            "isAccessibleForFree": True,
            "availableChannel": channel,
        }
    )


def data_block(facts: dict[str, Any]) -> SafeString:
    """Return schema.org facts as a JSON-LD block from which no text can break out."""
    written = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{written.translate(UNSAFE)}</script>')  # noqa: S308  escaped above


@register.simple_tag
def other_locale(language: str) -> str:
    """Return the other language in which the page can be read, as Open Graph names it; empty in a city of one language."""
    others = [code for code, _name in settings.LANGUAGES if code != language and code in city().languages]
    return OPEN_GRAPH.get(others[0], "") if others else ""


OPEN_GRAPH = {"id": "id_ID", "en": "en_GB"}
