"""Make `tanggap_client/generated` anew from the API's OpenAPI document, and keep that document and its digest beside it.

make client
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GENERATED = HERE / "tanggap_client" / "generated"
DOCUMENT = HERE / "openapi.json"
CONFIG = "project_name_override: tanggap-client\npackage_name_override: generated\npost_hooks: []\n"


def document() -> bytes:
    """Return the document as the product makes it, in one form."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    import django

    django.setup()
    from tanggap.api import reference

    return reference.plain().encode()


def main() -> None:
    """Write the document, then what is made of it."""
    DOCUMENT.write_bytes(document())
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text(CONFIG, "utf-8")
        command = [str(Path(sys.executable).parent / "openapi-python-client"), "generate", "--path", str(DOCUMENT)]
        command += ["--config", str(config), "--meta", "none", "--output-path", str(GENERATED), "--overwrite"]
        subprocess.run(command, check=True, cwd=folder)
    for source in GENERATED.rglob("*.py"):
        text = source.read_text("utf-8")
        lines = [line.rstrip() for line in text.splitlines()]
        source.write_text("\n".join(lines).strip() + "\n", "utf-8")
    digest = hashlib.sha256(DOCUMENT.read_bytes()).hexdigest()
    operations = sum(len(ways) for ways in json.loads(DOCUMENT.read_bytes())["paths"].values())
    sys.stdout.write(f"{operations} operations, document {digest[:16]}\n")


if __name__ == "__main__":
    main()
