"""`tanggap run`: started, killed in every part, started twice, stopped. A small city stands for the product."""

import errno
import json
import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.starter.conftest import copy_of, open_folder, small_pack
from tests.starter.processes import City, children_of, free_port, lives, until

from tanggap.starter import children, environment, network, postgres, supervise
from tanggap.starter.postgres import leftover, place, running, server

pytestmark = pytest.mark.processes

LIGHT = {"SMALL_CITY_WEB": "light"}


@pytest.fixture
def city(own_home: Path, pack: Path) -> Iterator[City]:
    """A city that runs."""
    with City(own_home, pack) as city:
        city.wait_until_up()
        yield city


@pytest.fixture
def light(own_home: Path, pack: Path) -> Iterator[City]:
    """A city whose pages are of no interest."""
    with City(own_home, pack, **LIGHT) as city:
        city.wait_until_up()
        yield city


@pytest.fixture(scope="module")
def served(template: Path) -> Iterator[City]:
    """A city that runs for many tests, each of which leaves it whole."""
    with open_folder() as folder, City(copy_of(template, folder / "home"), small_pack(folder)) as city:
        city.wait_until_up()
        yield city


def into(city: City) -> Any:
    """Return a connection to the embedded database as the application, None when it does not answer."""
    return server.connect(place.locate(city.home), role=running.NAME, database=running.NAME)


def answers(city: City) -> bool:
    """Return whether the embedded database lets the application in."""
    connection = into(city)
    if connection is not None:
        connection.close()
    return connection is not None


def is_filled(city: City) -> bool:
    """Return whether the starter noted the demo's end; the logins are told earlier."""
    record = city.home / "started.json"
    return record.exists() and json.loads(record.read_bytes())["demo"] == "done"


def test_a_first_start_says_each_step_and_where_to_go(folder: Path, pack: Path) -> None:
    with City(folder / "my city & é", pack) as city:
        city.wait_until_up()
        until(lambda: is_filled(city), what="the demo's end")
        until(lambda: city.page() is not None, what="the first page")

        names = [line.split()[0] for line in city.printed if line.startswith("  ")]
        assert list(dict.fromkeys(names)) == ["data", "database", "schema", "city", "static", "web", "worker", "demo"]
        assert f"Open http://127.0.0.1:{city.port}/" in city.text
        assert "(Bahasa Indonesia, English)" in city.text
        assert [line.split()[-3:] for line in city.printed if "of 2" in line] == [["1", "of", "2"], ["2", "of", "2"]]

        assert city.stop(how=signal.SIGINT) < 10
        assert city.process.returncode == 0
    assert city.printed[-2:] == ["Stopping …", "Stopped."]


def test_a_later_start_skips_what_is_done(light: City, pack: Path) -> None:
    until(lambda: is_filled(light))
    light.stop()

    with City(light.home, pack, **LIGHT) as again:
        again.wait_until_up()
        assert "schema    up to date" in again.text
        assert "City, as loaded before" in again.text
        assert not [line for line in again.printed if line.split()[:1] == ["static"]]
        assert not [line for line in again.printed if "simulated" in line]
        assert f"logins    {light.home}/demo-accounts.json" in again.text


def test_a_changed_pack_is_loaded_again(light: City, pack: Path) -> None:
    light.stop()
    (pack / "units.csv").write_text("code\n")

    with City(light.home, pack, **LIGHT) as again:
        again.wait_until_up()
        assert "City, loaded in" in again.text


def test_nothing_in_the_folder_is_open_to_others(served: City) -> None:
    closed = [path for path in served.home.iterdir() if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    assert closed == []
    assert stat.S_IMODE((served.home / "logs/web.log").stat().st_mode) == 0o600


def test_stopping_ends_every_process(city: City) -> None:
    everybody = [city.pid("web"), *children_of(city.pid("web")), city.pid("worker"), city.pid("postgres")]

    assert city.stop() < 10
    assert [pid for pid in everybody if lives(pid)] == []


def test_a_killed_web_server_is_back_on_its_port(served: City) -> None:
    head = served.pid("web")
    workers = children_of(head)
    os.kill(head, signal.SIGKILL)

    assert until(lambda: served.has_another("web", head) and served.page()) < 10
    assert served.page() not in map(str, workers)
    assert [pid for pid in workers if lives(pid)] == []
    assert "ended (SIGKILL), started again" in served.text


def test_a_killed_web_process_is_replaced_while_the_other_answers(served: City) -> None:
    head = served.pid("web")
    first = children_of(head)[0]
    os.kill(first, signal.SIGKILL)

    assert until(lambda: served.page() is not None) < 2
    until(lambda: len([pid for pid in children_of(head) if pid != first and lives(pid)]) == 2)
    until(lambda: "Unexpected exit from worker" in served.text, what="the warning")


def test_a_killed_worker_is_back(served: City) -> None:
    worker = served.pid("worker")
    os.kill(worker, signal.SIGKILL)

    assert until(lambda: served.has_another("worker", worker)) < 10


def test_after_a_killed_database_it_is_back_with_a_new_worker(served: City) -> None:
    database, worker = served.pid("postgres"), served.pid("worker")
    with into(served) as connection:
        connection.execute("insert into kept select generate_series(1, 1000)")
        os.kill(database, signal.SIGKILL)

    assert until(lambda: served.has_another("postgres", database) and answers(served)) < 30
    assert until(lambda: served.has_another("worker", worker)) < 10
    with into(served) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (1000,)
    until(lambda: served.page() is not None, what="a page")


def test_a_killed_starter_leaves_only_the_database_which_the_next_one_adopts(city: City, pack: Path) -> None:
    web, worker, database = city.pid("web"), city.pid("worker"), city.pid("postgres")
    workers = children_of(web)
    city.process.kill()
    city.process.wait()

    until(lambda: not any(map(lives, [web, worker, *workers])), what="the end of its children")
    assert lives(database)
    with City(city.home, pack, port=city.port) as again:
        again.wait_until_up()
        assert again.pid("postgres") == database
        again.stop()
    assert not lives(database)


def test_web_processes_that_nobody_heads_any_more_free_the_port(city: City, pack: Path) -> None:
    head = city.pid("web")
    workers = children_of(head)
    os.kill(city.process.pid, signal.SIGSTOP)  # so that it cannot clean up
    os.kill(head, signal.SIGKILL)
    city.process.kill()
    city.process.wait()
    assert all(map(lives, workers))

    with City(city.home, pack, port=city.port) as again:
        again.wait_until_up()
        assert "2 processes of an earlier start that was killed were ended" in again.text
        assert not any(map(lives, workers))


def test_a_second_start_says_where_the_first_one_is(served: City) -> None:
    second = City(served.home, served.pack, port=free_port())

    assert second.process.wait(20) == 0
    second._reader.join()
    assert second.text == (
        f"Tanggap already runs for {served.home}, at http://127.0.0.1:{served.port}/ (`kill {served.process.pid}` stops it)."
    )
    until(lambda: served.page() is not None, what="a page")


def test_a_strangers_port_is_explained_before_anything_is_made(folder: Path, pack: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        city = City(folder / "home", pack, port=port)
        assert city.process.wait(20) == 1
        city._reader.join()

    assert f"Port {port} on 127.0.0.1 is taken by another program. Stop it, or choose another port: TANGGAP_PORT=" in (
        city.text
    )
    assert not (folder / "home/postgres").exists()


def test_a_step_that_fails_ends_the_start_with_its_last_words(own_home: Path, pack: Path) -> None:
    city = City(own_home, pack, SMALL_CITY_PACK="raise SystemExit('units.csv, line 7: no such area')")

    assert city.process.wait(30) == 1
    city._reader.join()
    assert "failed, exit code 1" in city.text
    assert city.printed[-1].strip() == "units.csv, line 7: no such area"
    assert not leftover.is_at_work(own_home, place.locate(own_home))


def test_an_empty_city_stays_empty(own_home: Path, pack: Path) -> None:
    with City(own_home, pack, TANGGAP_DEMO="0", **LIGHT) as city:
        city.wait_until_up()
    with City(own_home, pack, **LIGHT) as again:
        again.wait_until_up()

    assert "simulated" not in city.text + again.text
    assert not (own_home / "demo-accounts.json").exists()


def test_a_demo_that_was_interrupted_is_begun_again(own_home: Path, pack: Path) -> None:
    with City(own_home, pack, SMALL_CITY_DEMO="import time; time.sleep(60)", **LIGHT) as city:
        city.wait_until_up()
        assert city.stop() < 10
    with City(own_home, pack, **LIGHT) as again:
        again.wait_until_up()
        until(lambda: is_filled(again))


def test_a_city_with_data_of_its_own_is_never_filled_unasked(light: City, pack: Path) -> None:
    until(lambda: is_filled(light))
    light.stop()
    (light.home / "started.json").unlink()  # as in a folder that a backup was restored into

    with City(light.home, pack, **LIGHT) as again:
        again.wait_until_up()
        assert "simulated" not in again.text
    with City(light.home, pack, TANGGAP_DEMO="1", **LIGHT) as asked:
        asked.wait_until_up()
        assert "simulated" in asked.text


def test_it_runs_on_a_given_server_and_fills_it_with_nothing(own_home: Path, folder: Path, pack: Path) -> None:
    with postgres.ensure(own_home):
        at = postgres.address(own_home)
        url = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"
        with City(folder / "other", pack, DATABASE_URL=url, **LIGHT) as city:
            city.wait_until_up()
            assert "PostgreSQL 18.6, at DATABASE_URL" in city.text
            assert "simulated" not in city.text
            assert not (city.home / "postgres").exists()
        with psycopg.connect(url) as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_a_given_server_that_could_lose_a_commit_is_refused(own_home: Path, folder: Path, pack: Path) -> None:
    with postgres.ensure(own_home) as server:
        with server.connect() as connection:
            connection.execute("alter database tanggap set synchronous_commit = off")
        at = postgres.address(own_home)
        url = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}"
        city = City(folder / "other", pack, DATABASE_URL=url, **LIGHT)
        assert city.process.wait(20) == 1

    city._reader.join()
    assert "Tanggap cannot run. The database server has synchronous_commit = off" in city.text


def test_who_dies_again_and_again_is_started_again_ever_later(tmp_path: Path) -> None:
    child = children.Child("mayfly", ["false"], home=tmp_path, environment=os.environ)
    child.start()
    news = []
    while len(news) < 3:
        if told := child.tend():
            news.append(told)
    child.end()

    assert news == [f"ended (exit code 1), started again in {wait} s" for wait in ("0.1", "0.5", "1")]


def test_a_child_that_cannot_be_started_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = children.Child("mayfly", ["false"], home=tmp_path, environment=os.environ)
    child.start()
    until(lambda: child.tend() is not None)

    def no_memory(*_: object, **__: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(children.subprocess, "Popen", no_memory)
    news: list[str | None] = []
    until(lambda: news.append(child.tend()) or news[-1])

    assert news[-1] == "cannot be started, Cannot allocate memory; tried again in 30 s"


def test_the_starter_itself_loads_no_django() -> None:
    import subprocess
    import sys

    from tests.starter.processes import with_source

    script = "import sys, tanggap.cli, tanggap.starter.supervise as s; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], env=with_source()).returncode == 0


def test_an_address_of_another_machine_is_explained(pack: Path) -> None:
    chosen = environment.read({"TANGGAP_HOST": "192.0.2.1", "TANGGAP_PACK": str(pack)})

    with pytest.raises(supervise.CannotStart, match=r"Nothing can listen on 192\.0\.2\.1.*Set TANGGAP_HOST"):
        network.check_port(chosen)
