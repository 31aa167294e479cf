"""A small closed-loop HTTP load: some connections, each sends the next request when the last answer is read."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

CONNECTIONS = 8
WARM_UP_SECONDS = 1.0
Answer = tuple[float, int]


@dataclass(frozen=True)
class Measured:
    """Answers a second, milliseconds by percentile, and how many answers were not 2xx or 3xx."""

    per_second: float
    p50: float
    p95: float
    p99: float
    answers: int
    failures: int


def request(method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
    """Return the bytes of one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def measure(port: int, make: Callable[[], Iterator[bytes]], *, seconds: float) -> Measured:
    """Send what `make` yields (one iterator a connection) over CONNECTIONS connections for `seconds` after a warm-up."""
    return summed(_answers(port, make, seconds), seconds)


def in_turn(
    asked: Sequence[tuple[int, Callable[[], Iterator[bytes]]]], *, seconds: float, turns: int
) -> list[Measured]:
    """Measure several servers, each for `seconds` in all, taking turns: what else the machine does then meets all of them alike."""
    found: list[list[Answer]] = [[] for _ in asked]
    for _turn in range(turns):
        for answers, (port, make) in zip(found, asked, strict=True):
            answers += _answers(port, make, seconds / turns)
    return [summed(answers, seconds) for answers in found]


def summed(answers: Sequence[Answer], seconds: float) -> Measured:
    """Return answers (seconds, status) that came within `seconds` in a few numbers."""
    times = sorted(spent for spent, _status in answers) or [float("nan")]
    return Measured(
        per_second=len(answers) / seconds,
        p50=_percentile(times, 0.50),
        p95=_percentile(times, 0.95),
        p99=_percentile(times, 0.99),
        answers=len(answers),
        failures=sum(not 200 <= status < 400 for _spent, status in answers),
    )


def _answers(port: int, make: Callable[[], Iterator[bytes]], seconds: float) -> list[Answer]:
    begin = time.perf_counter() + WARM_UP_SECONDS
    kept: list[list[Answer]] = [[] for _ in range(CONNECTIONS)]
    threads = [
        threading.Thread(target=_connection, args=(port, make(), begin, begin + seconds, kept[number]))
        for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for connection in kept for answer in connection]


def _percentile(times: list[float], share: float) -> float:
    return 1000 * times[min(len(times) - 1, int(len(times) * share))]


def _connection(port: int, requests: Iterator[bytes], begin: float, end: float, kept: list[Answer]) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        file = line.makefile("rb")
        for sent in requests:
            start = time.perf_counter()
            if start >= end:
                return
            line.sendall(sent)
            status = read_answer(file)
            if start >= begin:
                kept.append((time.perf_counter() - start, status))


def read_answer(file: socket.SocketIO) -> int:
    """Read one answer with a length or in chunks; return its status."""
    status = int(file.readline().split()[1])
    length, chunked = 0, False
    while (line := file.readline().strip().lower()) != b"":
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        elif line.startswith(b"transfer-encoding:") and b"chunked" in line:
            chunked = True
    if not chunked:
        file.read(length)
        return status
    while (size := int(file.readline().split(b";")[0], 16)) > 0:
        file.read(size + 2)
    file.readline()
    return status
