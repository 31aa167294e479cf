"""The staff's browser, for the register too."""

from tests.web.desk.conftest import _chromium, visit

__all__ = ["_chromium", "visit"]
