from __future__ import annotations

import pytest
from tests.dex.first_start_apps import Built, new, smali

from mingcha.dex.consent_dialogs import ConsentDialogs

pytestmark = pytest.mark.debian

LISTENER, TEXT, BUILDER = (
    "Landroid/content/DialogInterface$OnClickListener;",
    "Ljava/lang/CharSequence;",
    "Landroid/app/AlertDialog$Builder;",
)
DIALOG = "Landroid/app/AlertDialog;"
CLICK = ("public onClick(Landroid/content/DialogInterface;I)V", "    return-void")
YES, NO = (smali(name, CLICK, interfaces=(LISTENER,)) for name in ("Lt/Yes;", "Lt/No;"))
ABOUT = "请同意隐私政策"


def message(text: str = ABOUT) -> str:
    return f'    const-string v2, "{text}"\n    invoke-virtual {{v1, v2}}, {BUILDER}->setMessage({TEXT}){BUILDER}\n'


def button(name: str, listener: str) -> str:
    return new(listener) + f"    const/4 v2, 1\n    invoke-virtual {{v1, v2, v0}}, {BUILDER}->set{name}Button(I{LISTENER}){BUILDER}\n"


def numbered(number: int, listener: str) -> str:
    call = f"    invoke-virtual {{v3, v4, v5, v0}}, {DIALOG}->setButton(I{TEXT}{LISTENER})V\n"
    return new(listener) + f'    const/4 v4, {number}\n    const-string v5, "好"\n{call}'


def agreed(code: str, texts: dict[int, str] | None = None) -> dict[str, str]:
    """Return the words of the dialog that each listener agrees to, by its class."""
    built = Built(code, YES, NO)
    found = ConsentDialogs(built.graph, built.resolver, (texts or {}).get).find()
    create = built.method("Lt/App;->onCreate()V")
    assert {each.method for each in found.values()} <= {create}
    return {built.program.signature(method).partition("->")[0]: agreement.words for method, agreement in found.items()}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (message() + button("Positive", "Lt/Yes;") + button("Negative", "Lt/No;"), {"Lt/Yes;": ABOUT}),
        (message("有新版本") + button("Positive", "Lt/Yes;"), {}),
        (message() + button("Negative", "Lt/No;") + button("Neutral", "Lt/Yes;"), {}),
        (message() + button("Positive", "Lt/Yes;") + button("Neutral", "Lt/Yes;"), {}),
        (message() + numbered(-1, "Lt/Yes;") + numbered(-2, "Lt/No;"), {"Lt/Yes;": ABOUT}),
    ],
    ids=["two buttons", "of other things", "no button that agrees", "one listener for two", "by number"],
)
def test_the_button_that_agrees(code: str, expected: dict[str, str]) -> None:
    assert agreed(code) == expected


def test_words_of_a_resource() -> None:
    assert agreed(button("Positive", "Lt/Yes;"), {1: "同意并继续"}) == {"Lt/Yes;": "同意并继续"}
    assert agreed(button("Positive", "Lt/Yes;"), {1: "下一步"}) == {}
