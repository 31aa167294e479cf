"""The environment is checked before anything is started."""

from pathlib import Path

import pytest

from tanggap.starter.environment import BadEnvironment, read


@pytest.fixture(autouse=True)
def chosen(monkeypatch: pytest.MonkeyPatch, pack: Path) -> None:
    monkeypatch.setenv("TANGGAP_PACK", str(pack))


def test_nothing_need_be_chosen() -> None:
    found = read({})

    assert (found.address, found.database_url, found.demo) == ("http://127.0.0.1:8000/", None, None)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "8000 ", "٨٠"])
def test_a_port_is_a_number_that_exists(port: str) -> None:
    with pytest.raises(BadEnvironment, match=r"TANGGAP_PORT .* give a number from 1 to 65535"):
        read({"TANGGAP_PORT": port})


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("mysql://root:hunter2@db/city", "begins with 'mysql': only PostgreSQL"),
        ("sqlite:///city.db", "begins with 'sqlite': only PostgreSQL"),
        ("postgresql://tanggap:hunter2@db:5432", "names no database"),
        ("postgresql://tanggap:hunter2@db:many/city", "cannot be read as an address"),
    ],
)
@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_REPLICA_URL"])
def test_a_database_address_is_explained_without_its_password(name: str, url: str, wrong: str) -> None:
    with pytest.raises(BadEnvironment, match=f"{name} {wrong}") as refused:
        read({name: url})

    assert "hunter2" not in str(refused.value)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(BadEnvironment) as refused:
        read({"TANGGAP_PORT": "x", "TANGGAP_LANG": "jv", "TANGGAP_DEMO": "yes"})

    assert [line.split()[0] for line in str(refused.value).splitlines()] == [
        "TANGGAP_PORT",
        "TANGGAP_LANG",
        "TANGGAP_DEMO",
    ]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
        ("fd00::5", "http://[fd00::5]:80/"),
        ("city.example", "http://city.example:80/"),
    ],
)
def test_the_printed_address_can_be_opened(host: str, address: str) -> None:
    assert read({"TANGGAP_HOST": host, "TANGGAP_PORT": "80"}).address == address
