"""The staff's browser, for the boards too."""

from tests.web.desk.conftest import _chromium, visit

__all__ = ["_chromium", "visit"]
