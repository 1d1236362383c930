from __future__ import annotations

import ctypes
import hashlib
import json
import os
import signal
import time
import zlib

import deflate
import numpy as np
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from mingcha.model import Text, UnreadablePackageError
from mingcha.sandbox import Limits, Status, run


class _BothLanguagesError(UnreadablePackageError):
    zh = "不是安装包"
    en = "not a package"


def _raise(error):
    def read(data):
        raise error

    return read


def test_child_sees_the_bytes(package):
    assert run(lambda data: bytes(data[2:5]).decode(), package, unsafe=True).value == "234"


def test_empty_file(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    assert run(lambda data: [len(data), bytes(data).decode()], path, unsafe=True).value == [0, ""]


def test_child_cannot_change_the_bytes(package):
    def read(data):
        data[0] = 1

    assert run(read, package, unsafe=True).status is Status.ERROR
    assert package.read_bytes() == b"0123456789"


def test_unreadable_package_says_why(package):
    outcome = run(_raise(UnreadablePackageError("no manifest")), package, unsafe=True)
    assert (outcome.status, outcome.detail) == (Status.UNREADABLE, Text("no manifest", "no manifest"))


def test_unreadable_package_says_why_in_both_languages(package):
    outcome = run(_raise(_BothLanguagesError()), package, unsafe=True)
    assert (outcome.status, outcome.detail) == (Status.UNREADABLE, Text("不是安装包", "not a package"))


def test_error_names_type_message_and_place(package):
    def fail(data):
        return 1 // int(data[:1])

    outcome = run(fail, package, unsafe=True)
    line = fail.__code__.co_firstlineno + 1
    place = f"ZeroDivisionError: integer division or modulo by zero ({__name__}:fail:{line})"
    assert outcome.status is Status.ERROR
    assert outcome.detail == Text(f"分析程序出错：{place}".replace(" (", "（").replace(")", "）"), f"the analysis failed: {place}")


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(0), KeyboardInterrupt(), GeneratorExit(), RecursionError()])
def test_every_exception_is_an_error(package, error):
    outcome = run(_raise(error), package, unsafe=True)
    assert (outcome.status, type(error).__name__ in outcome.detail.en) == (Status.ERROR, True)


def test_long_message_is_cut(package):
    assert len(run(_raise(ValueError("x" * 10**6)), package, unsafe=True).detail.en) < 5000


def test_exception_that_cannot_be_said(package):
    class MuteError(Exception):
        def __str__(self):
            raise ValueError

    assert run(_raise(MuteError()), package, unsafe=True).status is Status.CRASHED


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", float("nan")])
def test_value_that_is_not_json(package, value):
    assert run(lambda data: value, package, unsafe=True).status is Status.ERROR


def test_value_in_a_circle(package):
    circle = []
    circle.append(circle)
    assert run(lambda data: circle, package, unsafe=True).status is Status.ERROR


def test_endless_recursion(package):
    def deeper(data):
        return deeper(data)

    outcome = run(deeper, package, unsafe=True)
    assert (outcome.status, "RecursionError" in outcome.detail.en) == (Status.ERROR, True)


@pytest.mark.parametrize(
    ("end", "name"),
    [
        (lambda: ctypes.string_at(0), "SIGSEGV"),
        (os.abort, "SIGABRT"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "SIGKILL"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "SIGTERM"),
        (lambda: os.kill(os.getpid(), signal.SIGINT), "SIGINT"),
        (lambda: os.kill(os.getpid(), 40), "signal 40"),
        (lambda: os._exit(0), "exit 0"),
        (lambda: os._exit(3), "exit 3"),
    ],
)
def test_death_is_named(package, end, name):
    outcome = run(lambda data: end(), package, unsafe=True)
    assert (outcome.status, outcome.detail.en) == (Status.CRASHED, f"the process of the analysis died ({name})")


def test_endless_loop_meets_the_cpu_limit(confined, package):
    def spin(data):
        while True:
            pass

    outcome = run(spin, package, limits=Limits(cpu=1, wall=120))
    assert (outcome.status, outcome.detail.en) == (
        Status.CPU,
        "the analysis was stopped: its CPU time went over the limit of 1 s",
    )
    assert outcome.usage.cpu == pytest.approx(1.0, abs=0.9)


def test_cpu_limit_holds_where_its_signal_is_ignored(confined, package):
    def spin(data):
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        while True:
            pass

    outcome = run(spin, package, limits=Limits(cpu=1, wall=120))
    assert (outcome.status, outcome.detail.en) == (Status.CRASHED, "the process of the analysis died (SIGKILL)")


def test_idle_child_meets_the_wall_limit(package):
    started = time.monotonic()
    outcome = run(lambda data: time.sleep(60), package, limits=Limits(wall=0.5), unsafe=True)
    assert (outcome.status, outcome.detail.en) == (
        Status.TIMEOUT,
        "the analysis was stopped: its time went over the limit of 0.5 s",
    )
    assert time.monotonic() - started < 30


def test_work_of_an_analysis_goes_on_behind_the_door(confined, package):
    key = rsa.generate_private_key(65537, 2048)
    signature = key.sign(b"message", padding.PKCS1v15(), hashes.SHA256())

    def read(data):
        try:
            key.public_key().verify(signature, b"other", padding.PKCS1v15(), hashes.SHA256())
            forged = "accepted"
        except InvalidSignature:
            forged = "rejected"
        key.public_key().verify(signature, b"message", padding.PKCS1v15(), hashes.SHA256())
        return {
            "forged": forged,
            "numpy": int(np.sort(np.arange(10**6)[::-1])[:10].sum()),
            "sha256": hashlib.sha256(bytes(data)).hexdigest(),
            "zlib": zlib.decompress(zlib.compress(b"a" * 1000)).decode() == "a" * 1000,
            "deflate": bytes(deflate.zlib_decompress(zlib.compress(b"b" * 9), 9)).decode(),
            "json": json.loads('{"a": "\\ud800"}'),
            "domain": "明察.example".encode("idna").decode(),
        }

    outcome = run(read, package)
    assert outcome.value == {
        "forged": "rejected",
        "numpy": 45,
        "sha256": hashlib.sha256(b"0123456789").hexdigest(),
        "zlib": True,
        "deflate": "b" * 9,
        "json": {"a": "\ud800"},
        "domain": "xn--ldtv0v.example",
    }


def test_signal_handlers_of_the_parent_do_not_run(confined, package, tmp_path):
    old = signal.signal(signal.SIGTERM, lambda *_: os.write(4, b"forged"))
    try:
        outcome = run(lambda data: os.kill(os.getpid(), signal.SIGTERM), package)
    finally:
        signal.signal(signal.SIGTERM, old)
    assert (outcome.status, outcome.detail.en) == (Status.CRASHED, "the process of the analysis died (SIGTERM)")


def test_import_behind_the_door_fails_cleanly(confined, package):
    def read(data):
        import this  # noqa: PLC0415 - the import is what is tested

        return this.s

    outcome = run(read, package)
    assert (outcome.status, "ModuleNotFoundError" in outcome.detail.en) == (Status.ERROR, True)


def test_partial_answer_then_death(confined, package):
    def read(data):
        os.write(4, b"\x00\xff\x00\x00")
        os.kill(os.getpid(), signal.SIGKILL)

    outcome = run(read, package)
    assert (outcome.status, outcome.detail.en) == (Status.CRASHED, "the process of the analysis died (SIGKILL)")
    assert outcome.isolation.complete


def test_forged_answer_is_no_answer(confined, package):
    def read(data):
        os.write(4, b"\x00" + (4).to_bytes(8, "little") + b"]]]]")
        time.sleep(60)

    outcome = run(read, package)
    assert (outcome.status, outcome.detail.en.startswith("the process of the analysis died (")) == (
        Status.CRASHED,
        True,
    )


def test_closed_pipe_does_not_hold_the_parent(confined, package):
    def read(data):
        os.close(4)
        time.sleep(60)

    started = time.monotonic()
    assert run(read, package).status is Status.CRASHED
    assert time.monotonic() - started < 30
