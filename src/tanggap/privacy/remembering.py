"""Which reports were erased, beside the database: a restored backup brings them back, and from here they are erased once more.

`MEDIA_ROOT/erased` holds a code a line, written and on the disk before each erasure. A code names nobody.
"""

import os
from pathlib import Path

from django.conf import settings

NAME = "erased"


def remember(code: str) -> None:
    """Write a code down, on the disk when this returns. Raises OSError."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, f"{code}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)


def remembered() -> list[str]:
    """Return the codes that were written down, each once, in their order."""
    path = _path()
    return list(dict.fromkeys(path.read_text("utf-8").split())) if path.exists() else []


def _path() -> Path:
    return Path(settings.MEDIA_ROOT) / NAME
