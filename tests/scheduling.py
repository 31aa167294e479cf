"""Which tests stay together on one worker (`-n`): those of a module in a browser, and those that name a group.

xdist's own `--dist loadgroup` writes the group behind a test's name, which pytest 9 does not let it do.
"""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

ROOT = Path(__file__).resolve().parents[1]
_GROUP = re.compile(r'pytest\.mark\.xdist_group\("([\w-]+)"\)')


class Grouped(LoadScopeScheduling):
    """Gives out test by test, but a group whole: what it builds once is built once, and nothing of others runs in between.

    The largest groups come first, then the single tests in their order: the processes end together.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0]) or nodeid

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Forget a group when its last test is done: the library would count all that a process ever did after each test."""
        scope = self._split_scope(self.registered_collections[node][item_index])
        super().mark_test_complete(node, item_index, duration)
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]


@cache
def group_of(module: str) -> str:
    """Return the group of a module (path below the project's root): the one that it names, its own when it needs a browser, or none."""
    text = (ROOT / module).read_text("utf-8")
    named = _GROUP.search(text)
    if named:
        return named[1]
    return module if "pytest.mark.browser" in text else ""
