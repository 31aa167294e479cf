"""A line to a server that is cut after so many bytes: what a dead router, a restarted server or a train's tunnel does."""

import socket
import threading
from contextlib import suppress


class Cutter:
    """Passes bytes on to a port of this machine, and cuts each connection after `after` bytes of the server; None: never."""

    def __init__(self, port: int, *, after: int | None = None) -> None:
        self.target, self.after = port, after
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._lines: list[socket.socket] = []

    def __enter__(self) -> "Cutter":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._door.close()
        self.cut()

    def cut(self) -> None:
        """Cut all that is connected now."""
        for line in self._lines:
            _close(line)
        self._lines.clear()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            self._lines += [near, far]
            threading.Thread(target=self._pass, args=(near, far, None), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, self.after), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, most: int | None) -> None:
        passed = 0
        try:
            while data := source.recv(4096):
                room = len(data) if most is None else max(0, most - passed)
                sink.sendall(data[:room])
                passed += len(data)
                if most is not None and passed >= most:
                    break
        except OSError:
            pass
        _close(source)
        _close(sink)


def _close(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
