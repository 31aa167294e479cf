"""Which tests stay together on one worker (`-n`): those of a module in a browser, and those that name a group.

xdist's own `--dist loadgroup` writes the group behind a test's name, which pytest 9 does not let it do.
"""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
_GROUP = re.compile(r'pytest\.mark\.xdist_group\("([\w-]+)"\)')


class Grouped(LoadScopeScheduling):
    """Gives out test by test, but a group whole: what it builds once is built once, and nothing of others runs in between."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0]) or nodeid


@cache
def group_of(module: str) -> str:
    """Return the group of a module (path below the project's root): the one that it names, its own when it needs a browser, or none."""
    text = (ROOT / module).read_text("utf-8")
    named = _GROUP.search(text)
    if named:
        return named[1]
    return module if "pytest.mark.browser" in text else ""
