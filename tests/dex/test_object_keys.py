from __future__ import annotations

import pytest
from tests.dex.test_gates import CALL, PREFERENCES, verdict
from tests.dex.test_reach import application, smali

pytestmark = pytest.mark.debian

STRING = "Ljava/lang/String;"
TEST = "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void"
READ = (
    "public get()Z",
    (
        f"    const/4 v0, 0\n    iget-object v1, p0, Lt/Pref;->key:{STRING}\n    iget-boolean v2, p0, Lt/Pref;->or:Z\n"
        f"    invoke-interface {{v0, v1, v2}}, {PREFERENCES}->getBoolean({STRING}Z)Z\n    move-result v0\n    return v0"
    ),
)
PREF = (
    smali("Lt/Pref;", READ, ("public rename(" + STRING + ")V", f"    iput-object p1, p0, Lt/Pref;->other:{STRING}\n    return-void"))
    .replace(
        "<init>()V\n    .registers 1\n    invoke-direct {p0}, Ljava/lang/Object;-><init>()V\n",
        f"<init>({STRING}Z)V\n    .registers 3\n    invoke-direct {{p0}}, Ljava/lang/Object;-><init>()V\n"
        f"    iput-object p1, p0, Lt/Pref;->key:{STRING}\n    iput-boolean p2, p0, Lt/Pref;->or:Z\n",
    )
    .replace(".super Ljava/lang/Object;\n", f".super Ljava/lang/Object;\n.field key:{STRING}\n.field other:{STRING}\n.field or:Z\n")
)


def pref(key: str, default: int, register: str) -> str:
    return (
        f'    new-instance {register}, Lt/Pref;\n    const-string v4, "{key}"\n    const/4 v5, {default}\n'
        f"    invoke-direct {{{register}, v4, v5}}, Lt/Pref;-><init>({STRING}Z)V\n"
    )


def asked(register: str) -> str:
    return f"    invoke-virtual {{{register}}}, Lt/Pref;->get()Z\n    move-result v3\n"


TWO = pref("privacy_agreed", 0, "v0") + pref("dark_mode", 0, "v1")


@pytest.mark.parametrize(("code", "expected"), [(TWO + asked("v0"), "gated"), (TWO + asked("v1"), "at-start")])
def test_each_object_reads_under_its_own_key(code: str, expected: str) -> None:
    assert verdict(application(code + TEST), PREF)[0] == expected


@pytest.mark.parametrize(("default", "expected"), [(0, "at-start"), (1, "gated")])
def test_the_default_is_the_objects_own(default: int, expected: str) -> None:
    code = pref("is_first_run", default, "v0") + asked("v0") + TEST.replace("if-eqz", "if-nez")
    assert verdict(application(code), PREF)[0] == expected


def test_a_key_that_may_change_is_none() -> None:
    renamed = PREF.replace("iput-object p1, p0, Lt/Pref;->other", "iput-object p1, p0, Lt/Pref;->key")
    assert verdict(application(TWO + asked("v1") + TEST), PREF)[0] == "at-start"
    assert verdict(application(pref("dark_mode", 0, "v1") + asked("v1") + TEST), renamed)[0] == "at-start"
