"""Who opens the pages of the boards: the evaluation's workspace, and whoever may be asked to judge. The room decides which boards."""

from typing import Final

from tanggap.agencies import permissions
from tanggap.agencies.words import Role

EDIT: Final = "asoca.edit"
READERS: Final[tuple[Role, ...]] = tuple(
    sorted(permissions.roles("evaluation.see_workspace") | permissions.roles("asoca.judge"))
)
