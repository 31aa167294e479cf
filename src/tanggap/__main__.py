"""`python -m tanggap …` is `tanggap …`."""

import sys

from tanggap.cli import main

if __name__ == "__main__":
    sys.exit(main())
