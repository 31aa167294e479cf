"""The programs that a start runs, and what they are told."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tanggap
from tanggap.starter.environment import Environment


@dataclass(frozen=True, kw_only=True)
class Commands:
    """One command line each. Tests put small programs here."""

    migrate: Sequence[str]
    pack: Sequence[str]
    static: Sequence[str]
    demo: Sequence[str]
    web: Sequence[str]
    worker: Sequence[str]


def of_product(chosen: Environment) -> Commands:
    """Return the product's own commands."""
    tool = [sys.executable, "-m", "tanggap"]
    return Commands(
        migrate=[*tool, "migrate", "--no-input"],
        pack=[*tool, "pack", "load", str(chosen.pack)],
        static=[*tool, "collectstatic", "--no-input", "--clear", "--verbosity", "0"],
        demo=[*tool, "demo"],
        web=web(chosen),
        worker=[*tool, "work"],
    )


def web(chosen: Environment) -> list[str]:
    """Return how the pages are served: two processes of eight threads, so that one may die unseen."""
    options = {
        "interface": "wsgi",
        "host": chosen.host,
        "port": chosen.port,
        "workers": 2,
        "blocking-threads": 8,
        "respawn-interval": 0.3,
        "workers-kill-timeout": 3,
    }
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    flags = ["--no-ws", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *given, *flags, "tanggap.config.serving:application"]


def environment(chosen: Environment) -> dict[str, str]:
    """Return the environment of a child: ours, with folders that do not depend on where it works."""
    source = str(Path(tanggap.__file__).parents[1])
    paths = [source, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        "TANGGAP_HOME": str(chosen.home),
        "TANGGAP_PACK": str(chosen.pack),
        "TANGGAP_STATIC": "collected",
        "DJANGO_SETTINGS_MODULE": "tanggap.config.settings",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
        "PYTHONUNBUFFERED": "1",
    }
