from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from mingcha.model import MingchaError, UnreadablePackageError
from mingcha.policy.confined import read_confined, run_confined

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "p.md"
    path.write_text("# 隐私政策\n我们会收集您的IMEI。\n", encoding="utf-8")
    return path


def test_a_policy_is_read_in_a_child_of_its_own(policy: Path) -> None:
    found = read_confined(policy)
    assert (found["name"], [item["data_type"] for item in found["disclosures"]]) == ("p.md", ["imei"])
    assert run_confined(lambda data: [bytes(data[:1]).decode(), os.getpid()], policy)[0] == "#"
    assert run_confined(lambda _data: os.getpid(), policy) != os.getpid()


@pytest.mark.parametrize("data", [b"", b"\0" * 50])
def test_what_is_no_policy_is_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadablePackageError):
        read_confined(path)
    with pytest.raises(UnreadablePackageError):
        read_confined(tmp_path / "absent.md")


def test_a_child_that_dies_is_an_error_in_one_line(policy: Path) -> None:
    def die(_data: Any) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)

    with pytest.raises(MingchaError, match=r"^[^\n]+ / [^\n]+$") as wrong:
        run_confined(die, policy)
    assert not isinstance(wrong.value, UnreadablePackageError)
