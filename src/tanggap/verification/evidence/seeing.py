"""A photo as the checks see it: its brightness, its points where the extra is there, and what the index finds it by."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tanggap.core import media
from tanggap.reports.models import Photo
from tanggap.verification.evidence import hashes, pixels, vocabulary
from tanggap.verification.evidence.index import Fingerprint
from tanggap.verification.evidence.pixels import Grey

if TYPE_CHECKING:
    from tanggap.verification.evidence.features import Features

REMEMBERED = 24  # photos, about 1 MB each: a claim's photos are held against the same ones again and again


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A photo's brightness, its local points (None without the extra `forensics`) and its fingerprint."""

    grey: Grey
    features: "Features | None"
    fingerprint: Fingerprint


def has_library() -> bool:
    """Return whether points can be looked for: whether the extra `forensics` is there."""
    return _library() is not None


def of_jpeg(data: bytes) -> Seen:
    """Look at one of our own clean JPEGs. Raises pixels.Unreadable."""
    grey = pixels.grey(data)
    library = _library()
    features = library.extract(grey) if library else None
    low, low_upper = hashes.frequencies(grey), hashes.frequencies(hashes.upper(grey))
    whole, upper = hashes.number(low), hashes.number(low_upper)
    return Seen(
        grey=grey,
        features=features,
        fingerprint=Fingerprint(
            whole=whole,
            upper=upper,
            words=tuple(vocabulary.kept(features)) if features is not None and len(features) else (),
            wholes=_numbers(hashes.turned(low)) if whole is not None else (),
            uppers=_numbers([low_upper, hashes.mirrored(low_upper)]) if upper is not None else (),
            asked=tuple(vocabulary.asked(features)) if features is not None and len(features) else (),
            points=len(features) if features is not None else None,
        ),
    )


class Sight:
    """Looks at photos of reports, and remembers the last ones. One a thread."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, Seen] = OrderedDict()

    def of(self, photo: Photo) -> Seen:
        """Return how a photo looks. Raises NotFound when its file is gone, pixels.Unreadable when it was damaged."""
        if photo.sha256 not in self._seen:
            with media.open_file("shown", photo.sha256) as file:
                self._seen[photo.sha256] = of_jpeg(file.read())
        self._seen.move_to_end(photo.sha256)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return self._seen[photo.sha256]


def _numbers(lows: Any) -> tuple[int, ...]:
    found = (hashes.number(low) for low in lows)
    return tuple(dict.fromkeys(number for number in found if number is not None))


def _library() -> Any:
    try:
        from tanggap.verification.evidence import features
    except ImportError:
        return None
    return features
