"""The worker of the drill of the channels: it is never night, and with `broken` one gateway's messages cannot be read."""

from typing import NoReturn

from tanggap.channels.sms.infobip import Infobip
from tanggap.config import worker
from tanggap.notify import quiet


def work(*words: str) -> None:
    """Work as `tanggap work` does."""

    def never(_at: object, _template: str) -> None:
        return None

    def bug(*_given: object) -> NoReturn:
        raise KeyError("a bug")

    quiet.until = never
    if "broken" in words:
        Infobip.read = bug  # type: ignore[method-assign]
    worker.run()
