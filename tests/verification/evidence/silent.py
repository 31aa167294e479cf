"""A child that says that it is ready and never answers."""

import sys
import time

if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(60)
