"""The front door: `tanggap` lists what there is, and says what is wrong in a sentence."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.starter.processes import with_source

from tanggap import cli
from tanggap.starter import CannotStart, doctor
from tanggap.starter.home import CHECKOUT


def tanggap(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tanggap", *words],
        env={**with_source(), **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_it_lists_every_command_with_one_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert cli.main(words) == 0

    printed = capsys.readouterr().out
    for name, line in {**cli.OF_STARTER, **cli.commands()}.items():
        assert line, f"the command {name} says nothing of itself"
        assert f"  {name} " in printed
        assert line in printed


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0

    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert capsys.readouterr().out == f"tanggap {project['version']}\n"


@pytest.mark.parametrize("source", ['help = "One line."', 'help = _("One line.")', '"""One line.\n\nMore."""'])
def test_a_commands_line_is_its_help_or_its_docstring(tmp_path: Path, source: str) -> None:
    (tmp_path / "command.py").write_text(f"class Command:\n    {source}\n" if "help" in source else source)

    assert cli._first_line(tmp_path / "command.py") == "One line."


def test_who_has_read_enough_ends_a_command_without_a_word() -> None:
    code = "import sys; from tanggap import cli; cli._of_a_room = lambda _given: print('x' * 10**6); sys.exit(cli.main(['evaluate']))"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], env=with_source(), **pipes) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.read(10)
        program.stdout.close()
        said = program.stderr.read()
    assert (program.returncode, said) == (cli.BROKEN_PIPE, b"")


@pytest.mark.parametrize("name", ["run", "serve", "doctor"])
def test_an_option_that_it_does_not_know_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--quickly"])

    assert ended.value.code == 2
    assert (
        capsys.readouterr().err == f"tanggap {name} does not know --quickly. docs/operator.md lists its environment.\n"
    )


def test_each_command_of_the_starter_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["doctor", "--help"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("tanggap doctor [--json]\n")


def test_a_wrong_environment_is_a_sentence_and_no_traceback() -> None:
    done = tanggap("run", TANGGAP_PORT="many")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "TANGGAP_PORT is 'many': give a number from 1 to 65535.\n"


def test_serving_needs_a_database_of_its_own() -> None:
    done = tanggap("serve")

    assert (done.returncode, done.stdout) == (1, "")
    assert "set DATABASE_URL, or use `tanggap run`" in done.stderr


@pytest.mark.processes
def test_a_command_starts_the_database_and_stops_it_again(home: Path) -> None:
    done = tanggap(
        "shell", "-c", "from django.db import connection; print(connection.pg_version)", TANGGAP_HOME=str(home)
    )

    assert done.stdout.strip().splitlines()[-1].startswith("18"), done.stderr


@pytest.mark.processes
def test_the_doctor_finds_what_is_ill_and_how_to_mend_it(own_home: Path) -> None:
    (own_home / "secrets.json").chmod(0o644)

    done = tanggap("doctor", "--json", TANGGAP_HOME=str(own_home))

    told = json.loads(done.stdout)
    ill = {finding["name"]: finding["mend"] for finding in told["findings"] if not finding["well"]}
    assert (done.returncode, told["well"]) == (1, False)
    assert ill == {"keys": f"chmod 600 '{own_home / 'secrets.json'}'", "schema": "Run `tanggap migrate`."}


@pytest.mark.processes
def test_the_doctor_says_why_the_database_cannot_be_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANGGAP_HOME", str(home))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def no_database(*_: object, **__: object) -> None:
        raise CannotStart("It is asleep.")

    monkeypatch.setattr(doctor, "open_database", no_database)

    found = list(doctor.examine())
    assert [finding.name for finding in found] == ["python", "settings", "keys", "disk", "address", "database"]
    assert found[-1] == doctor.Finding("database", "cannot be used", "It is asleep.")


def test_the_doctor_says_what_the_environment_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANGGAP_LANG", "nl")

    found = list(doctor.examine())
    assert found[-1].mend == "TANGGAP_LANG is 'nl': choose id or en."
