"""The log's addresses for programs: what they answer, how long it may be kept, and that what is not there is refused in one way."""

import base64
import re
from datetime import timedelta

import pytest
from tests.factories import make
from tests.web.ledger.scene import signed

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.ledger import documents, notes, queries, receipts, tree
from tanggap.ledger.models import Leaf
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.web.ledger import paths

pytestmark = pytest.mark.django_db
NOTHING = b'{"type":"about:blank","title":"Not Found","status":404}'
YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def made() -> Report:
    report = make.report(state="resolved", text="Lampu mati, hubungi Budi Zquix di 0812 7788 0001")
    signed()
    return report


def get(client, path: str, **more):
    return client.get(f"/ledger/{path}", **more)


def refused(answer) -> bool:
    return (answer.status_code, answer.content, answer["Cache-Control"]) == (404, NOTHING, "no-store")


def hashes(packed: bytes) -> list[bytes]:
    return [packed[at : at + 32] for at in range(0, len(packed), 32)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("000", 0),
        ("007", 7),
        ("999", 999),
        ("x001/000", 1000),
        ("x001/x234/067", 1_234_067),
        ("x999/x000/001", 999_000_001),
    ],
)
def test_a_tiles_number_has_one_spelling(written, number):
    assert paths.number(written) == number
    assert paths.written(number) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0",
        "00",
        "0000",
        "x000/001",
        "1000",
        "x001",
        "001/",
        "/001",
        "x001/x002",
        "X001/002",
        "-01",
        "٠٠١",
        "x1/002",
        "x001//002",
        "x001/" * 9 + "000",
    ],
)
def test_another_spelling_is_none(written):
    assert paths.number(written) is None


def test_the_checkpoint_is_a_note_that_is_kept_for_five_seconds_at_most(client, made):
    answer = get(client, "checkpoint")

    head = notes.opened(answer.content, receipts.verifiers()[0])
    assert (head.size, head.root) == (Leaf.objects.count(), queries.head().root)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=5"
    assert get(client, "checkpoint", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head("/ledger/checkpoint").status_code == 200


def test_whoever_fetches_the_entries_and_the_tile_gets_the_root(client, made):
    size = queries.head().size
    tile = get(client, f"tile/0/000.p/{size}")
    packed, entries = get(client, f"tile/entries/000.p/{size}").content, []
    while packed:
        length = int.from_bytes(packed[:2], "big")
        entries.append(packed[2 : 2 + length])
        packed = packed[2 + length :]

    leaves = [tree.leaf_hash(one) for one in entries]
    assert (hashes(tile.content), tree.root(leaves)) == (leaves, queries.head().root)
    assert (tile["Content-Type"], tile["Cache-Control"]) == ("application/octet-stream", "public, max-age=60")


def test_what_is_complete_may_be_kept_for_a_year(client, monkeypatch):
    monkeypatch.setattr(queries, "tile", lambda *_asked: bytes(8192))
    monkeypatch.setattr(queries, "entries", lambda *_asked: b"entries")

    kept = [get(client, path)["Cache-Control"] for path in ("tile/0/000", "tile/entries/x001/000", "tile/1/000.p/3")]
    assert kept == [YEAR, YEAR, "public, max-age=60"]


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/257", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p/6",
        "tile/0/0", "tile/0/x000/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/63/000.p/1", "tile/64/000.p/1", "tile/00/000.p/1",
        "tile/-1/000.p/1", "tile/a/000.p/1", "tile/0/000.P/1", "tile/0/..%2F000", "tile/0/x999/x999/x999/x999/x999/999.p/1",
        "tile/entries/000", "tile/entries/000.p/256", "tile/entries/000.p/6", "tile/entries/0", "tile/entries/001.p/1", "tile/entries/x",
        "openings/001", "openings/0", "openings/000.p/2", "openings/x", "proof/JK-0000-0000-000", "proof/x", "proof/%00",
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_one_way(client, path):
    make.report(state="resolved")
    signed()

    assert refused(get(client, path))


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1", "openings/000"])
def test_before_the_first_head_there_is_nothing(client, path):
    make.report()
    queries.forget_head()

    assert refused(get(client, path))


@pytest.mark.parametrize(
    "path", ["", "checkpoint", "key", "heads", "tile/0/000.p/1", "openings/000", "proof/JK-1", "verify.py"]
)
def test_nothing_else_than_get_and_head_is_answered(client, path):
    assert {client.post(f"/ledger/{path}").status_code, client.delete(f"/ledger/{path}").status_code} == {405}


def test_a_proof_holds_all_that_is_needed_to_check_it(client, made):
    answer = get(client, f"proof/{made.code}")
    proof = answer.json()

    head = notes.opened(proof["checkpoint"], notes.Verifier.parse(proof["verifier"]))
    for one in proof["entries"]:
        committed = documents.commitment(base64.b64decode(one["salt"]), one["document"])
        leaf = tree.leaf_hash(documents.entry(committed, at=one["time"]))
        way = [base64.b64decode(hashed) for hashed in one["inclusion"]]
        assert tree.verify_inclusion(leaf=leaf, index=one["index"], size=head.size, proof=way, head=head.root)
    assert [one["document"]["kind"] for one in proof["entries"]][-1] == "verification.accept"
    assert answer["Cache-Control"] == "public, max-age=5, must-revalidate"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_who_knows_an_earlier_head_gets_the_proof_that_the_log_only_grew(client):
    make.report()
    old = signed()
    late = make.report(state="resolved")
    signed()
    grown = get(client, f"proof/{late.code}?from={old.size}").json()["consistency"]

    new = queries.head()
    way = [base64.b64decode(one) for one in grown["hashes"]]
    assert (grown["from"], grown["to"]) == (old.size, new.size)
    assert tree.verify_consistency(old=old.size, new=new.size, old_head=bytes(old.root), new_head=new.root, proof=way)
    for wrong in ("0", "01", "-1", "99", "x", "1e3", "9" * 30):
        assert refused(get(client, f"proof/{late.code}?from={wrong}"))


def test_openings_are_the_documents_of_public_reports_alone(client, made):
    make.report(visibility="private")
    signed()
    answer = get(client, "openings/000")

    shown = answer.json()["openings"]
    assert {one["report"] for one in shown} == {made.code}
    assert answer["Cache-Control"] == "public, max-age=5, must-revalidate"


def test_no_word_and_no_person_is_in_any_answer(client, made):
    paths_ = ["checkpoint", "heads", "key", "openings/000", f"proof/{made.code}", f"laporan/{made.code}/", ""]
    said = " ".join(get(client, path).content.decode() for path in paths_)

    assert re.findall(r"Zquix|\b7788\b|77880001|Person ", said) == []  # within a hash four digits come by chance


def test_unknown_private_and_hidden_reports_are_answered_alike(client, made):
    private, hidden = make.report(visibility="private"), make.report()
    signed()
    shown = get(client, f"proof/{hidden.code}").status_code
    by = make.staff(of="jsc-intake", role=Role.INTAKE)
    actions.withhold(code=hidden.code, version=hidden.version, by=by, reason="court")
    assert shown == 200
    codes = [private.code, hidden.code, "JK-4KQ2-M9XT-1C7", "JK-4KQ2-M9XT-1C8", "nothing", "%F0%9F%98%80"]

    proofs = {
        (one.status_code, one.content, *sorted(one.headers.items()))
        for one in (get(client, f"proof/{code}") for code in codes)
    }
    pages = {
        (one.status_code, one.content, *sorted(one.headers.items()))
        for one in (get(client, f"laporan/{code}/") for code in codes)
    }
    assert (len(proofs), len(pages)) == (1, 1)


def test_heads_and_keys_are_told_to_who_keeps_them(client, made):
    with clock.at(clock.now() + timedelta(minutes=1)):
        make.report()
        signed()
    told = get(client, "heads").json()

    assert [one["size"] for one in told["heads"]] == sorted((one["size"] for one in told["heads"]), reverse=True)
    assert get(client, "checkpoint").content.decode() == told["heads"][0]["note"]
    log, *_witnesses = get(client, "key").content.decode().splitlines()
    assert log == f"log {queries.verifier()}"


def test_the_program_that_checks_all_this_can_be_had_here(client):
    program = get(client, "verify.py").content.decode()

    compile(program, "verify.py", "exec")
    assert "tanggap" not in [
        line.split()[1].partition(".")[0] for line in program.splitlines() if line.startswith(("import ", "from "))
    ]
    assert program.count("\n") <= 300
