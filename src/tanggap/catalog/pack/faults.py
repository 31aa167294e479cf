"""What is wrong with a pack, each fault with its file, its line and what to do. All are gathered before anybody is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from tanggap.core.refusal import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class BrokenPack(Refusal):
    """A city pack cannot be used. `faults` names every reason; nothing was loaded."""

    status = 422

    def __init__(self, folder: str, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        found = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__(
            f"The city pack {folder} has {found}. Nothing was loaded.\n" + "\n".join(map(str, self.faults))
        )

    @property
    def errors(self) -> dict[str, str]:
        return {f"{fault.file}:{fault.line}": fault.message for fault in self.faults}


class Faults:
    """Gathers faults while a pack is read and checked."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, file: str, line: int, message: str) -> None:
        """Note a fault."""
        self.found.append(Fault(file, line, message))


def instead(wrong: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?` when one of `known` is close to `wrong`, else an empty string."""
    close = get_close_matches(wrong, list(known), n=1, cutoff=0.7)
    return f'; did you mean "{close[0]}"?' if close else ""
