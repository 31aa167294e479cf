"""`tanggap work` as the drill of the channels starts it: it is never night, and with `broken` one gateway's messages cannot be read."""

import os
import sys
from typing import NoReturn

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    django.setup()
    from tanggap.channels.sms.infobip import Infobip
    from tanggap.config import worker
    from tanggap.notify import quiet

    def never(_at: object, _template: str) -> None:
        return None

    def bug(*_given: object) -> NoReturn:
        raise KeyError("a bug")

    quiet.until = never
    if "broken" in sys.argv:
        Infobip.read = bug  # type: ignore[method-assign]
    worker.run()


if __name__ == "__main__":
    main()
