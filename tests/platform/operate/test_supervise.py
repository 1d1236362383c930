from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.platform.operate.conftest import environment

from mingcha.platform.operate.supervise import Program

if TYPE_CHECKING:
    from pathlib import Path

# Two programs: one that notes each start and waits for its end, and one that ends at once.
_SCRIPT = """
import sys
from mingcha.platform.operate.supervise import Program, Supervisor
note = "import os,signal,sys,time; open(sys.argv[1],'a').write(f'{os.getpid()}\\\\n'); " + sys.argv[2]
programs = [Program("steady", (sys.executable, "-c", note, sys.argv[1]))]
Supervisor(programs, lambda text: print(text, flush=True), grace=float(sys.argv[3])).run()
print("all ended", flush=True)
"""
_WAITS = "time.sleep(600)"
_DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


def _start(note: Path, what: str, grace: float = 60.0) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", _SCRIPT, str(note), what, str(grace)]
    return subprocess.Popen(line, env=environment(), stdout=subprocess.PIPE, text=True)


def _pids(note: Path, number: int) -> list[int]:
    end = time.monotonic() + 60
    while not note.exists() or len(lines := note.read_text().split()) < number:
        assert time.monotonic() < end
        time.sleep(0.05)
    return [int(line) for line in lines]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_is_killed_is_started_again_and_all_end_at_sigterm(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with _start(note, _WAITS) as supervisor:
        first = _pids(note, 1)[0]
        os.kill(first, signal.SIGKILL)
        second = _pids(note, 2)[1]
        supervisor.send_signal(signal.SIGTERM)
        said, _ = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 0
    assert said.splitlines()[-1] == "all ended"
    assert "steady: 已退出（-9）" in said
    assert not _is_alive(first)
    assert not _is_alive(second)


def test_what_does_not_end_in_time_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with _start(note, _DEAF, grace=0.5) as supervisor:
        pid = _pids(note, 1)[0]
        time.sleep(0.5)  # until it no longer hears
        supervisor.send_signal(signal.SIGINT)
        supervisor.communicate(timeout=30)
    assert supervisor.returncode == 0
    assert not _is_alive(pid)


def test_a_program_that_ends_at_once_is_started_ever_more_rarely() -> None:
    program = Program("hasty", ("true",))
    said: list[str] = []
    starts = []
    for tenth in range(200):
        before = program.starts
        program.mend(tenth / 10, said.append)
        if program.starts > before:
            starts.append(tenth / 10)
            assert program.process is not None
            program.process.wait()
    gaps = [round(late - early) for early, late in itertools.pairwise(starts)]
    assert gaps == [1, 2, 4, 8]
    assert len(said) == 5
