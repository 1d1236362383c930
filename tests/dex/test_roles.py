"""String builders and collections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sinks import ADD, APPEND, ASK, LIST, NEW_BUILDER, NEW_LIST, SINK, SINK_ARRAY, TO_STRING, Case, found_by, prefix, program_of, to_array

from mingcha.dex.constants import HOLE, UNKNOWN, array, text

if TYPE_CHECKING:
    from mingcha.dex.program import Program

ALL = f"const/4 v1, 0\nnew-array v1, v1, [Ljava/lang/String;\n{to_array('v0', 'v1')}"
CASES = [
    Case(
        "built",
        f'{NEW_BUILDER}\nconst-string v1, "a"\n{APPEND}\nconst-string v1, "b"\n{APPEND}\n{TO_STRING}\n{SINK}',
        [text("ab")],
    ),
    Case(
        "built_in_a_chain",
        f'{NEW_BUILDER}\nconst-string v1, "a"\n{APPEND}\nmove-result-object v0\nconst/16 v1, 0x2f\n'
        "invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(C)Ljava/lang/StringBuilder;\nmove-result-object v0\nconst/16 v1, 42\n"
        "invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(I)Ljava/lang/StringBuilder;\nmove-result-object v0\nconst/4 v1, 1\n"
        f"invoke-virtual {{v0, v1}}, Ljava/lang/StringBuilder;->append(Z)Ljava/lang/StringBuilder;\nmove-result-object v0\n"
        f"{TO_STRING}\n{SINK}",
        [text("a/42true")],
    ),
    Case(
        "built_from_a_text",
        'new-instance v0, Ljava/lang/StringBuilder;\nconst-string v1, "a"\n'
        f"invoke-direct {{v0, v1}}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V\n{APPEND}\n{TO_STRING}\n{SINK}",
        [text("aa")],
    ),
    Case(
        "known_beginning",
        f'{NEW_BUILDER}\nconst-string v1, "content://"\n{APPEND}\n{ASK}\nmove-result-object v1\n{APPEND}\n{TO_STRING}\n{SINK}',
        [prefix("content://")],
    ),
    Case(
        "known_end",
        f'{NEW_BUILDER}\n{ASK}\nmove-result-object v1\n{APPEND}\nconst-string v1, "/x"\n{APPEND}\n{TO_STRING}\n{SINK}',
        [text(f"{HOLE}/x", complete=False)],
    ),
    Case("nothing_known_of_it", f"{NEW_BUILDER}\n{ASK}\nmove-result-object v1\n{APPEND}\n{TO_STRING}\n{SINK}", [UNKNOWN]),
    Case(
        "built_on_one_path",
        f'{NEW_BUILDER}\nconst-string v1, "a"\nif-eqz v7, :c\n{APPEND}\n:c\n{TO_STRING}\n{SINK}',
        [UNKNOWN],
    ),
    Case(
        "built_in_a_loop",
        f'{NEW_BUILDER}\nconst-string v1, "a"\n:l\n{APPEND}\nif-nez v7, :l\n{TO_STRING}\n{SINK}',
        [UNKNOWN],
    ),
    Case(
        "another_builder_in_each_round",
        f':l\n{NEW_BUILDER}\nconst-string v1, "a"\n{APPEND}\n{TO_STRING}\n{SINK}\nif-nez v7, :l',
        [text("a")],
    ),
    Case(
        "builder_of_the_round_before",
        "const/4 v5, 0\n:l\nmove-object v4, v5\n"
        f'{NEW_BUILDER}\nmove-object v5, v0\nconst-string v1, "a"\n{APPEND}\nif-eqz v4, :l\n'
        f"move-object v0, v4\n{TO_STRING}\n{SINK}",
        [UNKNOWN],
    ),
    Case(
        "builder_under_two_names",
        f'{NEW_BUILDER}\nmove-object v5, v0\nconst-string v1, "a"\n{APPEND}\nmove-object v0, v5\nconst-string v1, "b"\n{APPEND}\n'
        f"{TO_STRING}\n{SINK}",
        [text("ab")],
    ),
    Case(
        "builder_given_away",
        f'{NEW_BUILDER}\nconst-string v1, "a"\n{APPEND}\ninvoke-static {{v0}}, Lt/Other;->fill(Ljava/lang/StringBuilder;)V\n'
        f"{TO_STRING}\n{SINK}",
        [UNKNOWN],
    ),
    Case(
        "builder_shortened",
        f'{NEW_BUILDER}\nconst-string v1, "ab"\n{APPEND}\nconst/4 v1, 1\n'
        f"invoke-virtual {{v0, v1}}, Ljava/lang/StringBuilder;->setLength(I)V\n{TO_STRING}\n{SINK}",
        [UNKNOWN],
    ),
    Case(
        "builder_asked_for_its_length",
        f'{NEW_BUILDER}\nconst-string v1, "ab"\n{APPEND}\ninvoke-virtual {{v0}}, Ljava/lang/StringBuilder;->length()I\n{TO_STRING}\n{SINK}',
        [text("ab")],
    ),
    Case(
        "null_appended",
        f'{NEW_BUILDER}\nconst-string v1, "a"\n{APPEND}\nconst/4 v1, 0\n{APPEND}\n{TO_STRING}\n{SINK}',
        [prefix("a")],
    ),
    Case(
        "added_to_a_list",
        f'{NEW_LIST}\nconst-string v1, "a"\n{ADD}\nif-eqz v7, :c\nconst-string v1, "b"\n{ADD}\n:c\n{ALL}\n{SINK_ARRAY}',
        [array(LIST, [text("a"), text("b")], complete=False)],
    ),
    Case(
        "added_to_a_list_in_a_loop",
        f'{NEW_LIST}\n:l\nconst-string v1, "a"\n{ADD}\n{ASK}\nmove-result-object v1\n{ADD}\nif-nez v7, :l\n{ALL}\n{SINK_ARRAY}',
        [array(LIST, [text("a")], complete=False)],
    ),
    Case(
        "list_given_away",
        f'{NEW_LIST}\nconst-string v1, "a"\n{ADD}\ninvoke-static {{v0}}, Lt/Other;->fill(Ljava/util/List;)V\n{ALL}\n{SINK_ARRAY}',
        [UNKNOWN],
    ),
    Case(
        "more_than_a_list_is_followed_with",
        NEW_LIST + "\n" + "\n".join(f'const-string v1, "{n}"\n{ADD}' for n in range(33)) + f"\n{ALL}\n{SINK_ARRAY}",
        [UNKNOWN],
    ),
]


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(CASES)


@pytest.mark.debian
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_values_at_the_sink(program: Program, case: Case) -> None:
    assert found_by(program, case) == case.expected
