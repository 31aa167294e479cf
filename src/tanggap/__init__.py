"""Tanggap: a city receives its citizens' complaints, gets them solved, proves that they are solved, and learns from them."""

import os

# After a product of matrices OpenBLAS's other threads wait busily for the next: they cost a page as much as its own arithmetic.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
