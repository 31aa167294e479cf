"""The field app's pages and the two doors through which it speaks with the server."""

from tanggap.web.field.views.app import day, listing, manifest, shell, worker
from tanggap.web.field.views.devices import devices, register, revoke
from tanggap.web.field.views.sending import send

__all__ = ["day", "devices", "listing", "manifest", "register", "revoke", "send", "shell", "worker"]
