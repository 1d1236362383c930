from __future__ import annotations

import pytest
from tests.dex.dexwriter import RETURN, Dex, const_string, invoke

from mingcha.dex import first_start
from mingcha.dex import program as programs
from mingcha.dex.first_start import ANY, NOTHING, FirstStart, Flag, Gate, Outcome, Sources, agree
from mingcha.dex.flow import instructions
from mingcha.dex.pure_calls import EQUAL, LENGTH

GATE = Gate("agreed", 0)
OFF = Flag(0, GATE)
ASK = invoke(0x71, "Lx/A;->ask()I")
RESULT = (0x000A,)  # move-result v0
CALL = invoke(0x71, "Lx/A;->call(I)V", 1)
AT_ASK = {0: OFF}


def outcome(*code: tuple[int, ...], **sources: object) -> Outcome:
    """Follow a method that begins with the call at pc 0, which gives OFF if nothing else is said."""
    dex = Dex()
    dex.add("Lx/A;").method("a()V", [*code], 9)
    program = programs.load([("classes.dex", dex.build())])
    method = program.find_method("Lx/A;->a()V")
    assert method is not None
    return FirstStart(instructions(program, method), Sources(**{"calls": AT_ASK, "reads": {}, "writes": {}} | sources)).outcome()  # type: ignore[arg-type]


def behind(*code: tuple[int, ...], **sources: object) -> list[int]:
    found = outcome(ASK, RESULT, *code, **sources)
    assert set(found.behind.values()) <= {GATE}
    return sorted(found.behind)


# pc 0: call, 3: move-result, 4: if-… v0 to 8, 6: nop, 7: nop, 8: return
def branch(op: int) -> list[int]:
    return behind((op, 4), (0,), (0,), RETURN)


@pytest.mark.parametrize(
    ("op", "expected"),
    [(0x38, [6, 7]), (0x39, []), (0x3A, []), (0x3B, [6, 7]), (0x3C, []), (0x3D, [6, 7])],
)
def test_the_side_that_is_not_taken_stands_behind_the_gate(op: int, expected: list[int]) -> None:
    assert branch(op) == expected


def test_a_branch_on_constants_alone_is_no_gate() -> None:
    assert behind((0x0012,), (0x38, 4), (0,), (0,), RETURN) == []


def test_a_comparison_with_another_register_is_decided() -> None:
    # const/4 v1, 1; if-ne v0, v1 to 9
    assert behind((0x1112,), (0x1033, 4), (0,), (0,), RETURN) == [7, 8]


def test_a_switch_takes_the_case_of_the_default() -> None:
    # packed-switch v0 at 4, first case 0: one case goes to 8, the default to 7
    table = (0x0100, 1, 0, 0, 4, 0)
    assert behind((0x002B, 6, 0), (0x0228,), RETURN, RETURN, table) == [7, 9]


def test_xor_turns_a_flag_round_and_a_copy_keeps_it() -> None:
    # xor-int/lit8 v2, v0, 1; move v3, v2; if-eqz v3 to 11
    assert behind((0x02DF, 0x0100), (0x2301,), (0x0338, 4), (0,), (0,), RETURN) == []
    assert behind((0x02DF, 0x0100), (0x2301,), (0x0339, 4), (0,), (0,), RETURN) == [9, 10]


def test_a_long_is_compared() -> None:
    # const-wide/16 v2, 0; cmp-long v0, v0, v2; if-lez v0 to 12
    assert behind((0x0216, 0), (0x0031, 0x0200), (0x003D, 4), (0,), (0,), RETURN) == [10, 11]


def test_texts_are_compared_by_calls_that_only_compare() -> None:
    equals = invoke(0x71, "Ljava/lang/String;->equals(I)Z", 0, 1)
    # pc 4: const-string v1; 6: equals; 9: move-result v0; 10: if-eqz v0 to 14
    code = (const_string(1, "yes"), equals, RESULT, (0x0038, 4), (0,), (0,), RETURN)
    known = {"pure": {6: EQUAL}, "texts": {4: "yes"}}
    assert behind(*code, calls={0: Flag("", GATE)}, **known) == [12, 13]
    assert behind(*code, calls={0: Flag("yes", GATE)}, **known) == []
    assert behind(*code, calls={0: Flag("", None)}, **known) == []
    assert behind(*code, calls={0: Flag("", GATE)}, pure={6: EQUAL}) == []


def test_a_text_is_not_null_and_two_texts_are_not_compared_as_objects() -> None:
    assert behind((0x0038, 4), (0,), (0,), RETURN, calls={0: Flag("", GATE)}) == []
    assert behind((0x0039, 4), (0,), (0,), RETURN, calls={0: Flag("", GATE)}) == [6, 7]
    same = (const_string(1, ""), (0x1033, 4), (0,), (0,), RETURN)
    assert behind(*same, calls={0: Flag("", GATE)}, texts={4: ""}) == []


def test_what_a_call_gives_for_too_little_is_not_known() -> None:
    code = (invoke(0x71, "Ljava/lang/String;->length()I", 5), RESULT, (0x0038, 4), (0,), (0,), RETURN)
    assert behind(*code, pure={4: LENGTH}) == []


def test_results_and_stores_are_told() -> None:
    assert outcome(ASK, RESULT, (0x000F,)).result == OFF
    field = (0x0067, 0)  # sput v0
    assert outcome(ASK, RESULT, field, RETURN, writes={4: 7}).stores == {7: OFF}


def test_a_constant_that_only_the_gate_decides_speaks_for_it() -> None:
    # if-eqz v0 to 9; const/4 v1, 1; return v1; nop; 8/9: const/4 v1, 0; return v1
    code = (ASK, RESULT, (0x0038, 4), (0x1112,), (0x010F,), (0x0112,), (0x010F,))
    assert outcome(*code).result == Flag(0, GATE)
    assert outcome(*code, calls={}).result is None


def test_arguments_are_told_where_one_is_a_flag_or_the_call_is_watched() -> None:
    code = (ASK, RESULT, invoke(0x71, "Lx/A;->take(II)V", 0, 1), CALL, RETURN)
    assert outcome(*code).passes == {4: (OFF, None)}
    assert outcome(*code, watched=frozenset({7})).passes == {4: (OFF, None), 7: (None,)}


def test_parameters_may_be_flags() -> None:
    found = outcome((0x0038, 4), (0,), (0,), RETURN, calls={}, given={0: OFF})
    assert sorted(found.behind) == [2, 3]


def test_a_method_that_is_too_much_work_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start, "MAX_STEPS", 2)
    assert outcome(ASK, RESULT, (0x0038, 4), (0,), (0,), RETURN) == NOTHING


def test_flags_agree_when_their_values_do() -> None:
    assert agree([Flag(0, None), OFF, Flag(0, None)]) == OFF
    assert agree([Flag(1, None), OFF]) is None
    assert agree([OFF, None]) is None
    assert agree([]) is None


def test_what_a_suspended_call_gives_later_agrees_with_every_flag() -> None:
    flag = Flag(0, Gate("privacy_agreed", None))
    assert agree((ANY, flag)) is flag
    assert agree((flag, ANY)) is flag
    assert agree((Flag(0, None), ANY, flag)) is flag
    assert agree((ANY, ANY)) is ANY
    assert agree((ANY, None)) is None
