"""What every process of the product is like, whichever command started it."""

import os
import subprocess
import sys

MULTIPLYING = """
import tanggap
import numpy as np
from pathlib import Path
square = np.ones((600, 600))
square @ square
print(len(list(Path("/proc/self/task").iterdir())))
"""


def test_a_product_of_matrices_starts_no_threads_that_wait_busily():
    bare = {name: said for name, said in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", MULTIPLYING], env=bare, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
