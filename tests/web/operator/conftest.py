"""The staff's browser, for the operator's pages too."""

from tests.web.desk.conftest import _chromium, visit

__all__ = ["_chromium", "visit"]
