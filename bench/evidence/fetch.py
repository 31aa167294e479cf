"""Bring the packages of requirements/pictures.lock into a folder of their own and unpack their pictures, nothing else of them."""

import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LOCK = ROOT / "requirements" / "pictures.lock"
KINDS = {
    "wheel": ["--only-binary", ":all:"],
    "linux": ["--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp",
              "--platform", "manylinux_2_28_x86_64", "--platform", "manylinux_2_27_x86_64", "--platform", "manylinux_2_24_x86_64"],
    "source": [],
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A package that ships photos: what is read of it, and under which licence."""

    package: str
    version: str
    licence: str
    file: str
    root: str
    alone: tuple[str, ...]
    scenes: tuple[dict[str, Any], ...]

    @property
    def paths(self) -> set[str]:
        """Return the files that are unpacked, below `root`."""
        views = {path for scene in self.scenes for path in scene.get("views", [])}
        moving = {scene[kind] for scene in self.scenes for kind in ("video", "heif") if kind in scene}
        return {*self.alone, *views, *moving}


def sources() -> tuple[Source, ...]:
    """Return what sources.toml and the lock say."""
    versions = {name: version for name, version, _ in _locked()}
    rows = tomllib.loads((HERE / "sources.toml").read_text("utf-8"))["source"]
    return tuple(
        Source(
            package=row["package"],
            version=versions[row["package"]],
            licence=row["licence"],
            file=row["file"],
            root=row["root"],
            alone=tuple(row.get("alone", ())),
            scenes=tuple(row.get("scenes", ())),
        )
        for row in rows
    )


def fetch(folder: Path) -> None:
    """Fill `folder`/pictures/<package> for every source; what is there already is left alone."""
    for source in sources():
        there = folder / "pictures" / source.package
        mark = there / ".of"
        wanted = json.dumps([source.version, source.root, sorted(source.paths)])
        if mark.exists() and mark.read_text("utf-8") == wanted:
            continue
        print(f"Fetching {source.package} {source.version} for {len(source.paths)} files.", flush=True)
        shutil.rmtree(there, ignore_errors=True)
        archive = _downloaded(source, folder)
        found = _unpack(archive, source, there)
        missing = sorted(source.paths - found)
        if missing:
            raise SystemExit(f"{archive.name} has not what sources.toml names: {', '.join(missing)}")
        archive.unlink()
        mark.write_text(wanted, "utf-8")


def _locked() -> Iterator[tuple[str, str, str]]:
    """Yield name, version and the lines of each requirement of the lock."""
    for part in LOCK.read_text("utf-8").replace("\\\n", " ").splitlines():
        if "==" in part and not part.startswith("#"):
            name, version = part.split()[0].split("==")
            yield name, version, part


def _downloaded(source: Source, folder: Path) -> Path:
    """Return the archive, fetched by pip from the index that the machine is set to and checked against the lock's hash."""
    into = folder / "archives" / source.package
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    requirement = into / "requirement.txt"
    requirement.write_text(next(line for name, _, line in _locked() if name == source.package) + "\n", "utf-8")
    how = KINDS[source.file] or ["--no-binary", source.package]
    command = [str(_pip(folder)), "-m", "pip", "-qq", "--no-input", "--disable-pip-version-check", "download", "--no-deps",
               "--require-hashes", "--dest", str(into), *how, "--requirement", str(requirement)]  # fmt: skip
    if subprocess.run(command).returncode != 0:
        raise SystemExit(f"{source.package} {source.version} could not be fetched; what is written above says why.")
    [archive] = [path for path in into.iterdir() if path != requirement]
    return archive


def _pip(folder: Path) -> Path:
    """Return a Python that has pip, in a virtual environment of its own: .venv may have been made without."""
    python = folder / "pip" / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(folder / "pip")])
        if made.returncode != 0:
            raise SystemExit("This Python cannot make a virtual environment with pip in it (ensurepip is missing).")
    return python


def _unpack(archive: Path, source: Source, there: Path) -> set[str]:
    """Write the wanted files of the archive below `there`. Return which were found."""
    found = set()
    for name, data in _members(archive, {source.root + path for path in source.paths}):
        path = name.removeprefix(source.root)
        target = there / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        found.add(path)
    return found


def _members(archive: Path, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as packed:
            for name in packed.namelist():
                if name in wanted:
                    yield name, packed.read(name)
        return
    with tarfile.open(archive) as packed:
        for member in packed:
            name = member.name.partition("/")[2]  # without the folder name-version
            if member.isfile() and name in wanted:
                data = packed.extractfile(member)
                yield name, data.read() if data else b""
