"""The data folder and its keys."""

import json
import os
import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tanggap.starter import CannotStart, home


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_var_in_the_checkout_unless_it_is_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TANGGAP_HOME", raising=False)
    assert home.home() == home.CHECKOUT / "var"

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TANGGAP_HOME", "my city")
    assert home.home() == tmp_path / "my city"


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    home.prepare(tmp_path / "new")

    passing = 0o711 if os.geteuid() == 0 else 0o700
    assert mode(tmp_path / "new") == passing
    assert {path.name: mode(path) for path in (tmp_path / "new").iterdir()} == {"logs": 0o700, "media": 0o700}


def test_an_existing_folder_and_its_parents_keep_their_modes(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "home").mkdir(parents=True)
    closed.chmod(0o700)
    (closed / "home").chmod(0o750)

    home.secrets(closed / "home")

    assert (mode(closed), mode(closed / "home")) == (0o700, 0o750)


def test_the_first_call_makes_the_keys_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = home.secrets(tmp_path / "home")

    assert mode(tmp_path / "home" / "secrets.json") == 0o600
    assert home.secrets(tmp_path / "home") == first
    assert len({first.vault_key, first.index_key, first.link_key, bytes.fromhex(first.django_key)}) == 4


def test_processes_that_start_together_get_the_same_keys(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("fork")) as pool:
        found = set(pool.map(home.secrets, [tmp_path / "home"] * 8))

    assert len(found) == 1


def test_lost_keys_are_not_replaced_beside_a_database_that_needs_them(tmp_path: Path) -> None:
    home.secrets(tmp_path)
    (tmp_path / home.DATABASE_RECORD).write_text('{"folder": "postgres"}')
    (tmp_path / "secrets.json").unlink()

    with pytest.raises(home.KeysLost, match="Put the file back from your backup"):
        home.secrets(tmp_path)

    assert not (tmp_path / "secrets.json").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"django_key": "00"}', '{"django_key": 5}'])
def test_damaged_keys_are_named_and_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "secrets.json").write_text(content)

    with pytest.raises(CannotStart, match=r"secrets\.json is damaged"):
        home.secrets(tmp_path)

    assert (tmp_path / "secrets.json").read_text() == content


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotStart, match="is no folder"):
        home.prepare(tmp_path / "file")


def test_the_pack_is_found_from_here_and_from_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "base/packs/town").mkdir(parents=True)
    (tmp_path / "base/packs/town/pack.toml").write_text("")
    monkeypatch.setenv("TANGGAP_PACK", "packs/town")

    monkeypatch.chdir(tmp_path)
    assert home.pack(tmp_path / "base") == tmp_path / "base/packs/town"
    monkeypatch.chdir(tmp_path / "base")
    assert home.pack(tmp_path) == tmp_path / "base/packs/town"


def test_a_missing_pack_says_where_it_was_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TANGGAP_PACK", "packs/nowhere")

    with pytest.raises(CannotStart, match=f"nor in {tmp_path}/packs/nowhere.*Set TANGGAP_PACK"):
        home.pack(tmp_path)


def test_each_key_has_256_bits(tmp_path: Path) -> None:
    home.secrets(tmp_path)

    stored = json.loads((tmp_path / "secrets.json").read_text())
    assert {name: len(bytes.fromhex(key)) for name, key in stored.items()} == {
        "django_key": 32,
        "vault_key": 32,
        "index_key": 32,
        "link_key": 32,
    }
