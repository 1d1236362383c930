from __future__ import annotations

import numpy as np
import pytest
from tests.dex.first_start_apps import LEAKS, Built, leaks, smali

from mingcha.dex.launch_intent import LaunchIntents

pytestmark = pytest.mark.debian

INTENT, TEXT = "Landroid/content/Intent;", "Ljava/lang/String;"
ASK = f"    invoke-virtual {{p0}}, Lt/Main;->getIntent(){INTENT}\n    move-result-object v0\n"
ACTION = f"    invoke-virtual {{v0}}, {INTENT}->getAction(){TEXT}\n    move-result-object v1\n"
DATA = f"    invoke-virtual {{v0}}, {INTENT}->getData()Landroid/net/Uri;\n    move-result-object v1\n    if-eqz v1, :end\n{LEAKS}    :end\n"


def is_action(text: str) -> str:
    return (
        f'{ACTION}    const-string v2, "{text}"\n    invoke-virtual {{v2, v1}}, {TEXT}->equals(Ljava/lang/Object;)Z\n    move-result v1\n'
        f"    if-eqz v1, :end\n{LEAKS}    :end\n"
    )


def extra(kind: str, descriptor: str, default: str) -> str:
    return (
        f'    const-string v1, "key"\n    const/4 v2, {default}\n    invoke-virtual {{v0, v1, v2}}, '
        f"{INTENT}->get{kind}Extra({TEXT}{descriptor}){descriptor}\n    move-result v1\n    if-eqz v1, :end\n{LEAKS}    :end\n"
    )


def main(code: str, *methods: tuple[str, str]) -> str:
    """Return the screen that the launcher starts, whose onCreate() asks for its intent first."""
    create = ("protected onCreate(Landroid/os/Bundle;)V", f"{ASK}{code}    return-void")
    return smali("Lt/Main;", create, *methods, parent="Landroid/app/Activity;")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (is_action("android.intent.action.VIEW"), False),
        (is_action("android.intent.action.MAIN"), True),
        (DATA, False),
        (extra("Boolean", "Z", "0"), False),
        (extra("Int", "I", "1"), True),
    ],
    ids=["another action", "the main action", "data", "an extra", "the default of an extra"],
)
def test_what_a_launcher_says(code: str, *, expected: bool) -> None:
    assert leaks("", main(code), screens=("Lt/Main;",)) is expected


def test_an_intent_that_is_handed_on() -> None:
    go = (f"private go({INTENT})V", "    move-object v0, p1\n" + is_action("android.intent.action.VIEW") + "    return-void")
    call = f"    invoke-direct {{p0, v0}}, Lt/Main;->go({INTENT})V\n"
    assert not leaks("", main(call, go), screens=("Lt/Main;",))
    other = f"    new-instance v0, {INTENT}\n    invoke-direct {{v0}}, {INTENT}-><init>()V\n"
    assert leaks("", main(call + other + call, go), screens=("Lt/Main;",))


def test_a_screen_that_code_starts_too_gets_other_intents() -> None:
    code = is_action("android.intent.action.VIEW")
    assert leaks("    const-class v0, Lt/Main;\n", main(code), screens=("Lt/Main;",))
    assert leaks('    const-string v0, "t.Main"\n', main(code), screens=("Lt/Main;",))
    assert not leaks('    const-string v0, "t.Other"\n', main(code), screens=("Lt/Main;",))


def test_answers_for_the_calls_of_an_intent() -> None:
    built = Built("", main(ACTION), screens=("Lt/Main;",))
    (row,) = (int(each) for each, ref in enumerate(built.program.call_callee) if "getAction" in built.program.signature(int(ref)))
    seen = np.ones(len(built.program.method_class), np.uint8)
    assert LaunchIntents(built.graph, built.resolver, ["Lt/Main;"]).said(row, seen) == "android.intent.action.MAIN"
    assert LaunchIntents(built.graph, built.resolver, ["Lt/Main;"]).said(row - 1, seen) is None
    assert LaunchIntents(built.graph, built.resolver, []).said(row, seen) is None
