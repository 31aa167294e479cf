"""What the drills share with the tests of the worker."""

from tests.worker.conftest import nursery  # noqa: F401
