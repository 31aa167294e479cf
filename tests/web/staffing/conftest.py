"""The staff's browser, for the what-if too."""

from tests.staffing.scenes import past
from tests.web.desk.conftest import _chromium, visit

__all__ = ["_chromium", "past", "visit"]
