"""The platform's processes: the web server, the worker, and both under one supervisor."""

from __future__ import annotations

import os
import resource
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from mingcha.platform.operate import home as homes
from mingcha.platform.operate.supervise import Program, Supervisor
from mingcha.sandbox.linux import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOPBACK = ("127.", "localhost", "::1")
_EVERY = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound
# A page waits for at most one report of some MiB; threads wait for no sender.
_THREADS, _SECONDS, _GRACE = 4, 120, 30
# Connections of a process, the files that each can need (itself, what it sends or what waits for it, what it is given), and others.
_CONNECTIONS, _FILES, _OTHER_FILES = 1000, 3, 200


def set_up(*, home: Path) -> None:
    """Make Django ready in an initialised home. HomeError when the home or the database is not as this version needs it."""
    homes.enter(home)
    django.setup()
    if pending():
        raise homes.HomeError("数据库须先升级：mingcha platform upgrade / the database must be upgraded first: mingcha platform upgrade")


def pending() -> list[str]:
    """Return the migrations that the database still needs, in their order."""
    executor = MigrationExecutor(connection)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def upgrade(*, home: Path) -> list[str]:
    """Bring the database to this version, and return the migrations that it took."""
    homes.enter(home)
    django.setup()
    taken = pending()
    call_command("migrate", verbosity=0, interactive=False)
    return taken


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a server there."""
    return host.startswith(_LOOPBACK)


def allow_host(host: str) -> None:
    """Let the site answer to the address that it listens on, unless the environment says what it answers to."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host not in _EVERY and not is_loopback(host):
        names.append(f"[{host}]" if ":" in host else host)
    os.environ.setdefault("MINGCHA_HOSTS", ",".join(names))


def require_free(host: str, port: int) -> None:
    """Raise HomeError when something else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            raise homes.HomeError(f"{host}:{port}: 无法监听 / cannot listen there: {wrong.strerror}") from wrong


def address(host: str, port: int) -> str:
    """Return what a browser on this machine is given."""
    shown = "127.0.0.1" if host in _EVERY else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def follow(parent: int) -> None:
    """End this process when the supervisor of that id ends, however that happens, or has ended already."""
    die_with_parent()
    if os.getppid() != parent:
        raise homes.HomeError("上级进程已退出 / the supervisor has ended")


def connections() -> int:
    """Let this process open what many connections need, as far as it may, and return how many can be had."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES * _CONNECTIONS + _OTHER_FILES
    if soft < wanted:
        soft = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(_CONNECTIONS, (soft - _OTHER_FILES) // _FILES)


def web(*, host: str, port: int, workers: int) -> None:
    """Become gunicorn, which serves the site; does not return."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat must not wait for a disk
    options = {
        "bind": bind,
        "workers": workers,
        "worker-class": "mingcha.platform.operate.gate.Gate",
        "threads": _THREADS,
        "worker-connections": connections(),
        "timeout": _SECONDS,
        "graceful-timeout": _GRACE,
        "log-level": "warning",
        **({"worker-tmp-dir": memory} if os.access(memory, os.W_OK) else {}),
    }
    told = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "gunicorn", "--preload", "--no-control-socket", *told, "mingcha.platform.wsgi"]
    os.execv(sys.executable, command)  # noqa: S606 - our own program


def work(*, processes: int) -> None:
    """Work through the queue until SIGTERM, after making sure of what is done periodically."""
    from mingcha.platform.operate.periodic import schedule_all  # noqa: PLC0415 - models need the set-up
    from mingcha.platform.work.worker import run_worker  # noqa: PLC0415 - models need the set-up

    schedule_all(timezone.now())
    run_worker(processes)


def run(*, home: Path, host: str, port: int, workers: int, processes: int, say: Callable[[str], None]) -> None:
    """Run the web server and a worker until SIGTERM or SIGINT."""
    require_free(host, port)
    mingcha = (sys.executable, "-m", "mingcha", "platform")
    place = ("--home", str(home), "--follow", str(os.getpid()))
    server = (*mingcha, "web", *place, "--host", host, "--port", str(port), "--workers", str(workers))
    worker = (*mingcha, "worker", *place, "--processes", str(processes))
    Supervisor((Program("web", server), Program("worker", worker)), say).run()
