"""A witness signs only what continues what it signed before, whichever of our two it is; ours hear of each head, and hold up nothing."""

import base64
import threading
import time
from http.server import ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from tests.ledger.logs import fill, sign
from tests.ledger.standing_alone import program, verify

from tanggap.core import wire
from tanggap.core.refusal import Invalid
from tanggap.ledger import checking, exporting, notes, queries, storing, tree, witnessing
from tanggap.ledger.models import Cosignature, Watched
from tanggap.ledger.notes import Checkpoint, Signer
from tanggap.ledger.witnessing import Unwilling, Witness

pytestmark = pytest.mark.django_db
ALONE = program("witness")
LOG = Signer("other.example/log", b"7" * 32)
SIZE = "text/x.tlog.size"
LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(40)]
FORKED = [*LEAVES[:5], tree.leaf_hash(b"another"), *LEAVES[6:]]


def head(size: int, leaves=LEAVES, signer: Signer = LOG, origin: str = "") -> str:
    return signer.sign(Checkpoint(origin or signer.name, size, tree.root(leaves[:size])).text)


def proof(old: int, new: int, leaves=LEAVES) -> list[str]:
    def hashed(node):
        return tree.root(leaves[node.position << node.level : (node.position + 1) << node.level])

    return [base64.b64encode(one).decode() for one in tree.consistency(old, new, hashed)]


def request(old: int | str, new: int, leaves=LEAVES, **given) -> bytes:
    lines = proof(old, new, leaves) if isinstance(old, int) and 0 < old <= new else []
    return "".join(
        [f"old {old}\n", *(f"{line}\n" for line in lines), "\n", given.get("note") or head(new, leaves)]
    ).encode()


@pytest.fixture(params=["the product", "the program that stands alone"])
def ask(request, client, tmp_path):
    """What a witness answers to a body: status, content type, text; and its key."""
    if request.param == "the product":
        witnessing.add(vkey=LOG.verifier.vkey, because="Bandung; agreed by letter")

        def answer(body: bytes):
            got = client.post("/ledger/witness/add-checkpoint", body, content_type="text/plain")
            return got.status_code, got["Content-Type"], got.content.decode()

        answer.key = witnessing.witness().verifier.cosigner()
        return answer
    alone = ALONE.Witness("witness.example/w1", [LOG.verifier.vkey], str(tmp_path))

    def answer(body: bytes):
        try:
            return 200, "text/plain; charset=utf-8", alone.add(body)
        except ALONE.Refused as refused:
            return refused.status, refused.kind, refused.body

    answer.key = notes.Verifier.parse(alone.vkey)
    return answer


def is_cosigned(ask, note: str, answer: str) -> bool:
    told = notes.Note.parse(note).with_lines(answer.splitlines())
    return len(told.times(ask.key)) == 1


def test_it_cosigns_what_continues_what_it_signed_before(ask):
    for old, new in ((0, 3), (3, 3), (3, 8), (8, 9), (9, 40)):
        status, _kind, line = ask(request(old, new))
        assert (status, is_cosigned(ask, head(new), line)) == (200, True)
    (at,) = notes.Note.parse(head(40)).with_lines([line.strip()]).times(ask.key)
    assert abs(at - time.time()) < 60


def test_another_old_size_is_told_the_one_that_it_knows(ask):
    assert ask(request(4, 9)) == (409, SIZE, "0\n")
    assert ask(request(0, 9))[0] == 200
    assert ask(request(0, 12)) == (409, SIZE, "9\n")
    assert ask(request(8, 12)) == (409, SIZE, "9\n")
    assert ask(request(12, 14)) == (409, SIZE, "9\n")


def test_a_fork_is_refused_at_the_same_size_and_at_a_larger_one(ask):
    assert ask(request(0, 9))[0] == 200
    assert ask(request(9, 9, FORKED))[0] == 409
    assert ask(request(9, 20, FORKED))[0] == 422
    assert ask(request(9, 20))[0] == 200


def test_a_log_that_nobody_named_and_a_key_that_is_not_the_logs_are_refused(ask):
    other = Signer("stranger.example/log", b"8" * 32)
    assert ask(request(0, 3, note=head(3, signer=other)))[0] == 404
    assert ask(request(0, 3, note=Signer(LOG.name, b"8" * 32).sign(notes.Note.parse(head(3)).text)))[0] == 403
    assert ask(request(0, 3, note=other.sign(notes.Note.parse(head(3)).text)))[0] == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"old 0\n",
        request("00", 3),
        request("-1", 3),
        request("x", 3),
        request(0, 3).replace(b"old", b"new"),
        request(9, 3),
        b"old 0\n\n" + b"only words\n",
        b"old 3\nAAAA\n\n" + head(9).encode(),
        b"old 3\n!\n\n" + head(9).encode(),
        b"old 3\n" + (base64.b64encode(b"0" * 32) + b"\n") * 64 + b"\n" + head(9).encode(),
        request(0, 3)[:-1],
        request(0, 3).replace(b"\n3\n", b"\n03\n"),
    ],
)
def test_what_is_no_request_is_refused(ask, body):
    assert ask(body)[0] == 400


def test_a_proof_that_does_not_hold_is_refused_and_nothing_is_remembered(ask):
    assert ask(request(0, 3))[0] == 200
    wrong = request(3, 8).replace(proof(3, 8)[0].encode(), base64.b64encode(b"0" * 32))
    assert ask(wrong)[0] == 422
    assert ask(request(3, 8).replace(f"{proof(3, 8)[-1]}\n".encode(), b""))[0] == 422
    assert ask(request(0, 3).replace(b"old 0\n", b"old 0\n" + proof(3, 8)[0].encode() + b"\n"))[0] in {409, 422}
    assert ask(request(3, 8))[0] == 200


# --- the product's own ---


def test_two_heads_of_one_size_are_kept_as_the_proof_and_said(client):
    witnessing.add(vkey=LOG.verifier.vkey, because="Bandung")
    for leaves in (LEAVES, FORKED):
        client.post(
            "/ledger/witness/add-checkpoint",
            request(9 if leaves is FORKED else 0, 9, leaves),
            content_type="text/plain",
        )
    row = Watched.objects.get()
    assert (row.note, row.forked) == (head(9), head(9, FORKED))
    assert [one.is_forked for one in witnessing.watched()] == [True]


def test_only_posts_of_a_fair_length_are_read(client):
    assert client.get("/ledger/witness/add-checkpoint").status_code == 405
    assert client.post("/ledger/witness/add-checkpoint", b"x" * 300_000, content_type="text/plain").status_code == 413


def test_what_was_signed_is_never_forgotten_even_when_the_log_is_no_more_named_and_named_again():
    witnessing.add(vkey=LOG.verifier.vkey, because="Bandung")
    witnessing.cosign(request(0, 9))
    witnessing.forget(origin=LOG.name)
    with pytest.raises(witnessing.Declined):
        witnessing.cosign(request(9, 12))
    witnessing.add(vkey=LOG.verifier.vkey, because="Bandung again")
    assert [one.size for one in witnessing.watched()] == [9]
    with pytest.raises(Invalid):
        witnessing.add(vkey=Signer(LOG.name, b"9" * 32).verifier.vkey, because="it has another key now")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_watched SET size = 3")
    call_command("ledger", "witness", "list")


def test_of_two_requests_at_once_the_smaller_never_undoes_the_larger(tmp_path):
    alone = ALONE.Witness("witness.example/w1", [LOG.verifier.vkey], str(tmp_path))
    alone.add(request(0, 3))
    answers, refusals = [], []

    def race(size):
        try:
            alone.add(request(3, size))
            answers.append(size)
        except ALONE.Refused as refused:
            refusals.append(refused.status)

    threads = [threading.Thread(target=race, args=(size,)) for size in range(4, 36)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, set(refusals)) == ([alone.known[LOG.name]["size"]], {409})
    assert ALONE.json.loads((tmp_path / "witness-memory.json").read_text())[LOG.name]["size"] == answers[0]


# --- our witnesses ---


@pytest.fixture
def witness(settings, tmp_path):
    """A witness of our log, at an address: the program that stands alone."""
    fill(5)
    sign()
    alone = ALONE.Witness("witness.example/w1", [queries.verifier()], str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), ALONE.handler(alone))
    server.RequestHandlerClass.log_message = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    settings.PRIVATE_PEERS = {f"127.0.0.1:{server.server_port}"}
    settings.LEDGER_WITNESSES = f"{alone.vkey} {url}"
    yield alone
    server.shutdown()
    server.server_close()


def test_a_head_is_cosigned_and_everybody_can_ask_for_that(witness, tmp_path):
    (ours,) = witnessing.named()
    assert witnessing.tell(ours) == 5
    assert witnessing.tell(ours) is None  # nothing is new
    fill(7, start=5)
    sign()
    assert witnessing.tell(ours) == 12
    queries.forget_head()
    assert queries.head().cosigned_by == ("witness.example/w1",)

    exporting.export(tmp_path / "log")
    given = {"key": queries.verifier(), "witness": witness.vkey, "quorum": 1}
    assert verify("log", tmp_path / "log", **given, memory=tmp_path / "witness-memory.json") == (0, [])
    (tmp_path / "log/checkpoint").write_text(queries.head().note.split("— witness")[0])
    assert verify("log", tmp_path / "log", **given)[0] == 1
    assert [one for one in checking.check().faults if one.place] == []  # (the leaves are about no events)


def test_a_witness_that_knows_more_than_we_thought_is_asked_again_from_there(witness):
    (ours,) = witnessing.named()
    witnessing.tell(ours)
    Cosignature.objects.filter(name="witness.example/w1").delete()
    fill(3, start=5)
    sign()
    assert witnessing.tell(ours) == 8


def test_a_history_that_was_written_anew_finds_no_witness(witness):
    (ours,) = witnessing.named()
    witnessing.tell(ours)
    witness.known[queries.head().origin].update(size=9)
    fill(1, start=5)
    sign()
    with pytest.raises(Unwilling) as told:
        witnessing.tell(ours)
    assert told.value.knows == 9
    witness.known[queries.head().origin].update(size=5, root=base64.b64encode(b"0" * 32).decode())
    with pytest.raises(Unwilling):
        witnessing.tell(ours)


def test_a_witness_that_is_away_or_says_nonsense_holds_up_nothing(witness, settings):
    (ours,) = witnessing.named()
    telling = witnessing.Telling(threading.Event())
    telling.once(Witness(ours.verifier, "http://127.0.0.1:9"))
    telling.once(Witness(ours.verifier, "http://127.0.0.1:9"))  # it is left alone for a while
    assert telling._said == {"witness.example/w1": "The address is not https."}
    fill(1, start=5)
    assert sign().signed == 6

    stranger = Witness(Signer("stranger.example", b"1" * 32).verifier.cosigner(), ours.url)
    with pytest.raises(Unwilling):
        witnessing.tell(stranger)
    settings.PRIVATE_PEERS = set()
    with pytest.raises(wire.Forbidden):
        witnessing.tell(ours)
    assert storing.size(1) == 6
