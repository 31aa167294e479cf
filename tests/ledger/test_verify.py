"""The stand-alone verifier: one short file without our code, that finds what is wrong with a log, a proof or a receipt, and where."""

import ast
import functools
import json
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pymerkle
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from tests.factories import make
from tests.ledger.logs import attack, fill, log_events, sign
from tests.ledger.standing_alone import ROOT, VERIFY, verify

from tanggap.core import clock
from tanggap.core.models import Cursor
from tanggap.ledger import documents, exporting, memory, notes, queries, receipts, storing, tree, witnessing
from tanggap.ledger.consumer import apply
from tanggap.ledger.outside import PROGRAM, outside
from tanggap.reports import outbox
from tanggap.reports.models import Event

pytestmark = pytest.mark.django_db
WHOLE = clock.now().replace(microsecond=0)


@pytest.fixture
def log(tmp_path):
    """A published log of a resolved report and a private one, in a folder."""
    made = make.report(state="resolved")
    make.report(visibility="private")
    return publish(tmp_path / "log"), made


def publish(folder: Path) -> Path:
    if Event.objects.exists():
        log_events()
    assert sign().trouble == ""
    exporting.export(folder)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), "utf-8")


def told(faults):
    return [(one.get("index"), one.get("report"), one.get("version"), one["what"]) for one in faults]


# --- the program itself ---


def test_the_product_serves_the_very_file_of_the_docs_and_it_is_short_and_stands_alone():
    copy = ROOT / "docs/ledger/verify.py"
    assert PROGRAM.read_bytes() == copy.read_bytes()
    assert len(copy.read_text("utf-8").splitlines()) <= 300
    for name in ("verify.py", "witness.py"):
        parsed = ast.walk(ast.parse((copy.parent / name).read_text("utf-8")))
        modules = {one.module for one in parsed if isinstance(one, ast.ImportFrom)}
        parsed = ast.walk(ast.parse((copy.parent / name).read_text("utf-8")))
        modules |= {alias.name for one in parsed if isinstance(one, ast.Import) for alias in one.names}
        assert {one.partition(".")[0] for one in modules} - set(sys.stdlib_module_names) == {"cryptography"}


# --- a log ---


def test_a_log_that_nobody_touched_is_true_from_a_folder_and_from_an_address(log):
    folder, _made = log
    key = queries.verifier()
    assert verify("log", folder, key=key) == (0, [])
    assert verify("log", folder) == (0, [])
    with served(folder) as url:
        assert verify("log", url, key=key) == (0, [])
    assert outside(str(folder), key=key) == ([], 0)


def test_two_transactions_that_came_in_the_other_order_are_no_alteration(tmp_path):
    """A sweep that began early and wrote late has the lower transaction, so its event comes first, whichever version it is."""
    make.report(state="resolved")
    facts = outbox.some(list(Event.objects.values_list("id", flat=True))).values()
    apply(sorted(facts, key=lambda fact: -fact.version))
    folder = publish(tmp_path / "log")

    assert verify("log", folder, key=queries.verifier()) == (0, [])


def test_a_log_that_grows_while_it_is_read_is_no_alteration(log, tmp_path):
    """What is shown of a bundle is asked for after the head, and may hold what came since."""
    folder, _made = log
    make.report(state="resolved")
    later = publish(tmp_path / "later")
    shown = (later / "openings/000").read_text("utf-8")
    assert shown != (folder / "openings/000").read_text("utf-8")
    (folder / "openings/000").write_text(shown, "utf-8")

    assert verify("log", folder, key=queries.verifier()) == (0, [])


@contextmanager
def served(folder: Path):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_several_levels_of_tiles_are_computed_and_each_flipped_byte_is_named(tmp_path):
    fill(1100)
    folder = publish(tmp_path / "log")
    assert verify("log", folder) == (0, [])

    for path, where in (("tile/1/000.p/4", {"level": 1, "tile": 3}), ("tile/0/003", {"index": 3 * 256 + 3, "tile": 3})):
        content = bytearray((folder / path).read_bytes())
        content[3 * 32 + 5] ^= 1
        (folder / path).write_bytes(content)
        ended, (fault,) = verify("log", folder)
        assert (ended, {name: fault[name] for name in where}) == (1, where)
        content[3 * 32 + 5] ^= 1
        (folder / path).write_bytes(content)


def test_an_event_that_is_shown_otherwise_is_named_by_report_and_version(log):
    folder, made = log
    edit(folder / "openings/000", '"kind":"reports.claim_done"', '"kind":"reports.start"')
    event = Event.objects.get(report=made, kind="reports.claim_done")
    index = next(one.index for one in documents.of_report(made.code) if one.version == event.version)

    ended, faults = verify("log", folder)

    assert ended == 1
    assert told(faults) == [
        (index, made.code, event.version, "what is shown of the event is not what the log committed to")
    ]


def test_a_value_that_was_not_sealed_there_is_named(log):
    folder, made = log
    (one, *_) = [one for one in queries.openings(0) if one.sealed and one.report == made.code]
    name, sealed = next(iter(one.sealed.items()))
    edit(folder / "openings/000", json.dumps(sealed["value"], ensure_ascii=False), '"something else"')

    _ended, faults = verify("log", folder)

    assert told(faults) == [
        (one.index, made.code, one.version, f"the value shown as {name} is not the one that was sealed")
    ]


def test_an_entry_that_is_missing_altered_or_swapped_is_named(log):
    folder, _made = log
    size = queries.head().size
    bundle = folder / f"tile/entries/000.p/{size}"
    entries = VERIFY.entries(bundle.read_bytes(), size)

    def write(changed):
        bundle.write_bytes(b"".join(len(one).to_bytes(2, "big") + one for one in changed))
        return {
            one["index"]
            for one in verify("log", folder)[1]
            if "hash in the tile" in one["what"] or "missing" in one["what"]
        }

    assert write([*entries[:2], entries[2].replace(b'"c":"', b'"c":"A', 1), *entries[3:]]) == {2}
    assert write([entries[1], entries[0], *entries[2:]]) == {0, 1}
    assert write(entries[:-1]) == {size - 1}


def test_what_is_not_signed_by_the_known_key_is_not_believed(log):
    folder, _made = log
    head = queries.head()
    other = notes.Signer(head.origin, b"x" * 32)
    text = notes.Note.parse(head.note).text
    (folder / "checkpoint").write_text(other.sign(text), "utf-8")
    assert [one["what"] for one in verify("log", folder, key=head.verifier)[1]] == [
        f"the head of {head.origin} is not signed by the key of {head.origin}"
    ]
    assert verify("log", folder, key=other.verifier.vkey) == (
        0,
        [],
    )  # which is why the key must come from somewhere else

    edit(folder / "checkpoint", f"\n{head.size}\n", f"\n{head.size - 1}\n")
    assert verify("log", folder, key=other.verifier.vkey)[0] == 1


def test_a_log_that_cannot_be_read_is_neither_true_nor_false(log):
    folder, _made = log
    assert verify("log", folder.parent / "nowhere", key="x") == (2, [])
    assert verify("log", folder, key="no key") == (2, [])
    (folder / "checkpoint").write_text("nothing\n", "utf-8")
    assert verify("log", folder) == (2, [])


# --- what was seen before ---


def test_whoever_remembers_finds_what_was_taken_back(log, tmp_path):
    folder, _made = log
    seen = tmp_path / "memory.json"
    assert verify("log", folder, remember=seen) == (0, [])
    first = queries.head()
    make.report()
    publish(folder)
    assert verify("log", folder, remember=seen) == (0, [])
    second = queries.head()

    (folder / "checkpoint").write_text(first.note, "utf-8")
    ended, faults = verify("log", folder, memory=seen)

    assert ended == 1
    assert f"leaves {first.size} to {second.size - 1} are gone" in faults[0]["what"]


def test_whoever_remembers_finds_the_very_leaf_of_a_history_that_was_signed_anew(tmp_path):
    fill(600)
    folder, seen, key = publish(tmp_path / "log"), tmp_path / "memory.json", queries.verifier()
    assert verify("log", folder, key=key, remember=seen) == (0, [])

    attack('UPDATE ledger_leaf SET entry = %s, hash = %s WHERE "index" = 311', b"{}", tree.leaf_hash(b"{}"))
    attack("DELETE FROM ledger_tile")
    hashes = storing.leaf_hashes(1, 0, 600)
    storing._fill(1, 0, 0, hashes)
    text = notes.Checkpoint(queries.head().origin, 600, tree.root(hashes)).text
    note = storing.signer(storing.newest()).sign(text)
    attack("UPDATE ledger_head SET note = %s, root = %s", note, tree.root(hashes))
    attack("DELETE FROM ledger_cosignature")
    memory.remember(note)
    exporting.export(folder)

    faults = verify("log", folder, key=key, memory=seen)[1]
    assert told(faults)[0] == (311, None, None, "the leaf is not the one that was seen before")
    assert "two histories" in faults[-1]["what"]


# --- a proof file ---


def test_a_proof_is_checked_without_the_city_and_each_change_of_it_is_found(log, tmp_path):
    _folder, made = log
    document = queries.proof(made.code, is_own=True).as_json()
    file = tmp_path / "proof.json"

    def checked(change=lambda found: None):
        found = json.loads(json.dumps(document))
        change(found)
        file.write_text(json.dumps(found), "utf-8")
        return verify("proof", file, key=queries.verifier())

    assert checked() == (0, [])
    index, version = document["entries"][1]["index"], document["entries"][1]["version"]
    lost = [(index, made.code, version, "it is not in the tree of the signed head")]
    assert told(checked(lambda found: found["entries"][1]["document"].update(unit="other"))[1]) == lost
    assert told(checked(lambda found: found["entries"][1].update(time=1))[1])[-1:] == lost
    assert told(checked(lambda found: found["entries"][1].update(salt=found["entries"][0]["salt"]))[1]) == lost
    assert told(checked(lambda found: found["entries"][1]["inclusion"].pop())[1]) == lost
    assert told(checked(lambda found: found["entries"][0]["sealed"]["filed.text"].update(value="other words"))[1]) == [
        (document["entries"][0]["index"], made.code, 1, "the value shown as filed.text is not the one that was sealed")
    ]
    ended, (fault,) = checked(lambda found: found.update(checkpoint=found["checkpoint"].replace("\n— ", "\n— x", 1)))
    assert (ended, "is not signed" in fault["what"]) == (1, True)


# --- a receipt ---


def test_a_receipt_is_found_in_the_log_or_proves_that_the_report_was_dropped(tmp_path):
    with clock.at(WHOLE):
        kept, dropped = make.report(), make.report()
        files = {made.code: tmp_path / f"{made.code}.txt" for made in (kept, dropped)}
        for code, file in files.items():
            file.write_text(receipts.of(code), "utf-8")
        logged_without(dropped)
        folder = signed_into(tmp_path / "log")
    assert verify("receipt", files[kept.code], log=folder) == (0, [])
    assert verify("receipt", files[dropped.code], log=folder) == (2, [])  # the promised minute is not over

    with clock.at(WHOLE + timedelta(minutes=3)):
        make.report()
        logged_without(dropped)
        folder = signed_into(tmp_path / "later")
    assert verify("receipt", files[kept.code], log=folder) == (0, [])
    ended, (fault,) = verify("receipt", files[dropped.code], log=folder)
    assert (ended, fault["report"], fault["what"].endswith("it was dropped")) == (1, dropped.code, True)

    edit(files[dropped.code], dropped.code, kept.code)
    ended, (fault,) = verify("receipt", files[dropped.code], log=folder)
    assert (ended, fault["what"]) == (1, "the receipt is not signed by the log's key")


def logged_without(dropped) -> None:
    """Log as somebody would who keeps one report out."""
    from tanggap.ledger.consumer import apply
    from tanggap.reports import outbox

    wanted = Event.objects.exclude(report=dropped).values_list("id", flat=True)
    facts = outbox.some(list(wanted)).values()
    apply(sorted(facts, key=lambda fact: (fact.tx, fact.id)))
    Cursor.objects.update_or_create(name="ledger", defaults={"tx": 2**62})  # as if it had been read


def signed_into(folder: Path) -> Path:
    assert sign().trouble == ""
    exporting.export(folder)
    return folder


# --- others' code says the same ---


def test_roots_and_proofs_are_those_of_an_implementation_that_is_not_ours():
    fill(300)
    sign()
    other = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in storing.leaf_entries(1, 0, 300):
        other.append_entry(entry)
    head = queries.head()
    proof, grown = other.prove_inclusion(124, 300), other.prove_consistency(170, 300)  # it counts from one
    pymerkle.verify_inclusion(other.get_leaf(124), head.root, proof)
    pymerkle.verify_consistency(storing.root(1, 170), head.root, grown)
    assert (other.get_root(), other.get_root(170)) == (head.root, storing.root(1, 170))
    assert set(queries.inclusion(123)) == set(proof.path) - {other.get_leaf(124)}
    assert (
        VERIFY.root_by_path(123, 299, tree.leaf_hash(storing.leaf_entries(1, 123, 124)[0]), queries.inclusion(123))
        == head.root
    )


def test_a_checkpoint_is_read_and_verified_by_a_parser_that_is_not_ours():
    """Sigstore's own client reads it as one of Rekor's: another house's reading of the same form."""
    fill(7)
    sign()
    head = queries.head()
    verifier = notes.Verifier.parse(head.verifier)

    class Keyring:
        def verify(self, *, key_id, signature, data):
            Ed25519PublicKey.from_public_bytes(verifier.key).verify(signature, data)

    found = SignedCheckpoint.from_text(head.note)
    found.signed_note.verify(Keyring(), verifier.id)
    assert (found.checkpoint.origin, found.checkpoint.log_size, found.checkpoint.log_hash) == (
        head.origin,
        7,
        head.root.hex(),
    )
    with pytest.raises(InvalidSignature):
        SignedCheckpoint.from_text(head.note.replace("\n7\n", "\n8\n")).signed_note.verify(Keyring(), verifier.id)


# --- the command ---


def test_the_command_ends_with_what_it_found(log, tmp_path, capsys):
    folder, made = log
    call_command("ledger", "verify", as_json=True)
    assert json.loads(capsys.readouterr().out) == {"leaves": queries.head().size, "heads": 1, "faults": []}
    call_command("ledger", "verify", dir=str(folder))
    assert capsys.readouterr().out == "0 fault(s)\n"
    call_command("ledger", "status")
    call_command("ledger", "key")
    assert witnessing.witness().verifier.cosigner().vkey in capsys.readouterr().out

    attack('UPDATE ledger_kept SET facts = facts || \'{"area": "elsewhere"}\' WHERE report_id = %s', made.pk)
    with pytest.raises(CommandError):
        call_command("ledger", "verify")
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith(f"{made.code} version 1, leaf 0: intake.accept: the event, its report or its photos")
