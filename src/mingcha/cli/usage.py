"""Wrong use of the command line, told in one line, Chinese first and English beside it."""

from __future__ import annotations

import click

from mingcha.model import Text


def explain(wrong: click.ClickException) -> str:
    """Return the one line for an error that click found: what is wrong, and which help to ask for."""
    where = wrong.ctx.command_path if isinstance(wrong, click.UsageError) and wrong.ctx else "mingcha"
    said = _explain(wrong)
    return f"{said.zh} / {said.en} ({where} --help)"


def _explain(wrong: click.ClickException) -> Text:
    if isinstance(wrong, click.NoSuchOption):
        close = ", ".join(wrong.possibilities or ())
        zh, en = (f"；是否指 {close}", f"; did you mean {close}") if close else ("", "")
        return Text(f"没有选项 {wrong.option_name}{zh}", f"no such option {wrong.option_name}{en}")
    if isinstance(wrong, click.MissingParameter):
        name = _name(wrong)
        return Text(f"缺少 {name}", f"missing {name}")
    if isinstance(wrong, click.BadParameter):
        return _bad_value(wrong)
    if isinstance(wrong, click.BadOptionUsage):
        zh = "需要一个值" if "requires" in wrong.message else "不带值"
        return Text(f"选项 {wrong.option_name} {zh}", wrong.message.rstrip(".").replace("Option", "option", 1))
    return _other(wrong)


def _other(wrong: click.ClickException) -> Text:
    """Translate what click tells by its words alone; click 8.1 has no class of its own for an unknown command."""
    said = wrong.format_message().rstrip(".")
    name = said.partition("'")[2].rpartition("'")[0]
    if said.startswith("No such command"):
        return Text(f"没有命令 {name}", f"no such command {name}")
    if said.startswith("Got unexpected extra"):
        extra = said.partition("(")[2].rpartition(")")[0]
        return Text(f"多余的参数 {extra}", f"unexpected arguments {extra}")
    if said.startswith("Missing command"):
        return Text("缺少命令", "missing command")
    return Text("用法错误", said)


def _name(wrong: click.BadParameter) -> str:
    """Return a parameter as users write it: the longest spelling of an option, the metavar of an argument."""
    parameter = wrong.param
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    if isinstance(parameter, click.Argument) and parameter.metavar:
        return parameter.metavar
    return str(wrong.param_hint or (parameter.name if parameter else ""))


def _bad_value(wrong: click.BadParameter) -> Text:
    name, kind = _name(wrong), wrong.param.type if wrong.param else None
    given = wrong.message.partition("'")[2].partition("'")[0]
    if isinstance(kind, click.Choice):
        choices = ", ".join(map(str, kind.choices))
        return Text(f"{name}：{given} 不在可选值之中", f"{name}: {given} is not one of {choices}")
    if isinstance(kind, click.IntRange) and kind.min is not None:
        return Text(f"{name}：应为不小于{kind.min}的整数", f"{name}: must be an integer of at least {kind.min}")
    if isinstance(kind, click.Path):
        return Text(f"{name}：{given} 不存在或不能用", f"{name}: {given} does not exist or cannot be used")
    return Text(f"{name}：值无效", f"{name}: {wrong.message.rstrip('.')}")
