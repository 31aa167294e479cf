"""A program's write happens once, however often and however simultaneously it is sent."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.clients import making

from tanggap.clients import actions, idempotency
from tanggap.clients.idempotency import Answer, once
from tanggap.clients.models import Deed, Once
from tanggap.clients.queries import ANONYMOUS, BadKey, Caller, caller
from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, Refusal

SECRET = "/laporan/JK-1/0123456789abcdef/"
ONE, OTHER = crypto.fingerprint(b"one"), crypto.fingerprint(b"another")


def who(**changes) -> Caller:
    return caller(f"Bearer {making.key(making.program(**changes)).key}")


def told(done: list[int]) -> Answer:
    done.append(1)
    return Answer(201, {"private_url": SECRET}, {"Location": "/x"})


@pytest.mark.django_db
class TestOnce:
    """One process."""

    def test_the_second_time_gets_the_answer_of_the_first(self):
        by, done = who(), []

        answers = [once(by, "k-1", ONE, lambda: told(done)) for _ in range(10)]

        assert len(done) == 1
        assert {(one.status, one.body["private_url"], one.headers["Location"]) for one in answers} == {
            (201, SECRET, "/x")
        }
        assert [one.is_repeat for one in answers] == [False, *[True] * 9]

    def test_another_body_under_the_same_key_is_refused(self):
        by, done = who(), []
        once(by, "k-1", ONE, lambda: told(done))

        with pytest.raises(idempotency.KeyUsed):
            once(by, "k-1", OTHER, lambda: told(done))

        assert len(done) == 1

    def test_another_programs_key_is_another_key(self):
        done = []
        for by in (who(), who()):
            assert not once(by, "k-1", ONE, lambda: told(done)).is_repeat

        assert len(done) == 2

    def test_a_refused_write_leaves_nothing_and_may_be_tried_again(self):
        by, done = who(), []

        def refuse() -> Answer:
            Deed.objects.create(client_id=by.client, act="changed", at=clock.now())
            raise Refusal

        with pytest.raises(Refusal):
            once(by, "k-1", ONE, refuse)

        assert (Once.objects.count(), Deed.objects.filter(client=by.client, act="changed").count()) == (0, 0)
        assert once(by, "k-1", ONE, lambda: told(done)).status == 201

    def test_without_a_key_it_is_just_done(self):
        by, done = who(), []
        for _ in range(2):
            once(by, "", ONE, lambda: told(done))

        assert (len(done), Once.objects.count()) == (2, 0)

    @pytest.mark.parametrize("key", ["x" * 201, "with blank", "é", "\x00", "line\n"])
    def test_a_key_that_is_none(self, key):
        by = who()

        with pytest.raises(Invalid):
            once(by, key, ONE, lambda: told([]))

    def test_nobody_has_no_memory_here(self):
        with pytest.raises(BadKey):
            once(ANONYMOUS, "k-1", ONE, lambda: told([]))

    def test_what_is_kept_shows_neither_the_link_nor_the_key(self):
        once(who(), "our-own-number", ONE, lambda: told([]))

        row = Once.objects.get()
        assert not any(word in bytes(row.answer) + bytes(row.digest) for word in (SECRET.encode(), b"our-own-number"))

    def test_an_answer_is_kept_thirty_days(self):
        by = who()
        once(by, "k-1", ONE, lambda: told([]))
        at = clock.now()

        with clock.at(at + timedelta(days=30) - timedelta(minutes=1)):
            assert idempotency.forget_old() == 0
        with clock.at(at + timedelta(days=30, minutes=1)):
            assert idempotency.forget_old() == 1

    def test_a_key_that_was_revoked_meanwhile_writes_nothing(self):
        made = making.key(making.program())
        by, done = caller(f"Bearer {made.key}"), []
        actions.revoke_key(by=None, number=made.id)

        with pytest.raises(BadKey):
            once(by, "k-1", ONE, lambda: told(done))

        assert (done, Once.objects.count()) == ([], 0)


def apart(*works):
    """Do each work in a thread with a connection of its own."""

    def run(work):
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_acts_and_all_get_its_answer():
    by, done, answers, together = who(), [], [], threading.Barrier(8)

    def slowly() -> Answer:
        done.append(1)
        threading.Event().wait(0.05)
        return Answer(201, {"number": len(done)})

    def send():
        together.wait()
        answers.append(once(by, "k-1", ONE, slowly))

    apart(*[send] * 8)

    assert (len(done), [one.body for one in answers]) == (1, [{"number": 1}] * 8)
    assert sum(not one.is_repeat for one in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_who_revokes_waits_for_a_write_under_way_and_nothing_is_written_afterwards():
    made = making.key(making.of_unit())
    by, order = caller(f"Bearer {made.key}"), []
    inside, asked = threading.Event(), threading.Event()

    def write():
        def do() -> Answer:
            inside.set()
            asked.wait(5)
            threading.Event().wait(0.1)  # the revocation has reached the lock
            order.append("written")
            return Answer(200, {})

        once(by, "k-1", ONE, do)

    def revoke():
        inside.wait(5)
        asked.set()
        actions.revoke_key(by=None, number=made.id)
        order.append("revoked")

    apart(write, revoke)

    assert order == ["written", "revoked"]
    with pytest.raises(BadKey):
        once(by, "k-2", ONE, lambda: told(order))


@pytest.mark.django_db(transaction=True)
def test_a_write_that_comes_while_its_key_is_being_revoked_writes_nothing():
    made = making.key(making.program())
    by, done, refused = caller(f"Bearer {made.key}"), [], []
    locked = threading.Event()

    def revoke():
        with transaction.atomic():
            actions.revoke_key(by=None, number=made.id)
            locked.set()
            threading.Event().wait(0.1)

    def write():
        locked.wait(5)
        try:
            once(by, "k-1", ONE, lambda: told(done))
        except BadKey:
            refused.append(1)

    apart(revoke, write)

    assert (done, refused) == ([], [1])
