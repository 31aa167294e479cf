"""`tanggap user …`: accounts from the machine's own command line, by the same actions as the operator's pages."""

import getpass
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tanggap.agencies import actions, factors, people, provider, signing_in
from tanggap.agencies.actions import RoleGiven
from tanggap.agencies.words import ASSIGNABLE
from tanggap.core.refusal import Refusal


class Command(BaseCommand):
    """Passwords are never arguments: a made one is printed once, a chosen one is read from standard input."""

    help = "Accounts: add, list, disable, enable, role, password, factors, sign-out, seal, link. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        shared = CommandParser(add_help=False)
        shared.add_argument("--json", action="store_true", help="print JSON")
        password = CommandParser(add_help=False)
        password.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input instead of making one"
        )
        roles = ", ".join(role.value for role in ASSIGNABLE)

        add = verbs.add_parser("add", parents=[shared, password], help="make an account; prints its password once")
        add.add_argument("username")
        add.add_argument("--name", required=True, help="the name that colleagues see")
        add.add_argument("--unit", required=True, help="the unit's code")
        add.add_argument(
            "--role", action="append", required=True, metavar="ROLE[@UNIT[:AREA]]", help=f"may be repeated; {roles}"
        )
        add.add_argument("--language", default="", help="id or en")

        listing = verbs.add_parser("list", parents=[shared], help="list accounts")
        listing.add_argument("--unit", default="")
        listing.add_argument("--role", default="", help=roles)

        for verb, text in (("disable", "close an account"), ("enable", "open a closed account again")):
            verbs.add_parser(verb, parents=[shared], help=text).add_argument("username")

        role = verbs.add_parser("role", parents=[shared], help="give a role or take it away")
        role.add_argument("change", choices=("add", "remove"))
        role.add_argument("username")
        role.add_argument("role", metavar="ROLE[@UNIT[:AREA]]", help=roles)

        reset = verbs.add_parser(
            "password", parents=[shared, password], help="set a new password; prints a made one once"
        )
        reset.add_argument("username")

        for name, text in (
            ("factors", "forget a person's second factors: the next sign-in sets up new ones"),
            ("sign-out", "end all sessions of a person"),
        ):
            verbs.add_parser(name, parents=[shared], help=text).add_argument("username")

        seal = verbs.add_parser(
            "seal", parents=[shared], help="make it an emergency account, or seal it anew; prints its password once"
        )
        seal.add_argument("username")
        seal.add_argument("--hours", type=int, default=signing_in.HOURS, help="how long it works once opened")

        link = verbs.add_parser(
            "link", parents=[shared], help="join an account to the identity provider, or separate it"
        )
        link.add_argument("username")
        link.add_argument("identity", nargs="?", default="", help="e-mail address or subject; none separates")

    def handle(self, *_args: Any, **options: Any) -> None:
        verb = {
            "add": self._add,
            "list": self._list,
            "disable": self._disable,
            "enable": self._enable,
            "role": self._role,
            "password": self._password,
            "factors": self._factors,
            "sign-out": self._sign_out,
            "seal": self._seal,
            "link": self._link,
        }[options["verb"]]
        try:
            verb(options)
        except Refusal as refusal:
            named = "; ".join(f"{field}: {message}" for field, message in refusal.errors.items())
            raise CommandError(named or str(refusal)) from refusal

    def _add(self, options: dict[str, Any]) -> None:
        given = [_role(text) for text in options["role"]]
        chosen = _chosen_password(options)
        person, password = actions.add(
            by=None,
            username=options["username"],
            display_name=options["name"],
            unit=options["unit"],
            roles=given,
            password=chosen,
            language=options["language"],
        )
        self._say_account(options, person.username, None if chosen else password)

    def _password(self, options: dict[str, Any]) -> None:
        chosen = _chosen_password(options)
        password = actions.reset_password(by=None, username=options["username"], password=chosen)
        self._say_account(options, options["username"].strip().lower(), None if chosen else password)

    def _disable(self, options: dict[str, Any]) -> None:
        actions.disable(by=None, username=options["username"])
        self._say_account(options, options["username"].strip().lower(), None)

    def _enable(self, options: dict[str, Any]) -> None:
        actions.enable(by=None, username=options["username"])
        self._say_account(options, options["username"].strip().lower(), None)

    def _role(self, options: dict[str, Any]) -> None:
        given = _role(options["role"])
        act = actions.grant if options["change"] == "add" else actions.revoke
        act(by=None, username=options["username"], role=given.role, unit=given.unit, area=given.area)
        self._say_account(options, options["username"].strip().lower(), None)

    def _factors(self, options: dict[str, Any]) -> None:
        person = factors.reset(by=None, username=options["username"])
        self._say_account(options, person.username, None)

    def _sign_out(self, options: dict[str, Any]) -> None:
        factors.sign_out(by=None, username=options["username"])
        self._say_account(options, options["username"].strip().lower(), None)

    def _seal(self, options: dict[str, Any]) -> None:
        password = signing_in.seal(by=None, username=options["username"], hours=options["hours"])
        self._say_account(options, options["username"].strip().lower(), password)

    def _link(self, options: dict[str, Any]) -> None:
        if options["identity"]:
            provider.link(by=None, username=options["username"], identity=options["identity"])
        else:
            provider.unlink(by=None, username=options["username"])
        self._say_account(options, options["username"].strip().lower(), None)

    def _list(self, options: dict[str, Any]) -> None:
        after, rows = "", list[people.Person]()
        while True:
            page = people.listed(unit=options["unit"], role=options["role"], after=after, limit=500)
            rows += page.rows
            if page.next is None:
                break
            after = page.next
        if options["json"]:
            self.stdout.write(json.dumps([_facts(row) for row in rows], ensure_ascii=False, indent=1))
            return
        for row in rows:
            closed = "" if row.is_active else "  (closed)"
            closed += "  (sealed)" if row.is_sealed else "  (no second factor yet)" if row.lacks_factor else ""
            held = ", ".join(_written(role) for role in row.roles)
            self.stdout.write(f"{row.username:<24} {row.display_name:<32} {row.unit:<24} {held}{closed}")
        self.stdout.write(f"{len(rows)} account(s)")

    def _say_account(self, options: dict[str, Any], username: str, password: str | None) -> None:
        person = people.person(username)
        if options["json"]:
            made = {"password": password} if password else {}
            self.stdout.write(json.dumps({**_facts(person), **made}, ensure_ascii=False, indent=1))
            return
        state = "open" if person.is_active else "closed"
        held = ", ".join(_written(role) for role in person.roles) or "no role"
        self.stdout.write(f"{person.username} ({person.display_name}, {person.unit}): {state}; {held}")
        if password:
            self.stdout.write(f"Password, shown this once: {password}")


def _chosen_password(options: dict[str, Any]) -> str | None:
    if not options["password_stdin"]:
        return None
    typed = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise CommandError("password: standard input was empty.")
    return typed


def _role(text: str) -> RoleGiven:
    """Return what `ROLE[@UNIT[:AREA]]` says."""
    role, _at, rest = text.partition("@")
    unit, _colon, area = rest.partition(":")
    return RoleGiven(role, unit, area)


def _written(held: people.Held) -> str:
    return f"{held.role}@{held.unit}" + (f":{held.area}" if held.area else "")


def _facts(row: people.Person) -> dict[str, Any]:
    return {
        "username": row.username,
        "name": row.display_name,
        "unit": row.unit,
        "roles": [{"role": held.role, "unit": held.unit, "area": held.area or None} for held in row.roles],
        "is_active": row.is_active,
        "second_factor": row.has_factor,
        "is_sealed": row.is_sealed,
        "language": row.language or None,
        "created_at": row.created_at.isoformat(timespec="seconds"),
        "last_login": row.last_login.isoformat(timespec="seconds") if row.last_login else None,
    }
