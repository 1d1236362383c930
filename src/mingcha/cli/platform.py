"""`mingcha platform`: set the platform up, run it, back it up, restore it, and see whether all is well."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mingcha.cli.exits import Exit
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from collections.abc import Callable

# What the extra brings and nothing else of the product needs.
_NEEDED = ("django", "allauth", "argon2", "axes", "csp", "django_filters", "fsspec", "gunicorn", "typst", "whitenoise")

_home = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="MINGCHA_HOME",
    default=Path("mingcha-home"),
    help="平台文件夹 The platform's folder (MINGCHA_HOME).  [mingcha-home]",
)
_host = click.option("--host", default="127.0.0.1", help="监听地址 Address to listen on.  [127.0.0.1]")
_port = click.option("--port", type=click.IntRange(1, 65535), default=8000, help="端口 Port.  [8000]")
_workers = click.option("--workers", type=click.IntRange(1, 64), default=2, help="网页进程数 Processes of the web server.  [2]")
_processes = click.option("--processes", type=click.IntRange(1, 256), help="同时执行的任务数 Units at a time.  [CPUs]")
_follow = click.option("--follow", type=int, hidden=True, help="Process without which this one ends.")


@click.group("platform", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """部署和运行检测平台  Set up and run the platform."""
    if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        raise MingchaError(
            f"检测平台须另行安装：pip install 'mingcha[platform]'（缺少 {missing[0]}）/ "
            f"the platform is installed with: pip install 'mingcha[platform]' ({missing[0]} is missing)"
        )


@command.command("init")
@_home
@click.option("--demo/--no-demo", default=True, help="是否写入演示数据 With or without demonstration data.  [--demo]")
def init(home: Path, *, demo: bool) -> None:
    """初始化  Make the folder, the database, the authorities and an administrator."""
    from mingcha.platform.operate import home as homes  # noqa: PLC0415 - start-up time

    home = home.absolute()
    if homes.is_ready(home):
        click.echo(f"{home}: 已初始化，未作更改 / is initialised already, nothing was changed")
        return
    homes.make(home)
    homes.name(home)
    _set_up_django()
    from mingcha.platform.operate.initialise import initialise  # noqa: PLC0415 - needs Django

    if demo:
        click.echo("正在写入演示数据：真实检测演示应用，约需半分钟… / scanning the demonstration's apps, some 30 s …", err=True)
    made = initialise(home, demonstration=demo)
    click.echo(f"已初始化 Initialised: {home}")
    click.echo(f"系统管理员 Administrator: {made.administrator}   一次性密码 one-time password: {made.password}")
    if made.demonstration:
        click.echo(made.demonstration, nl=False)
        click.echo("演示数据：登录不要求第二因素，请勿用于正式环境 / demonstration: no second factor is asked for; never for real use")
        click.echo(f"以上演示用户见 These users stand in: {home / homes.DEMONSTRATION}")
    click.echo(f"运行 Run:  mingcha platform run --home {home}")


@command.command("run")
@_home
@_host
@_port
@_workers
@_processes
def run(home: Path, *, host: str, port: int, workers: int, processes: int | None) -> None:
    """运行网站和任务队列  Run the web server and a worker; Ctrl-C ends both."""
    serve, home = _ready(home, host)
    click.echo(f"明察平台 Mingcha: {serve.address(host, port)}   （Ctrl-C 停止 to stop）")
    _remind(home, host, serve.is_loopback)
    serve.run(home=home, host=host, port=port, workers=workers, processes=processes or _cpus(), say=_say)


@command.command("web")
@_home
@_host
@_port
@_workers
@_follow
def web(home: Path, *, host: str, port: int, workers: int, follow: int | None) -> None:
    """只运行网站  Run the web server alone."""
    serve, _ = _ready(home, host, follow)
    serve.web(host=host, port=port, workers=workers)


@command.command("worker")
@_home
@_processes
@_follow
def worker(home: Path, *, processes: int | None, follow: int | None) -> None:
    """只运行任务队列  Run a worker alone; any number on any number of machines."""
    serve, _ = _ready(home, follow=follow)
    serve.work(processes=processes or _cpus())


@command.command("upgrade")
@_home
def upgrade(home: Path) -> None:
    """升级数据库  Bring the database to this version; make a backup before."""
    from mingcha.platform.operate import serve  # noqa: PLC0415 - start-up time

    taken = serve.upgrade(home=home.absolute())
    for name in taken:
        click.echo(name)
    click.echo(f"数据库已是当前版本（执行{len(taken)}项迁移）/ the database is of this version ({len(taken)} migrations taken)")


@command.command("backup")
@click.argument("target", metavar="FILE|DIR", type=click.Path(path_type=Path))
@_home
def backup(target: Path, home: Path) -> int:
    """备份  Back database, files and key up while the platform runs: a new folder, or a new file NAME.tar."""
    _, home = _ready(home)
    from django.utils import timezone  # noqa: PLC0415 - start-up time

    from mingcha.platform.operate.backup import back_up  # noqa: PLC0415 - needs Django

    made = back_up(home, target.absolute(), now=timezone.now())
    click.echo(f"已备份 Backed up: {target}")
    click.echo(f"文件 files: {made.files}   日志 log: {made.number} {made.head}")
    click.echo(f"{made.manifest}  manifest.json")
    for sha256 in made.missing:
        click.echo(f"文件库缺失或损坏，未能备份 / missing or damaged in the store, not in the backup: {sha256}", err=True)
    return Exit.PROBLEMS if made.missing else Exit.OK


@command.command("restore")
@click.argument("source", metavar="FILE|DIR", type=click.Path(path_type=Path, exists=True))
@_home
def restore(source: Path, home: Path) -> None:
    """恢复  Restore a backup into an empty folder, and an empty database; every hash and the event log are verified."""
    from mingcha.platform.operate.restore import restore as put_back  # noqa: PLC0415 - start-up time

    files, number = put_back(source.absolute(), home.absolute())
    click.echo(f"已恢复 Restored: {home.absolute()}")
    click.echo(f"文件 files: {files}   日志 log: {number}   哈希全部一致 all hashes agree")


@command.command("doctor")
@_home
@click.option("--full", is_flag=True, help="校验文件库的全部文件 Read every file of the store.")
def doctor(home: Path, *, full: bool) -> int:
    """体检  Look at database, store, event log, queue, disk, clock, isolation and sign-in."""
    from mingcha.platform.operate import home as homes  # noqa: PLC0415 - start-up time

    home = home.absolute()
    homes.enter(home)
    _set_up_django()
    from mingcha.platform.operate.doctor import Level, examine  # noqa: PLC0415 - needs Django

    levels = set()
    signs = {Level.GOOD: "正常 good   ", Level.WARNING: "注意 warning", Level.WRONG: "异常 wrong  "}
    for found in examine(home, full=full):
        levels.add(found.level)
        click.echo(f"{signs[found.level]}  {found.name.zh} {found.name.en}: {found.said.zh} / {found.said.en}")
    return Exit.PROBLEMS if Level.WRONG in levels else Exit.OK


def _ready(home: Path, host: str = "127.0.0.1", follow: int | None = None) -> tuple[Any, Path]:
    """Return the module that runs processes, set up in that home."""
    from mingcha.platform.operate import serve  # noqa: PLC0415 - start-up time

    if follow is not None:
        serve.follow(follow)
    home = home.absolute()
    serve.allow_host(host)
    serve.set_up(home=home)
    return serve, home


def _set_up_django() -> None:
    import django  # noqa: PLC0415 - start-up time

    django.setup()


def _remind(home: Path, host: str, is_loopback: Callable[[str], bool]) -> None:
    from mingcha.platform.operate.home import DEMONSTRATION, is_demonstration  # noqa: PLC0415 - start-up time

    if is_demonstration(home):
        click.echo(f"演示环境，用户与密码见 Demonstration; users and passwords: {home / DEMONSTRATION}")
        if os.environ.get("MINGCHA_SECOND_FACTOR") == "0" and not is_loopback(host):
            click.echo("警告：演示环境不要求第二因素，不应对外开放 / warning: no second factor, yet others can reach this", err=True)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _cpus() -> int:
    return len(os.sched_getaffinity(0))
