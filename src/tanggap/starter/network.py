"""The address that the pages are served at."""

import errno
import os
import socket

from tanggap.starter import CannotStart
from tanggap.starter.environment import Environment

HEALTH_PATH = "/healthz"


def check_port(chosen: Environment) -> None:
    """Raises CannotStart when the pages cannot be served at the chosen host and port."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            chosen.host, chosen.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
            attempt.listen()
    except socket.gaierror as error:
        raise CannotStart(f"TANGGAP_HOST is {chosen.host!r}, which is no address of this machine.") from error
    except OSError as error:
        raise CannotStart(_why(error, chosen)) from error


def status(chosen: Environment, *, timeout: float = 5.0) -> int | None:
    """Return the HTTP status that the health page answers with, None when nobody answers."""
    request = f"GET {HEALTH_PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((chosen.own_host, chosen.port), timeout) as connection:
            connection.sendall(request.encode())
            return int(connection.makefile("rb").readline(64).split()[1])
    except (OSError, ValueError, IndexError):
        return None


def _why(error: OSError, chosen: Environment) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {chosen.port} on {chosen.host} is taken by another program. "
            f"Stop it, or choose another port: TANGGAP_PORT={chosen.port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {chosen.port} is not for ordinary users. Choose one from 1024 on with TANGGAP_PORT."
    return (
        f"Nothing can listen on {chosen.host}, port {chosen.port}: {os.strerror(error.errno or 0)}. Set TANGGAP_HOST."
    )
