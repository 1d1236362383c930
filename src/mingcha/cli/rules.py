"""`mingcha rules`: list, lint, test and explain rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mingcha.cli.exits import Exit
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.rules import Pack


@click.group("rules", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rules", "folder", type=click.Path(exists=True, file_okay=False), help="规则文件夹 Folder of rules.")
@click.pass_context
def command(context: click.Context, folder: str | None) -> None:
    """查看、检查、测试规则  List, lint, test and explain rules."""
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time
    from mingcha.rules import load_pack  # noqa: PLC0415 - start-up time

    catalogue = load()
    context.obj = catalogue, load_pack(catalogue, Path(folder)) if folder else load_pack(catalogue)


@command.command("list")
@click.pass_obj
def list_rules(loaded: tuple[Catalogue, Pack]) -> None:
    """列出全部规则  Every rule with verdict, grade and clauses."""
    for rule in loaded[1].rules:
        click.echo(f"{rule.id}\t{rule.decides}\t{rule.grade}\t{','.join(rule.clauses)}\t{rule.title.zh} / {rule.title.en}")


@command.command("lint")
@click.pass_obj
def lint(loaded: tuple[Catalogue, Pack]) -> int:
    """检查规则文件  Check ids, clauses, languages, queries and tests."""
    from mingcha.rules.lint import lint_pack  # noqa: PLC0415 - start-up time

    catalogue, pack = loaded
    problems = lint_pack(pack, catalogue)
    for problem in problems:
        click.echo(f"{problem.place}: {problem.what}")
    click.echo(f"规则 {len(pack.rules)} 条，问题 {len(problems)} 个 / {len(pack.rules)} rules, {len(problems)} problems", err=True)
    return Exit.INVALID_RULE if problems else Exit.OK


@command.command("test")
@click.option(
    "--bench",
    metavar="[FOLDER]",
    is_flag=False,
    flag_value="",
    help="在违规样本集上检验；不给文件夹时现场构建 Judge the violation bench; without FOLDER it is built first.",
)
@click.pass_obj
def test(loaded: tuple[Catalogue, Pack], bench: str | None) -> int:
    """运行规则旁的测试  Run the tests beside the rules, or the violation bench."""
    from mingcha.rules.testing import load_cases, run_tests  # noqa: PLC0415 - start-up time

    catalogue, pack = loaded
    if bench is not None:
        from mingcha.cli.bench import run_bench  # noqa: PLC0415 - start-up time

        return run_bench(Path(bench) if bench else None, catalogue, pack)
    failures = run_tests(pack, catalogue)
    for failure in failures:
        click.echo(f"{failure.rule}: {failure.case}: {failure.what}")
    cases = sum(len(load_cases(pack.folder, rule)) for rule in pack.rules)
    click.echo(f"用例 {cases} 个，失败 {len(failures)} 个 / {cases} cases, {len(failures)} failed", err=True)
    return Exit.INVALID_RULE if failures else Exit.OK


@command.command("explain")
@click.argument("rule_id", metavar="ID")
@click.pass_obj
def explain(loaded: tuple[Catalogue, Pack], rule_id: str) -> None:
    """说明一条规则  One rule: clauses, criteria, evidence, remedy, examples and query."""
    from mingcha.reports.rule_text import write  # noqa: PLC0415 - start-up time

    catalogue, pack = loaded
    rule = next((rule for rule in pack.rules if rule.id == rule_id), None)
    if rule is None:
        raise MingchaError(f"{rule_id}: 没有这条规则 / no such rule")
    click.echo(write(rule, catalogue, pack.folder), nl=False)
