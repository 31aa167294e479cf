"""Make `.venv` and install what a lock file names, with its hashes. Started by `tools/bootstrap`, standard library only."""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NO_ENSUREPIP = """\
This Python cannot make a virtual environment with pip in it: the module ensurepip is missing.
On Debian and Ubuntu: apt-get install python3-venv. Or install uv, which is used when it is there."""


def main(wanted: str) -> int:
    """Install `wanted`: "runtime", "extras" or "test". Return the exit code."""
    lock = ROOT / "requirements" / f"{wanted}.lock"
    VENV.mkdir(exist_ok=True)
    with (VENV / ".lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)  # two calls of make at once
        done = VENV / f"installed-{wanted}.lock"
        if PYTHON.exists() and done.exists() and done.read_bytes() == lock.read_bytes():
            return 0
        begun = time.monotonic()
        uv = shutil.which("uv")
        if not _has_venv():
            _make_venv(with_pip=uv is None)
        if _install(lock, uv) != 0:
            print("The packages could not be installed; what is written above says why.", file=sys.stderr)
            return 1
        _add_product()
        shutil.copyfile(lock, done)
        print(f"Installed in {time.monotonic() - begun:.0f} s.", flush=True)
    return 0


def _has_venv() -> bool:
    """Return whether the environment works: a moved one, or one whose Python was removed, does not."""
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0


def _make_venv(*, with_pip: bool) -> None:
    venv = [sys.executable, "-m", "venv", str(VENV)]
    if not with_pip:
        command = [*venv, "--without-pip"]
    elif importlib.util.find_spec("ensurepip"):
        command = venv
    elif importlib.util.find_spec("virtualenv"):
        command = [sys.executable, "-m", "virtualenv", "--quiet", str(VENV)]
    else:
        raise SystemExit(NO_ENSUREPIP)
    print(f"Making .venv with Python {sys.version.split()[0]}.", flush=True)
    PYTHON.unlink(missing_ok=True)  # of a Python that was removed
    subprocess.run(command, check=True)


def _install(lock: Path, uv: str | None) -> int:
    """Install exactly what the lock names, from the index that the machine is set to. Return the exit code."""
    count = sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text("utf-8").splitlines())
    options = ["--no-deps", "--require-hashes", "--requirement", str(lock)]
    if uv:
        print(f"Installing {count} packages with uv.", flush=True)
        return subprocess.run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *options]).returncode
    print(f"Installing {count} packages with pip, which takes about half a minute.", flush=True)
    quiet = ["-qq", "--no-input", "--disable-pip-version-check", "--no-warn-script-location", "--no-compile"]
    return _with_clock([str(PYTHON), "-m", "pip", "install", *quiet, *options])


def _with_clock(command: Sequence[str]) -> int:
    """Run a silent command and show that time passes."""
    process, begun = subprocess.Popen(command), time.monotonic()
    while True:
        try:
            return process.wait(10)
        except subprocess.TimeoutExpired:
            print(f"  … {time.monotonic() - begun:.0f} s", flush=True)


def _add_product() -> None:
    """Let the environment find `src`, and give it the command `tanggap`. Nothing is built, so nothing is fetched."""
    variables = {"base": str(VENV), "platbase": str(VENV)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=variables))
    (packages / "tanggap.pth").write_text(os.path.relpath(ROOT / "src", packages) + "\n", "ascii")
    command = VENV / "bin" / "tanggap"
    command.write_text('#!/bin/sh\nexec "$(dirname -- "$0")/python" -m tanggap "$@"\n', "ascii")
    command.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
