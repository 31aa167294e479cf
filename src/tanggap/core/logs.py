"""Log lines that neither lie nor leak: one line a record, no control characters, no request bodies, no addresses of private links."""

import logging
import re

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_PRIVATE_LINK = re.compile(r"((?:/|%2F)laporan(?:/|%2F)[^/%\s]{1,40}(?:/|%2F))[0-9a-f]{16,}", re.IGNORECASE)


class LineFormatter(logging.Formatter):
    """`2026-11-25T08:00:00+0000 WARNING tanggap.intake message`, with tracebacks without local values."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return _PRIVATE_LINK.sub(r"\1…", _CONTROL.sub(lambda found: repr(found.group())[1:-1], line))
