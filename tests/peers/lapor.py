"""SP4N-LAPOR as docs/lapor.md describes it: the read service that is known, and the exchange that is our contract.

A test holds it as a peer and plays the national system's side with `submit`, `complete`, `comment`, `move`, `flag`. A developer starts it:

    python -m tests.peers.lapor                # prints its address and token, and plays until it is stopped
    curl -d '{"text": "Lampu mati", "Kelurahan": "Pulo Gebang"}' http://127.0.0.1:PORT/simulator/submit
    curl -d '{"tracking": "1700001", "text": "Di depan sekolah"}' http://127.0.0.1:PORT/simulator/complete
"""

import itertools
import json
import secrets
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.peers.http import Peer, Received, Reply

COLUMNS = (
    "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan", "ID Kategori", "Kategori",
    "Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan (Anonim/Rahasia)", "Sumber Laporan", "Instansi Induk",
    "ID Instansi Terdisposisi", "Instansi Terdisposisi", "Status Laporan", "Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten",
    "Kecamatan", "Kelurahan",
)  # fmt: skip
TOPICS = [
    {"id": "3", "parent": "0", "topic_name": "Infrastruktur"},
    {"id": "13", "parent": "3", "topic_name": "Infrastruktur Jalan"},
    {"id": "21", "parent": "3", "topic_name": "Penerangan Jalan Umum"},
]
FINAL = ("Ditutup", "Diarsipkan")
WEEK = datetime(2026, 11, 2, 8, 0)  # noqa: DTZ001  their columns have no zone


class Lapor(Peer):
    """The national system. `tickets`, `follow_ups` and `files` are what it holds; `token` is the KEYTOKEN that it accepts now."""

    def __init__(self) -> None:
        super().__init__()
        self.token = secrets.token_hex(16)
        self.tickets: dict[str, dict[str, Any]] = {}
        self.changes: list[dict[str, Any]] = []
        self.follow_ups: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self._numbers = itertools.count(1_700_001)

    # --- what people do there ---

    def submit(self, *, text: str = "Lampu jalan mati", title: str = "Lampu", flags: str = "", **columns: Any) -> str:
        """Send a ticket to the city, with any of the 21 columns as given; return its tracking id."""
        tracking = str(next(self._numbers))
        ticket = {
            **dict.fromkeys(COLUMNS, "-"),
            **dict(zip(COLUMNS[1:3], _stamp(), strict=True)),
            "Tracking ID": tracking,
            "Nama Pelapor": "Ratna Canary77",
            "Klasifikasi Laporan": "Pengaduan Tidak Berkadar Pengawasan",
            "Judul Laporan": title,
            "Isi Laporan Awal": text,
            "Isi Laporan Akhir": text,
            "Tipe Laporan (Anonim/Rahasia)": flags,
            "Sumber Laporan": "Website",
            "Status Laporan": "Belum Ditindaklanjuti",
            "Lampiran": [],
            **columns,
        }
        self.tickets[tracking] = ticket
        self._tell("laporan", laporan=dict(ticket))
        return tracking

    def complete(self, tracking: str, text: str, *files: bytes) -> None:
        """Let the reporter complete the ticket."""
        self._tell("pelengkap", tracking, Isi=text, Lampiran=[self.attach(data) for data in files])

    def comment(self, tracking: str, text: str) -> None:
        """Let the reporter say something."""
        self._tell("tanggapan", tracking, Isi=text)

    def move(self, tracking: str, status: str, reason: str = "") -> None:
        """Change the ticket's state there."""
        self.tickets[tracking]["Status Laporan"] = status
        self._tell("status", tracking, **{"Status Laporan": status, "Alasan Tunda/Arsip": reason})

    def flag(self, tracking: str, flags: str) -> None:
        """Change who may know the reporter or read the ticket."""
        self.tickets[tracking]["Tipe Laporan (Anonim/Rahasia)"] = flags
        self._tell("tipe", tracking, **{"Tipe Laporan (Anonim/Rahasia)": flags})

    def attach(self, data: bytes, name: str = "foto.jpg") -> dict[str, Any]:
        """Keep a file and return how a ticket's `Lampiran` names it."""
        number = str(80_001 + len(self.files))
        self.files[number] = data
        return {"id": number, "nama": name, "jenis": "image/jpeg", "ukuran": len(data)}

    def _tell(self, kind: str, tracking: str = "", **rest: Any) -> None:
        day, time = _stamp()
        about = {"Tracking ID": tracking, "Tanggal": day, "Waktu": time} if tracking else {}
        self.changes.append({"seq": len(self.changes) + 1, "jenis": kind, **about, **rest})

    # --- its services ---

    def respond(self, received: Received) -> Reply:
        """Answer one service."""
        if received.path.startswith("/simulator/"):
            return self._play(received)
        if received.headers.get("keytoken") != self.token:
            return _fault(401, "KEYTOKEN")
        services: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "/api/services/f01/gettopics": lambda _body: Reply.json(TOPICS),
            "/api/services/f02/getchanges": self._changes,
            "/api/services/f02/getfile": self._file,
            "/api/services/f02/sendfollowup": self._follow_up,
        }
        service = services.get(received.path)
        if service is None or received.method != "POST":
            return _fault(404, "layanan")
        return service(received.json())

    def _changes(self, body: dict[str, Any]) -> Reply:
        after, limit = int(body["after"]), int(body["limit"])
        given = [change for change in self.changes if change["seq"] > after][:limit]
        following = given[-1]["seq"] if given else after
        return Reply.json({"changes": given, "next": str(following), "more": following < len(self.changes)})

    def _file(self, body: dict[str, Any]) -> Reply:
        data = self.files.get(body["id"])
        return Reply(body=data) if data is not None else _fault(404, "berkas")

    def _follow_up(self, body: dict[str, Any]) -> Reply:
        ticket = self.tickets.get(body["Tracking ID"])
        if ticket is None:
            return _fault(404, "laporan")
        known = self.follow_ups.get(body["kunci"])
        if known is None:
            status, there = body.get("Status Laporan", ""), ticket["Status Laporan"]
            is_over = there.startswith(FINAL) or there == "Menunggu Kelengkapan Informasi" != status
            if status and is_over and not body.get("tetap"):
                return Reply.json({"error": {"code": "berubah"}, "Status Laporan": there}, status=409)
            ticket["Status Laporan"] = status or there
            known = self.follow_ups[body["kunci"]] = {**body, "id": str(50_001 + len(self.follow_ups))}
        return Reply.json({"id": known["id"]})

    def _play(self, received: Received) -> Reply:
        act = {
            "submit": self.submit,
            "complete": self.complete,
            "comment": self.comment,
            "move": self.move,
            "flag": self.flag,
        }
        done = act[received.path.removeprefix("/simulator/")](**received.json())
        return Reply.json({"done": done})


def _stamp() -> tuple[str, str]:
    return WEEK.strftime("%d %b %Y"), WEEK.strftime("%H:%M:%S")


def _fault(status: int, code: str) -> Reply:
    return Reply.json({"error": {"code": code}}, status=status)


if __name__ == "__main__":
    with Lapor() as simulator:
        sys.stdout.write(json.dumps({"address": simulator.url("").rstrip("/"), "KEYTOKEN": simulator.token}) + "\n")
        sys.stdout.flush()
        threading.Event().wait()
