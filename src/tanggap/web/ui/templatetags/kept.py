"""Pieces of a page that are drawn once for the same values (web.ui.kept): a template of its own, or a part of one.

`{% kept "desk/row.html" row=row ago=ago %}` is an include; `{% keep "watch" on=is_watched fill code=report.code %}…{% endkeep %}` a part.
"""

import re
from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from tanggap.web.ui.kept import parts, pieces

register = template.Library()
_SECRET = token_hex(8)  # so that nobody can write a text that reads like a gap


@register.simple_tag
def kept(name: str, **shown: Any) -> SafeString:
    """Return template `name` drawn with `shown` alone: frozen rows, texts and numbers; nothing of the request, no clock."""
    return SafeString(pieces.get((name, *shown.items()), lambda: get_template(name).render(shown)))


@register.tag
def keep(parser: Parser, token: Token) -> "KeptPart":
    """Draw a part of a page once for the same values: `{% keep "name" a=… b=… fill c=… %}…{% endkeep %}`.

    Inside, nothing is known but the named values, so that it cannot show what it is not kept by. Those behind `fill` stand in it as
    gaps, filled each time: texts and numbers that are only written out. The form token is one of them, unsaid. The name is unique in its
    template.
    """
    _tag, name, *given = token.split_contents()
    place = given.index("fill") if "fill" in given else len(given)
    before, behind = given[:place], given[place + 1 :]
    by, gaps = token_kwargs(before, parser), token_kwargs(behind, parser)
    if before or behind:  # what is left of them
        raise template.TemplateSyntaxError(f"{token.contents}: only name=value may follow the name")
    nodes = parser.parse(("endkeep",))
    parser.delete_first_token()
    source = parser.origin.template_name if parser.origin else ""
    return KeptPart((source, name), nodes, by, gaps)


class KeptPart(Node):
    """A part of a page, drawn once for the same values in the page's template and language, and kept cut at its gaps."""

    def __init__(
        self,
        name: tuple[str | bytes | None, str],
        nodelist: NodeList,
        by: dict[str, FilterExpression],
        gaps: dict[str, FilterExpression],
    ) -> None:
        self.name, self.nodelist, self.by = name, nodelist, tuple(by.items())
        self.gaps: dict[str, FilterExpression | None] = {**gaps, "csrf_token": None}
        self.blanks = {gap: SafeString(f"{gap}-{_SECRET}") for gap in self.gaps}
        self.cut = re.compile(f"({'|'.join(self.gaps)})-{_SECRET}")

    def render(self, context: template.Context) -> SafeString:
        by = tuple([value.resolve(context) for _name, value in self.by])

        def draw() -> tuple[str, ...]:
            known = dict(zip((name for name, _value in self.by), by, strict=True))
            return tuple(self.cut.split(str(self.nodelist.render(context.new({**known, **self.blanks})))))

        page = context.template.name if context.template else None
        drawn = parts.get((self.name, page, by), draw)
        if len(drawn) == 1:
            return SafeString(drawn[0])
        shown = list(drawn)
        shown[1::2] = self._fill(drawn[1::2], context)
        return SafeString("".join(shown))

    def _fill(self, gaps: Sequence[str], context: template.Context) -> list[str]:
        """Return what stands in `gaps` now, each looked up once."""
        filled: dict[str, str] = {}
        for gap in set(gaps):
            value = self.gaps[gap]
            filled[gap] = (
                str(context.get("csrf_token")) if value is None else conditional_escape(value.resolve(context))
            )
        return [filled[gap] for gap in gaps]
