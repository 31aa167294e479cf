"""The whole way over real sockets: a phone reports with a photo over a line that breaks, and is notified of what the city does."""

import json
import socket
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import pytest
from tests.channels.jaki.app import BASE, App, account
from tests.channels.jaki.test_push import Firebase, pem
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers.http import WITHOUT_TLS, may_call

from tanggap.channels import delivering
from tanggap.channels.jaki import push
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo, Report

MORNING = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


class Phone(App):
    """An installation that speaks over a socket instead of through the test client."""

    def call(self, method, path, given=None, *, headers=None, **changes):
        body = given if isinstance(given, bytes) else b"" if given is None else json.dumps(given).encode()
        kind = "application/octet-stream" if isinstance(given, bytes) else "application/json"
        signed = {**self.headers(method, BASE + path, body, **changes), "Content-Type": kind, **(headers or {})}
        return httpx.request(
            method, self.address + BASE + path, content=body, headers=signed, timeout=20, verify=WITHOUT_TLS
        )

    def break_off(self, path, body, sent, **headers):
        """Begin a request and hang up after `sent` bytes of its body."""
        place = urlsplit(self.address)
        signed = {
            **self.headers("PATCH", BASE + path, body),
            "Content-Length": str(len(body)),
            "Host": place.netloc,
            **headers,
        }
        head = (
            f"PATCH {BASE}{path} HTTP/1.1\r\n"
            + "".join(f"{name}: {value}\r\n" for name, value in signed.items())
            + "\r\n"
        )
        with socket.create_connection((place.hostname, place.port), timeout=5) as line:
            line.sendall(head.encode() + body[:sent])


@pytest.mark.django_db(transaction=True)
def test_a_phone_reports_over_a_line_that_breaks_and_is_notified(live_server, settings):
    push._tokens.clear()
    with Firebase() as firebase, own_events_seen():
        may_call(settings, firebase)
        to = account(
            push_project="city", push_account="city@example.org", push_key=pem(), push_address=firebase.url(""),
            push_token_address=firebase.url("/token"),
        )  # fmt: skip
        phone = Phone()
        phone.address = live_server.url
        assert phone.register().status_code == 201
        phone.call("PUT", "/devices/self/push", {"token": "fcm:phone"})
        data = make.photo(size=(1600, 1200))
        upload = phone.call("POST", "/uploads", {"size": len(data)}).json()["upload"]

        phone.break_off(f"/uploads/{upload}", data, len(data) // 2, **{"Upload-Offset": "0"})
        assert phone.call("GET", f"/uploads/{upload}").json()["offset"] == 0
        half = len(data) // 2
        phone.part(upload, 0, data[:half])
        phone.part(upload, half, data[half:])
        assert phone.finish(upload, data).json()["done"]
        told = phone.report(uploads=[upload]).json()

        report = Report.objects.get(code=told["code"])
        assert Photo.objects.filter(report=report).count() == 1
        with clock.at(MORNING):
            reports.start(code=report.code, version=1, by=make.staff(of=report.unit_id), message="Tim berangkat")
            cursors.catch_up(CONSUMER)
            delivering.prepare()
            while delivering.send_due(to):
                pass

        assert [message["data"]["state"] for message in firebase.messages][-1] == "in_progress"
        assert {message["token"] for message in firebase.messages} == {"fcm:phone"}
        assert not any("http" in json.dumps(message) for message in firebase.messages)
