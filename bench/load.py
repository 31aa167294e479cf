"""A small closed-loop HTTP load: some connections, each sends the next request when the last answer is read."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CONNECTIONS = 8
WARM_UP_SECONDS = 1.0


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
    begin = time.perf_counter() + WARM_UP_SECONDS
    kept: list[list[tuple[float, int]]] = [[] for _ in range(CONNECTIONS)]
    threads = [
        threading.Thread(target=_connection, args=(port, make(), begin, begin + seconds, kept[number]))
        for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = [answer for connection in kept for answer in connection]
    times = sorted(spent for spent, _status in answers) or [float("nan")]
    return Measured(
        per_second=len(answers) / seconds,
        p50=_percentile(times, 0.50),
        p95=_percentile(times, 0.95),
        p99=_percentile(times, 0.99),
        answers=len(answers),
        failures=sum(not 200 <= status < 400 for _spent, status in answers),
    )


def _percentile(times: list[float], share: float) -> float:
    return 1000 * times[min(len(times) - 1, int(len(times) * share))]


def _connection(port: int, requests: Iterator[bytes], begin: float, end: float, kept: list[tuple[float, int]]) -> None:
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
