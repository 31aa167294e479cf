"""Pieces of a page that are drawn once for the same values (web.ui.kept): a template of its own, or a part of one.

`{% kept "desk/row.html" row=row ago=ago %}` is an include; `{% keep "watch" on=is_watched fill code=report.code %}…{% endkeep %}` a part.
"""

from secrets import token_hex
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from tanggap.web.ui.kept import pieces

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
    """A part of a page, drawn once for the same values in the page's template and language."""

    def __init__(
        self,
        name: tuple[str | bytes | None, str],
        nodelist: NodeList,
        by: dict[str, FilterExpression],
        gaps: dict[str, FilterExpression],
    ) -> None:
        self.name, self.nodelist, self.by, self.gaps = name, nodelist, tuple(by.items()), tuple(gaps.items())
        self.blanks = {gap: SafeString(f"{gap}-{_SECRET}") for gap in (*gaps, "csrf_token")}

    def render(self, context: template.Context) -> SafeString:
        by = tuple(value.resolve(context) for _name, value in self.by)

        def draw() -> str:
            known = dict(zip((name for name, _value in self.by), by, strict=True))
            return str(self.nodelist.render(context.new({**known, **self.blanks})))

        page = context.template.name if context.template else None
        drawn = pieces.get((self.name, page, by), draw)
        for gap, value in self.gaps:
            drawn = drawn.replace(self.blanks[gap], conditional_escape(value.resolve(context)))
        token = self.blanks["csrf_token"]
        return SafeString(drawn.replace(token, str(context.get("csrf_token"))) if token in drawn else drawn)
