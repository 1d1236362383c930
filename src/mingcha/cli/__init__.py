"""The command line: one file per command, loaded when it is asked for."""

from __future__ import annotations

import gc
import importlib
import os
import sys

import click

from mingcha import __version__
from mingcha.cli.exits import Exit
from mingcha.model import InvalidRuleError, MingchaError, UnreadablePackageError

# Command name → module with a click command `command`.
_COMMANDS = {
    "scan": "scan",
    "facts": "facts",
    "policy": "policy",
    "rules": "rules",
    "sdk": "sdk",
    "platform": "platform",
    "version": "version",
}
_SHORT_HELP = {
    "scan": "检测安装包并出具报告  Test packages and report.",
    "facts": "只读出事实，不作判断  Read the facts, judge nothing.",
    "policy": "读取隐私政策，不作判断  Read a privacy policy, judge nothing.",
    "rules": "查看、检查、测试规则  List, lint, test and explain rules.",
    "sdk": "查看、列出、采集SDK特征  SDKs: registry, those in a package, fingerprints.",
    "platform": "部署和运行检测平台  Set up and run the platform.",
    "version": "版本与规则包、目录摘要  Version and digests.",
}

# New objects before Python looks for cycles among them: loading the catalogue and the modules makes many, none of them garbage.
_GARBAGE = 200_000


class _Lazy(click.Group):
    """A group whose commands are imported only when used, so that --help costs nothing."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"mingcha.cli.{_COMMANDS[name]}").command
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令 Commands"):
            formatter.write_dl(list(_SHORT_HELP.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mingcha")
def group() -> None:
    """明察 Mingcha：检测移动应用侵害用户权益行为  Test mobile apps for infringement of users' rights.

    \b
    退出码 Exit codes:
      0 未达到 --fail-on 的级别 nothing at or above --fail-on
      1 发现违规 violations   2 用法错误 usage   3 无法读取的包 unreadable package
      4 部分未检测（--strict）part not tested   5 规则无效 invalid rule   70 内部错误 internal error
    """  # noqa: D301 - \b is click's mark


def main() -> None:
    """Run the command line; every failure ends with one line on stderr and a contract exit code."""
    gc.set_threshold(_GARBAGE)
    # numpy's linear algebra is not used; without this its threads are started with every command, and forked from.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Huge pages that are used for a second cost a virtual machine more to get from its host than they save.
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    try:
        code = group.main(prog_name="mingcha", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as wrong:
        code = _explain(wrong)
    except click.Abort:
        code = 130
    except UnreadablePackageError as wrong:
        code = _complain(wrong, Exit.UNREADABLE)
    except InvalidRuleError as wrong:
        code = _complain(wrong, Exit.INVALID_RULE)
    except MingchaError as wrong:
        code = _complain(wrong, Exit.USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        code = 141
    except Exception as wrong:  # noqa: BLE001 - the outermost border: nothing may end in a bare traceback
        code = _complain(wrong, Exit.INTERNAL)
    sys.exit(int(code or 0))


def _explain(wrong: click.ClickException) -> int:
    from mingcha.cli.usage import explain  # noqa: PLC0415 - start-up time

    if type(wrong).__name__ == "NoArgsIsHelpError":  # of click 8.2 and later: a group without a command shows its help
        wrong.show()
    else:
        click.echo(f"mingcha: {explain(wrong)}", err=True)
    return Exit.USAGE


def _complain(wrong: Exception, code: int) -> int:
    kind = "" if isinstance(wrong, MingchaError) else f"内部错误 internal error: {type(wrong).__name__}: "
    click.echo(f"mingcha: {kind}{wrong}", err=True)
    return code
