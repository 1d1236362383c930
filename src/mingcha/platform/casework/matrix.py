"""The transition matrix as a page of the docs, made from the steps themselves (`python -m django steps`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.steps import STEPS
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Step

_HEAD = """# Steps of a case 案件步骤

Made from `casework/steps` by `python -m django steps --write`; not to be edited. One file is one step. A step that is *grave* asks
for the password again; *automatic* steps are also taken by
the platform itself, one taken *along* goes with the issue of a notice; one person has one duty in a case (test, review, handle, decide).

| Step 步骤 | From 办理前 | To 办理后 | Who 角色 | Duty | Asks for 填写 | |
|---|---|---|---|---|---|---|
"""
_ENDS = "\n## Ends 结案状态\n\n"


def page() -> str:
    """Return the page as Markdown: every step with its states, roles and fields, and the states in which a case ends."""
    with translation.override("zh-hans"):
        lines = [_line(step) for step in STEPS]
        ends = ", ".join(f"`{state}` {state.label}" for state in State if state in CLOSED)
    return _HEAD + "".join(lines) + _ENDS + ends + "\n"


def _line(step: Step) -> str:
    before = "<br>".join(f"`{state}`" for state in step.moves)
    after = "<br>".join("(stays)" if state == to else f"`{to}`" for state, to in step.moves.items())
    roles = "、".join(str(Role(role).label) for role in step.roles)
    fields = "、".join(field.label.zh + ("" if field.required else "（选填）") for field in step.fields)
    marks = ", ".join(name for name in ("grave", "automatic", "along") if getattr(step, name))
    return f"| {step.title.zh}<br>`{step.name}` {step.title.en} | {before} | {after} | {roles} | {step.duty} | {fields} | {marks} |\n"
