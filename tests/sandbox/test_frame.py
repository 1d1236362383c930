from __future__ import annotations

import pytest

from mingcha.sandbox import Isolation, Status, frame

_ISOLATION = Isolation(rlimits=True, no_new_privileges=True, landlock=7, seccomp=True)


def _answer(wire, most=1000):
    answer = frame.Answer(most)
    answer.add(wire)
    return answer


def _whole(payload, status=Status.OK):
    return _ISOLATION.to_wire() + frame.header(status, len(payload)) + payload


@pytest.mark.parametrize("value", [None, 0, -(2**70), 1.5, "明察", "\ud800", "\x00", [], {"a": [1, {"b": None}]}, True])
def test_value_comes_back(value):
    assert _answer(_whole(frame.encode(value))).decode() == (Status.OK, value)


def test_payload_is_ascii():
    assert frame.encode("明\ud800") == rb'"\u660e\ud800"'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), b"bytes", {1, 2}, {(1, 2): 3}])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        frame.encode(value)


def test_answer_in_single_bytes():
    wire = _whole(b"[1]")
    answer = frame.Answer(1000)
    for place in range(len(wire)):
        assert answer.wanted > 0
        answer.add(wire[place : place + 1])
    assert answer.wanted == 0
    assert answer.isolation == _ISOLATION
    assert answer.decode() == (Status.OK, [1])


def test_isolation_is_known_before_the_rest():
    assert _answer(_ISOLATION.to_wire()).isolation == _ISOLATION
    assert _answer(b"").isolation == Isolation()


def test_answer_at_the_bound_and_over_it():
    assert _answer(_whole(b"123"), most=3).decode() == (Status.OK, 123)
    over = _answer(_whole(b"1234")[:-4], most=3)
    assert (over.too_large, over.wanted) == (True, 0)
    with pytest.raises(ValueError, match="not whole"):
        over.decode()


def test_length_of_many_exabytes_wants_no_memory():
    assert _answer(_ISOLATION.to_wire() + b"\x00" + b"\xff" * 8).too_large


@pytest.mark.parametrize(
    ("wire", "why"),
    [
        (b"", "not whole"),
        (_whole(b"[1]")[:-1], "not whole"),
        (_whole(b"[1"), "delimiter"),
        (_whole(b""), "value"),
        (_whole(b"\xff"), "utf-8"),
        (_ISOLATION.to_wire() + b"\x77" + bytes(8), "no known status"),
    ],
)
def test_forged_answer(wire, why):
    with pytest.raises(ValueError, match=why):
        _answer(wire).decode()


def test_number_with_too_many_digits():
    with pytest.raises(ValueError, match="digits"):
        _answer(_whole(b"9" * 5000), most=5000).decode()


def test_nesting_too_deep_for_the_parent():
    with pytest.raises(ValueError, match="deeply"):
        _answer(_whole(b"[" * 200_000), most=1 << 20).decode()


def test_more_values_than_the_parent_would_bear(monkeypatch):
    monkeypatch.setattr(frame, "_MOST_VALUES", 4)
    assert _answer(_whole(b"[0,0,0]")).decode() == (Status.OK, [0, 0, 0])
    with pytest.raises(ValueError, match="too many"):
        _answer(_whole(b"[0,[],{},0]")).decode()
