"""Consent dialogs: what the violating app does at once, its twin does when a button is pressed, the one that agrees or another."""

from __future__ import annotations

from bench.violations.app import AT_START, READ, RETURN, USER, Find, Pair, app, block, launcher, method, new, smali

_LISTENER, _TEXT = "Landroid/content/DialogInterface$OnClickListener;", "Ljava/lang/CharSequence;"
_BUILDER = "Landroid/app/AlertDialog$Builder;"
_POLICY, _NEWS = "请阅读并同意隐私政策", "有新版本"
_AGREED = Find("gated", _POLICY)


def _set(name: str, text: str, value: str) -> str:
    return block(f'const-string v2, "{text}"', f"invoke-virtual {{v1, v2{value and ', v0'}}}, {_BUILDER}->{name}({_TEXT}{value}){_BUILDER}")


def _dialog(yes: str, no: str, message: str = _POLICY) -> str:
    """Return code that shows a dialog whose buttons have listeners of two classes."""
    return block(
        new(_BUILDER, "p0", types="Landroid/content/Context;", register="v1"),
        _set("setMessage", message, ""),
        new(yes),
        _set("setPositiveButton", "好", _LISTENER),
        new(no),
        _set("setNegativeButton", "不", _LISTENER),
        f"invoke-virtual {{v1}}, {_BUILDER}->show()Landroid/app/AlertDialog;",
    )


def _listener(name: str, *lines: str) -> str:
    return smali(name, method("public onClick(Landroid/content/DialogInterface;I)V", *lines, RETURN), implements=(_LISTENER,))


_DOES, _NOTHING = _listener("@Does;", READ), _listener("@Nothing;")


def _pair(name: str, dialog: str, found: Find) -> Pair:
    return Pair(name, app(launcher(dialog, READ), _DOES, _NOTHING, finds=AT_START), app(launcher(dialog), _DOES, _NOTHING, finds=found))


PAIRS = (
    _pair("dialog-button-that-agrees", _dialog("@Does;", "@Nothing;"), _AGREED),
    _pair("dialog-button-that-refuses", _dialog("@Nothing;", "@Does;"), USER),
    _pair("dialog-one-listener-for-both-buttons", _dialog("@Does;", "@Does;"), USER),
    _pair("dialog-of-other-things", _dialog("@Does;", "@Nothing;", _NEWS), USER),
)
