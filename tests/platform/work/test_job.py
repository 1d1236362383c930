from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from mingcha.model import MingchaError, Text
from mingcha.platform.work.handler import Task, TryAgainError
from mingcha.platform.work.job import Ending, Job
from mingcha.platform.work.models import Unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Kind = Callable[..., str]


def _start(name: str, payload: dict[str, Any] | None = None) -> Job:
    return Job(Unit(kind=name, key="u", payload=payload or {}, attempts=2, owner="w/1"))


def _wait(job: Job, seconds: float = 20.0) -> Ending:
    """Listen as a worker does, until the process has nothing more to say or no time left."""
    end = time.monotonic() + seconds
    while not job.is_overdue:
        assert time.monotonic() < end
        if select.select([job], (), (), 0.05)[0] and job.take():
            break
    return job.ending()


def test_a_handler_is_told_its_task_and_gives_a_result(kind: Kind) -> None:
    name = kind(run=lambda task: [task.key, task.attempt, task.payload])
    assert _wait(_start(name, {"n": 1})) == Ending(result=["u", 2, {"n": 1}])


def test_progress_is_heard_while_it_runs(kind: Kind) -> None:
    def run(task: Task) -> int:
        task.report(130, Text("读" * 400, "r\0d"))
        return 7

    job = _start(kind(run=run))
    assert _wait(job) == Ending(result=7)
    assert job.progress == (100, Text("读" * 300, "r�d"))


def test_what_no_database_holds_is_replaced(kind: Kind) -> None:
    name = kind(run=lambda _task: {"a\0": ["b\ud800", "😀"]})
    assert _wait(_start(name)) == Ending(result={"a�": ["b�", "😀"]})


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (MingchaError("坏了 / broken"), Ending(why=Text("坏了 / broken", "坏了 / broken"))),
        (TryAgainError(Text("没有网", "no network"), after=5.0), Ending(why=Text("没有网", "no network"), again=5.0)),
        (ValueError("x\0y"), Ending(why=Text("程序出错：ValueError: x�y", "the handler failed: ValueError: x�y"))),
        (SystemExit(3), Ending(why=Text("程序出错：SystemExit: 3", "the handler failed: SystemExit: 3"))),
    ],
)
def test_what_goes_wrong_is_told_in_both_languages(kind: Kind, wrong: BaseException, expected: Ending) -> None:
    def run(_task: Task) -> None:
        raise wrong

    assert _wait(_start(kind(run=run))) == expected


@pytest.mark.parametrize("value", [object(), float("nan")], ids=["no JSON", "nan"])
def test_a_result_that_json_cannot_hold_is_an_error(kind: Kind, value: object) -> None:
    why = _wait(_start(kind(run=lambda _task: value))).why
    assert why is not None
    assert why.en.startswith("the handler failed: ")


def test_a_process_that_is_killed_has_died(kind: Kind) -> None:
    name = kind(run=lambda _task: os.kill(os.getpid(), signal.SIGKILL))
    assert _wait(_start(name)) == Ending(why=Text("执行进程意外终止（SIGKILL）", "its process died (SIGKILL)"), died=True)


def test_a_process_that_leaves_without_a_word_has_died(kind: Kind) -> None:
    assert _wait(_start(kind(run=lambda _task: os._exit(9)))) == Ending(
        why=Text("执行进程意外终止（exit 9）", "its process died (exit 9)"), died=True
    )


def test_one_that_takes_too_long_is_ended(kind: Kind) -> None:
    name = kind(run=lambda _task: time.sleep(60), limit=0.2)
    began = time.monotonic()
    assert _wait(_start(name)) == Ending(why=Text("超过用时上限0.2秒", "over the time limit of 0.2 s"))
    assert time.monotonic() - began < 10


def test_a_flood_is_stopped(kind: Kind) -> None:
    name = kind(run=lambda _task: "x" * (17 << 20))
    assert _wait(_start(name)) == Ending(why=Text("结果过大", "the result is too large"))


def test_what_it_started_ends_with_it(kind: Kind, tmp_path: Path) -> None:
    def run(_task: Task) -> None:
        sleeper = subprocess.Popen(["sleep", "60"])
        (tmp_path / "half").write_text(str(sleeper.pid))
        (tmp_path / "half").rename(tmp_path / "pid")
        time.sleep(60)

    job = _start(kind(run=run))
    end = time.monotonic() + 20
    while not (tmp_path / "pid").is_file():
        assert time.monotonic() < end
        time.sleep(0.01)
    assert job.ending().died
    sleeper = (tmp_path / "pid").read_text()
    while _is_alive(sleeper):
        assert time.monotonic() < end
        time.sleep(0.01)


def _is_alive(process: str) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False).stdout
    return listed.strip() != "" and not listed.startswith("Z")


def test_a_process_does_not_outlive_its_worker(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys, time\n"
        "import django\n"
        "django.setup()\n"
        "from mingcha.platform.work import handler, job, models\n"
        "def run(task):\n"
        "    open(sys.argv[1], 'w').write(str(os.getpid()))\n"
        "    time.sleep(60)\n"
        "handler.handler('probe')(run)\n"
        "job.Job(models.Unit(kind='probe', key='u', owner='w'))\n"
        "while not os.path.exists(sys.argv[1]) or not open(sys.argv[1]).read():\n"
        "    time.sleep(0.01)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    place = tmp_path / "pid"
    subprocess.run([sys.executable, "-c", code, str(place)], check=False, timeout=60)
    end = time.monotonic() + 10
    while _is_alive(place.read_text()):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_lines_are_json(kind: Kind) -> None:
    job = _start(kind(run=lambda _task: "a\nb"))
    assert json.dumps(_wait(job).result) == '"a\\nb"'
