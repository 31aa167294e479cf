"""The version of Tanggap, written once: in `pyproject.toml`."""

import tomllib
from importlib import metadata

from tanggap.starter.home import CHECKOUT


def version() -> str:
    """Return the version of this checkout, or of the installed package."""
    project = CHECKOUT / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
    return metadata.version("tanggap")
