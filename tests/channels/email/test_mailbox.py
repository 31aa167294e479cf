"""Letters in through a real IMAP server: each kept once, none lost, whatever the line, the server and its numbers do."""

import socket
import threading
import time
from collections.abc import Sequence

import pytest
from tests.channels.email import made
from tests.peers import dovecot as peers
from tests.peers.cutter import Cutter
from tests.peers.dovecot import Dovecot
from tests.peers.smtp import Smtp

from tanggap.channels.contract import Account, Later, Piece, Refused
from tanggap.channels.email import ADAPTER, dialling, letterbox

SOON_SECONDS = 15.0


class Kept:
    """What the frame does with pieces: each id once. `fails_at` is the number of the call that fails before anything is kept."""

    def __init__(self, fails_at: int = 0) -> None:
        self.texts: dict[str, str] = {}
        self.sizes: list[int] = []
        self.fails_at = fails_at

    def __call__(self, pieces: Sequence[Piece]) -> None:
        self.sizes.append(len(pieces))
        if len(self.sizes) == self.fails_at:
            raise RuntimeError("the database is away")
        for piece in pieces:
            self.texts.setdefault(piece.external_id, made.said(piece.payload).text)

    @property
    def all(self) -> list[str]:
        return sorted(self.texts.values())


def _account(settings, port: int, **values: str) -> Account:
    settings.PRIVATE_PEERS = {*settings.PRIVATE_PEERS, f"127.0.0.1:{port}"}
    given = {"imap_host": "127.0.0.1", "imap_port": str(port), "imap_security": "none"}
    return made.account(**{**given, "imap_user": peers.USER, "imap_password": peers.PASSWORD, **values})


def _letters(*texts: str) -> list[bytes]:
    return [made.letter(text, **{"Message-ID": f"<{text}@contoh.test>"}) for text in texts]


def test_what_is_new_is_kept_and_marked_as_read(settings, dovecot):
    account, kept = _account(settings, dovecot.port), Kept()
    dovecot.deliver(*_letters("satu", "dua"))
    bookmark = ADAPTER.poll(account, {}, kept)
    assert (kept.all, dovecot.count("UNSEEN"), bookmark["uid"]) == (["dua", "satu"], 0, "2")

    assert ADAPTER.poll(account, bookmark, kept) == bookmark
    dovecot.deliver(*_letters("tiga"))
    assert ADAPTER.poll(account, bookmark, kept)["uid"] == "3"
    assert (kept.all, kept.sizes, dovecot.count()) == (["dua", "satu", "tiga"], [2, 1], 3)


def test_old_letters_of_a_mailbox_do_not_become_reports(settings, dovecot):
    dovecot.deliver(*_letters("lama"))
    with dovecot.client() as reader:
        reader.store("1", "+FLAGS", r"(\Seen)")
    dovecot.deliver(*_letters("baru"))
    kept = Kept()
    bookmark = ADAPTER.poll(_account(settings, dovecot.port), {}, kept)
    assert (kept.all, bookmark["uid"]) == (["baru"], "2")


def test_who_reads_the_mailbox_beside_us_hides_nothing(settings, dovecot):
    account, kept = _account(settings, dovecot.port), Kept()
    bookmark = ADAPTER.poll(account, {}, kept)
    dovecot.deliver(*_letters("satu"))
    with dovecot.client() as reader:
        reader.store("1", "+FLAGS", r"(\Seen)")
    ADAPTER.poll(account, bookmark, kept)
    assert kept.all == ["satu"]


def test_nothing_is_marked_before_it_is_kept(settings, dovecot):
    account = _account(settings, dovecot.port)
    dovecot.deliver(*_letters("satu", "dua"))
    with pytest.raises(RuntimeError):
        ADAPTER.poll(account, {}, Kept(fails_at=1))
    assert dovecot.count("UNSEEN") == 2
    kept = Kept()
    ADAPTER.poll(account, {}, kept)
    assert kept.all == ["dua", "satu"]


def test_a_mailbox_that_is_numbered_anew_loses_none_and_doubles_none(settings, dovecot):
    account, kept = _account(settings, dovecot.port), Kept()
    dovecot.deliver(*_letters("satu", "dua"))
    bookmark = ADAPTER.poll(account, {}, kept)
    dovecot.deliver(*_letters("tiga"))
    dovecot.renumber()
    after = ADAPTER.poll(account, bookmark, kept)
    assert (kept.all, after["validity"] != bookmark["validity"]) == (["dua", "satu", "tiga"], True)
    assert ADAPTER.poll(account, after, kept) == after


@pytest.mark.parametrize("after", [0, 100, 700, 1_500, 3_000, 5_000, 12_000])
def test_a_line_that_breaks_anywhere_loses_none_and_doubles_none(settings, dovecot, after):
    texts = [f"surat {number}" for number in range(60)]
    dovecot.deliver(*_letters(*texts))
    kept = Kept()
    with Cutter(dovecot.port, after=after) as line:
        account = _account(settings, line.port)
        with pytest.raises(Later):
            ADAPTER.poll(account, {}, kept)
        line.after = None
        ADAPTER.poll(account, {}, kept)
    assert kept.all == sorted(texts)
    assert dovecot.count("UNSEEN") == 0


def test_a_server_that_is_away_is_later_and_then_goes_on(settings, dovecot):
    account, kept = _account(settings, dovecot.port), Kept()
    dovecot.deliver(*_letters("satu"))
    bookmark = ADAPTER.poll(account, {}, kept)
    dovecot.kill()
    with pytest.raises(Later):
        ADAPTER.poll(account, bookmark, kept)
    dovecot.start()
    dovecot.deliver(*_letters("dua"))
    ADAPTER.poll(account, bookmark, kept)
    assert kept.all == ["dua", "satu"]


def test_a_server_that_says_nothing_is_later(settings, peer, monkeypatch):
    monkeypatch.setattr(dialling, "SECONDS", 0.5)
    with pytest.raises(Later):
        ADAPTER.poll(_account(settings, peer.port), {}, Kept())


def test_letters_come_in_portions_that_fit_into_memory(settings, dovecot, monkeypatch):
    monkeypatch.setattr(letterbox, "MOST_BYTES_AT_ONCE", 25_000)
    monkeypatch.setattr(letterbox, "MOST_AT_ONCE", 4)
    dovecot.deliver(*[made.letter(f"{number} " + "x" * 9_000) for number in range(10)])
    kept = Kept()
    ADAPTER.poll(_account(settings, dovecot.port), {}, kept)
    assert (len(kept.texts), kept.sizes) == (10, [2, 2, 2, 2, 2])


def test_one_poll_ends_and_the_next_goes_on(settings, dovecot, monkeypatch):
    account, kept = _account(settings, dovecot.port), Kept()
    bookmark = ADAPTER.poll(account, {}, kept)
    monkeypatch.setattr(letterbox, "MOST_IN_ONE_POLL", 3)
    dovecot.deliver(*_letters("a", "b", "c", "d", "e"))
    bookmark = ADAPTER.poll(account, bookmark, kept)
    assert (kept.all, bookmark["uid"]) == (["a", "b", "c"], "3")
    ADAPTER.poll(account, bookmark, kept)
    assert kept.all == ["a", "b", "c", "d", "e"]


def test_of_a_letter_beyond_all_measure_the_beginning_is_kept(settings, dovecot, monkeypatch):
    monkeypatch.setattr(letterbox, "MOST_BYTES_AT_ONCE", 50_000)
    monkeypatch.setattr(letterbox, "LONGEST_LETTER", 100_000)
    monkeypatch.setattr(letterbox, "BEGINNING", 20_000)
    attached = made.part(b"x" * 200_000, "application/zip", "Content-Disposition: attachment")
    dovecot.deliver(made.multipart(made.part(b"Lihat lampiran"), attached), *_letters("kecil"))
    kept, pieces = Kept(), list[Piece]()
    ADAPTER.poll(_account(settings, dovecot.port), {}, lambda found: (pieces.extend(found), kept(found))[1])
    assert (kept.all, max(len(piece.payload) for piece in pieces)) == (["Lihat lampiran", "kecil"], 20_000)


def test_a_wrong_password_or_folder_is_refused(settings, dovecot):
    for wrong in ({"imap_password": "lain"}, {"imap_folder": "Tidak Ada"}, {"imap_port": "0"}):
        with pytest.raises(Refused):
            ADAPTER.poll(_account(settings, dovecot.port, **wrong), {}, Kept())


def test_no_mailbox_in_a_private_network_is_opened_that_nobody_named(settings, dovecot):
    account = _account(settings, dovecot.port)
    settings.PRIVATE_PEERS = set()
    for security in ("none", "ssl", "starttls"):
        with pytest.raises(Refused):
            ADAPTER.poll(made.account(**{**account.values, "imap_security": security}), {}, Kept())


def test_starttls_checks_the_certificate(settings, certificate, monkeypatch):
    if peers.program() is None:
        pytest.skip("there is no Dovecot: apt-get install dovecot-imapd")
    server = Dovecot(certificate)
    try:
        server.start()
        server.deliver(*_letters("satu"))
        account, kept = _account(settings, server.port, imap_security="starttls"), Kept()
        ADAPTER.poll(account, {}, kept)
        assert kept.all == ["satu"]
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(Later):
            ADAPTER.poll(account, {}, kept)
    finally:
        server.remove()


def test_a_letter_is_heard_of_as_it_arrives(settings, dovecot):
    account, heard, stop = _account(settings, dovecot.port), threading.Semaphore(0), threading.Event()
    line = threading.Thread(target=ADAPTER.listen, args=(account, stop, heard.release))
    line.start()
    assert heard.acquire(timeout=SOON_SECONDS)  # once at first
    time.sleep(0.3)
    began = time.monotonic()
    dovecot.deliver(*_letters("satu"))
    assert heard.acquire(timeout=SOON_SECONDS)
    assert time.monotonic() - began < 5
    stop.set()
    line.join(SOON_SECONDS)
    assert not line.is_alive()
    assert dovecot.count("UNSEEN") == 1  # the line only listens


@pytest.mark.parametrize("ends", ["cut", "stop"])
def test_a_line_that_is_lost_is_told(settings, dovecot, ends):
    raised: list[BaseException] = []
    heard = threading.Semaphore(0)

    def listen() -> None:
        try:
            ADAPTER.listen(account, threading.Event(), heard.release)
        except Later as error:
            raised.append(error)

    with Cutter(dovecot.port) as between:
        account = _account(settings, between.port)
        line = threading.Thread(target=listen)
        line.start()
        assert heard.acquire(timeout=SOON_SECONDS)
        time.sleep(0.3)
        between.cut() if ends == "cut" else dovecot.stop()
        line.join(SOON_SECONDS)
    assert [type(error) for error in raised] == [Later]


def test_the_test_button_says_what_it_found(settings, dovecot, smtp):
    account = _account(settings, dovecot.port, smtp_host="127.0.0.1", smtp_port=str(smtp.port), smtp_security="none")
    settings.PRIVATE_PEERS = {*settings.PRIVATE_PEERS, f"127.0.0.1:{smtp.port}"}
    dovecot.deliver(*_letters("satu"))
    assert ADAPTER.check(account).is_well
    assert (dovecot.count("UNSEEN"), smtp.letters) == (1, [])
    assert not ADAPTER.check(made.account(**{**account.values, "imap_password": "lain"})).is_well
    assert not ADAPTER.check(made.account(**{**account.values, "address": "bukan alamat"})).is_well
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = str(nobody.getsockname()[1])
    settings.PRIVATE_PEERS = {*settings.PRIVATE_PEERS, f"127.0.0.1:{port}"}
    found = ADAPTER.check(made.account(**{**account.values, "smtp_port": port}))
    assert (found.is_well, "mail server" in str(found.words)) == (False, True)


def test_a_letter_out_comes_back_in_and_is_known_as_ours(settings, dovecot):
    with Smtp() as server:
        settings.PRIVATE_PEERS = {f"127.0.0.1:{server.port}"}
        account = _account(
            settings, dovecot.port, smtp_host="127.0.0.1", smtp_port=str(server.port), smtp_security="none"
        )
        ADAPTER.send(account, made.outgoing())
        dovecot.deliver(server.letters[0].data)
    pieces = list[Piece]()
    ADAPTER.poll(account, {}, pieces.extend)
    assert [made.said(piece.payload).is_machine for piece in pieces] == ["own_address"]
