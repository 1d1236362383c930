from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.platform.operate.conftest import command, environment

from mingcha.platform.operate import serve
from mingcha.platform.operate.home import HomeError


@pytest.mark.parametrize(
    ("host", "shown", "loopback"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/", True),
        ("0.0.0.0", "http://127.0.0.1:80/", False),  # noqa: S104 - what a user may ask for
        ("::1", "http://[::1]:80/", True),
        ("10.0.0.8", "http://10.0.0.8:80/", False),
    ],
)
def test_the_address_that_is_shown(host: str, shown: str, loopback: bool) -> None:
    assert serve.address(host, 80) == shown
    assert serve.is_loopback(host) is loopback


def test_the_site_answers_to_the_address_it_listens_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for host, names in (("10.0.0.8", "localhost,127.0.0.1,[::1],10.0.0.8"), ("127.0.0.1", "localhost,127.0.0.1,[::1]")):
        monkeypatch.setenv("MINGCHA_HOSTS", "")
        monkeypatch.delenv("MINGCHA_HOSTS")
        serve.allow_host(host)
        assert os.environ["MINGCHA_HOSTS"] == names
    monkeypatch.setenv("MINGCHA_HOSTS", "app.example")
    serve.allow_host("10.0.0.8")
    assert os.environ["MINGCHA_HOSTS"] == "app.example"


def test_a_port_in_use_is_told_beforehand() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HomeError, match="cannot listen"):
            serve.require_free("127.0.0.1", port)
    serve.require_free("127.0.0.1", port)


@pytest.mark.parametrize(("soft", "hard", "many", "files"), [(1024, 9000, 1000, 3200), (9000, 9000, 1000, 9000), (600, 1700, 500, 1700)])
def test_there_are_as_many_connections_as_there_may_be_files(soft: int, hard: int, many: int, files: int) -> None:
    program = (
        f"import resource as r; r.setrlimit(r.RLIMIT_NOFILE, ({soft}, {hard})); from mingcha.platform.operate.serve import connections; "
    )
    program += "print(connections(), *r.getrlimit(r.RLIMIT_NOFILE))"
    said = subprocess.run([sys.executable, "-c", program], env=environment(), capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.split() == [str(many), str(files), str(hard)]


# Starts a child that follows it, and ends at once or when the child has said that it follows.
_PARENT = """
import subprocess, sys, time
child = "import os, sys, time\\nfrom mingcha.platform.operate.serve import follow\\ntime.sleep(float(sys.argv[2]))\\n"
child += "follow(int(sys.argv[1]))\\nprint('follows', flush=True)\\ntime.sleep(600)"
import os
started = subprocess.Popen([sys.executable, "-c", child, str(os.getpid()), sys.argv[1]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
print(started.pid, flush=True)
if sys.argv[1] == "0":
    started.stdout.readline()
os._exit(0)
"""


@pytest.mark.parametrize("late", ["0", "2"])
def test_a_process_ends_with_its_supervisor_even_one_that_ended_before_it_could_follow(late: str) -> None:
    line = [sys.executable, "-c", _PARENT, late]
    pid = int(subprocess.run(line, env=environment(), capture_output=True, text=True, check=True, timeout=60).stdout)
    end = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists() and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.django_db
def test_nothing_is_pending_in_a_migrated_database() -> None:
    assert serve.pending() == []


def test_an_older_database_is_refused_until_it_was_upgraded(home: Path) -> None:

    with closing(sqlite3.connect(home / "mingcha.sqlite3")) as database, database:
        database.execute("DROP TABLE django_session")
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    refused = command("worker", "--home", home, check=False)
    assert refused.returncode == 2
    assert "mingcha platform upgrade" in refused.stderr
    assert command("upgrade", "--home", home).stdout.splitlines()[0] == "sessions.0001_initial"
    assert command("upgrade", "--home", home).stdout.count("\n") == 1
