"""A whole city in miniature: the real starter, PostgreSQL and granian, with programs of a few lines instead of Django.

Run as `python -m tests.starter.small_city`; the environment chooses as it does for `tanggap run`.
"""

import sys
from collections.abc import Callable, Iterable

from tanggap.starter import commands, environment, postgres, supervise
from tanggap.starter.commands import Commands
from tanggap.starter.environment import Environment

MIGRATE = """
create table if not exists django_migrations (app text, name text);
insert into django_migrations values ('city', '0001_begin');
create table if not exists kept (number int primary key);
"""


def application(asked: dict[str, str], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the number of the process that answers."""
    import os

    start("200 OK", [("content-type", "text/plain")])
    return [str(os.getpid()).encode()]


def programs(chosen: Environment) -> Commands:
    """Return the small programs."""
    python = [sys.executable, "-c"]
    connect = f"import psycopg; c = psycopg.connect(**{_address(chosen)!r}, autocommit=True)\n"
    web = [*commands.web(chosen)[:-1], "tests.starter.small_city:application"]
    return Commands(
        migrate=[*python, f"{connect}c.execute({MIGRATE!r})", "migrate"],
        pack=[*python, f"print({str(chosen.pack)!r})", "pack"],
        demo=[*python, "print('1 of 2'); print('2 of 2')", "demo"],
        web=web,
        worker=[*python, f"{connect}c.execute('listen work')\nfor _ in c.notifies(): pass", "work"],
    )


def _address(chosen: Environment) -> dict[str, str]:
    address = postgres.address(chosen.home)
    names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
    return {names[name]: value for name, value in address.items()}


def main() -> int:
    chosen = environment.read()
    return supervise.run(chosen, using=programs(chosen))


if __name__ == "__main__":
    sys.exit(main())
