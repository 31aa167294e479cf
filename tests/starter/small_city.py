"""A whole city in miniature: the real starter, PostgreSQL and granian, with programs of a few lines instead of Django.

Run as `python -m tests.starter.small_city`; the environment chooses as it does for `tanggap run`.
"""

import os
import sys
from collections.abc import Callable, Iterable

from psycopg.conninfo import make_conninfo

from tanggap.starter import commands, environment, postgres, supervise
from tanggap.starter.commands import Commands
from tanggap.starter.environment import Environment

MIGRATE = """
create table if not exists django_migrations (app text, name text);
insert into django_migrations values ('city', '0001_begin');
create table if not exists kept (number int primary key);
"""
DEMO = """
import os, pathlib
print("1 of 2")
print("2 of 2")
pathlib.Path(os.environ["TANGGAP_HOME"], "demo-accounts.json").write_text("[]")
"""


def application(asked: dict[str, str], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the number of the process that answers."""
    start("200 OK", [("content-type", "text/plain")])
    return [str(os.getpid()).encode()]


def programs(chosen: Environment) -> Commands:
    """Return the small programs."""
    python = [sys.executable, "-c"]
    connect = f"import psycopg; c = psycopg.connect({_conninfo(chosen)!r}, autocommit=True)\n"
    web = [*commands.web(chosen)[:-1], "tests.starter.small_city:application"]
    if os.environ.get("SMALL_CITY_WEB") == "light":
        web = [sys.executable, "-m", "http.server", "--directory", str(chosen.pack), str(chosen.port)]
    return Commands(
        migrate=[*python, f"{connect}c.execute({MIGRATE!r})", "migrate"],
        pack=[*python, f"print('loading'); {os.environ.get('SMALL_CITY_PACK', '')}", "pack"],
        static=[
            *python,
            f"import pathlib; pathlib.Path({str(chosen.home / 'static')!r}).mkdir(exist_ok=True)",
            "static",
        ],
        demo=[*python, os.environ.get("SMALL_CITY_DEMO", DEMO), "demo"],
        web=web,
        worker=[*python, f"{connect}c.execute('listen work')\nfor _ in c.notifies(): pass", "work"],
    )


def _conninfo(chosen: Environment) -> str:
    if chosen.database_url:
        return chosen.database_url
    names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
    return make_conninfo(**{names[name]: value for name, value in postgres.address(chosen.home).items()})


def main() -> int:
    chosen = environment.read()
    return supervise.run(chosen, using=programs(chosen))


if __name__ == "__main__":
    sys.exit(main())
