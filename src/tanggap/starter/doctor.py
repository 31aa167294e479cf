"""`tanggap doctor`: what keeps this machine from serving a city, and what mends it."""

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from tanggap.starter import CannotStart, commands, environment, network
from tanggap.starter.database import open_database
from tanggap.starter.environment import Environment
from tanggap.starter.home import SECRETS, secrets
from tanggap.starter.postgres.running import silent

LEAST_PYTHON = (3, 11)
GIGABYTE = 1000**3
LEAST_FREE_BYTES = GIGABYTE // 2
COMFORTABLE_BYTES = 5 * GIGABYTE


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is empty when it is well."""

    name: str
    found: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.mend


def main(*, as_json: bool) -> int:
    """Look at everything, print what was found, and return 0 when all is well."""
    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            print(f"  {'well' if finding.is_well else 'ILL '}  {finding.name:<10}{finding.found}")
            if finding.mend:
                print(f"        {'':<10}→ {finding.mend}")
    well = all(finding.is_well for finding in findings)
    if as_json:
        listed = [{**asdict(finding), "well": finding.is_well} for finding in findings]
        print(json.dumps({"well": well, "findings": listed}, indent=1))
    return 0 if well else 1


def examine() -> Iterator[Finding]:
    """Yield each finding as soon as it is known; what needs an ill thing is not looked at."""
    yield _python()
    try:
        chosen = environment.read()
        yield Finding("settings", _settings(chosen))
    except CannotStart as error:
        yield Finding("settings", "the environment cannot be used", str(error))
        return
    for look in (_keys, _disk, _address):
        yield _guarded(look, chosen)
    try:
        database = open_database(home=chosen.home, url=chosen.database_url, say=silent)
    except CannotStart as error:
        yield Finding("database", "cannot be used", str(error))
        return
    try:
        yield Finding("database", f"PostgreSQL {database.version}; a commit survives a power cut")
        yield _command(
            chosen, "schema", ["migrate", "--check"], "up to date", "behind the code", "Run `tanggap migrate`."
        )
        yield _command(chosen, "pack", ["pack", "validate"], str(chosen.pack), "invalid", "Mend the files it names.")
    finally:
        database.stop()


def _python() -> Finding:
    found = sys.version.split()[0]
    ok = sys.version_info >= LEAST_PYTHON
    return Finding("python", found, "" if ok else f"Install Python {'.'.join(map(str, LEAST_PYTHON))} or newer.")


def _settings(chosen: Environment) -> str:
    server = "the server of DATABASE_URL" if chosen.database_url else "embedded PostgreSQL"
    return f"data in {chosen.home}, {server}, pack {chosen.pack.name}, port {chosen.port}"


def _keys(chosen: Environment) -> Finding:
    secrets(chosen.home)
    mode = stat.S_IMODE((chosen.home / SECRETS).stat().st_mode)
    found = f"{SECRETS} has mode {mode:04o}"
    return Finding("keys", found, f"chmod 600 '{chosen.home / SECRETS}'" if mode & 0o077 else "")


def _disk(chosen: Environment) -> Finding:
    free = shutil.disk_usage(chosen.home).free
    found = f"{free / GIGABYTE:.1f} GB free for {chosen.home}"
    if free < LEAST_FREE_BYTES:
        return Finding("disk", found, "Free some space: below 0.5 GB reports with photos will soon be refused.")
    return Finding("disk", found + ("" if free > COMFORTABLE_BYTES else ", which is little for a city's photos"))


def _address(chosen: Environment) -> Finding:
    status = network.status(chosen)
    if status is None:
        network.check_port(chosen)
        return Finding("address", f"{chosen.address} is free")
    return Finding("address", f"{chosen.address} answers {status}", "" if status < 500 else "See logs/web.log.")


def _guarded(look: Callable[[Environment], Finding], chosen: Environment) -> Finding:
    try:
        return look(chosen)
    except CannotStart as error:
        return Finding(look.__name__.strip("_"), "not as it should be", str(error))


def _command(chosen: Environment, name: str, words: list[str], well: str, ill: str, mend: str) -> Finding:
    """Ask one of our own commands, and let it say what it found."""
    done = subprocess.run(
        [sys.executable, "-m", "tanggap", *words],
        env=commands.environment(chosen),
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode == 0:
        return Finding(name, well)
    said = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return Finding(name, ": ".join([ill, *said[-1:]]), mend)
