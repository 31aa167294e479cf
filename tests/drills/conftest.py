"""What the drills share with the tests of the worker and of the starter."""

from tests.starter.opening import opened  # noqa: F401
from tests.worker.conftest import nursery  # noqa: F401
