"""The whole platform under kill -9: packages are uploaded through the API while processes of `mingcha platform run` are killed.

usage: bench_platform_kill.py [--units N] [--kills N] [--pause S] [--databases sqlite,postgresql]

Any of them may be hit: the supervisor (started again here, as a service manager does), gunicorn and its workers, the worker of the
queue, a scan. A client sends a request again, with the same Idempotency-Key, until it is answered. Prints a line of JSON per trial.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.queue_trial.storm import Service, kill
from tests.platform.postgres import PORT, USER, find_programs, serve

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "sunflower" / "sunflower.apk"
CLIENTS = 4
# How often the supervisor may be hit: all others go with it, and while they start it would be hit alone.
_SUPERVISOR = 0.2
# Seconds without any scan that ends after which nothing more is waited for.
_PATIENCE = 300.0
# Kills are spread over the scans: so many may be done before the scans that they belong to.
_AHEAD = 10


class Client(threading.Thread):
    """Uploads its packages one by one, each until the answer came; `scans` has the number of the scan by that of the package."""

    def __init__(self, address: str, token: str, numbers: range, wait: float) -> None:
        super().__init__()
        self._address, self._token, self._numbers, self._wait = address, token, numbers, wait
        self.scans: dict[int, int] = {}
        self.repeats = 0

    def run(self) -> None:
        """Upload everything."""
        chance = random.Random(self._numbers.start)  # noqa: S311 - a pace is no secret
        for number in self._numbers:
            time.sleep(chance.uniform(0, 2 * self._wait))
            content = package(number)
            while (answer := self._ask(number, content)) is None:
                self.repeats += 1
                time.sleep(0.3)
            self.scans[number] = answer

    def _ask(self, number: int, content: bytes) -> int | None:
        address = f"{self._address}/api/v1/scans?file_name=trial-{number}.apk"
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Idempotency-Key": f"trial-{number}",
            "Content-Type": "application/octet-stream",
        }
        try:
            with urllib.request.urlopen(urllib.request.Request(address, content, headers), timeout=30) as answer:  # noqa: S310 - our own server
                return int(json.load(answer)["id"])
        except urllib.error.HTTPError as wrong:
            if wrong.code not in {429, 500, 502, 503}:
                raise
            return None
        except (OSError, ValueError):
            return None


def package(number: int) -> bytes:
    """Return the example app as a file that no other number has: its archive carries a comment."""
    stream = io.BytesIO(EXAMPLE.read_bytes())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = f"trial {number}".encode()
    return stream.getvalue()


def trial(home: Path, units: int, kills: int, pause: float) -> dict[str, Any]:
    """Run a trial in a home that was initialised, and return its counts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tokens = _tokens()
    share, wait = units // CLIENTS, kills * pause / max(units // CLIENTS, 1)
    clients = [Client(f"http://127.0.0.1:{port}", token, range(at * share, (at + 1) * share), wait / 2) for at, token in enumerate(tokens)]
    command = (sys.executable, "-m", "mingcha", "platform", "run", "--home", str(home), "--port", str(port))
    chance, killed, began = random.Random(1), Counter[str](), time.monotonic()  # noqa: S311 - which process dies is no secret
    with Service(command, home / "log") as service:
        for client in clients:
            client.start()
        while killed.total() < kills or any(client.is_alive() for client in clients):
            time.sleep(chance.uniform(0.1, 2 * pause - 0.1))
            found = service.processes()
            if chance.random() > _SUPERVISOR:
                found = [process for process in found if _name(process) != "supervisor"]
            if killed.total() < kills and found and killed.total() < _AHEAD + kills * _over() / units:
                chosen = chance.choice(found)
                killed[_name(chosen)] += 1
                kill(chosen)
                time.sleep(0.05)
            service.mend()
        by_hand, last = _drain(service)
    scans = {number: scan for client in clients for number, scan in client.scans.items()}
    counts = {"uploads": share * CLIENTS, "repeats": sum(client.repeats for client in clients), "kills": dict(sorted(killed.items()))}
    return {**counts, **_counts(scans, home), "retried": by_hand, "rest": last, "seconds": round(time.monotonic() - began)}


def _tokens() -> list[str]:
    """Return a token for each client, of a tester of a new lab."""
    from django.utils import timezone  # noqa: PLC0415 - once the site is set up

    from mingcha.platform.api.tokens import issue_token  # noqa: PLC0415 - as above
    from mingcha.platform.people.models import Body, User  # noqa: PLC0415 - as above

    lab = Body.objects.create(kind="lab", name="试验检测中心")
    tester = User.objects.create_user("trial", name="试验", body=lab, role="tester")
    scopes = ("scans:read", "scans:write")
    return [issue_token(user=tester, name=f"{at}", scopes=scopes, days=1, at=timezone.now())[1] for at in range(CLIENTS)]


def _over() -> int:
    """Return how many scans have ended."""
    from mingcha.platform.testing.models import Scan  # noqa: PLC0415 - once the site is set up

    return Scan.objects.exclude(state="queued").count()


def _drain(service: Service) -> tuple[int, int]:
    """Wait until all scans have ended; queue those again that were killed at every start. Return how many, and the seconds."""
    from django.db import connections  # noqa: PLC0415 - once the site is set up
    from django.utils import timezone  # noqa: PLC0415 - as above

    from mingcha.platform.testing.scans import retry_scan  # noqa: PLC0415 - as above
    from mingcha.platform.work.models import Unit  # noqa: PLC0415 - as above

    by_hand, began = 0, time.monotonic()
    over, progress = 0, began
    while time.monotonic() - progress < _PATIENCE:
        service.mend()
        if (now := _over()) != over:
            over, progress = now, time.monotonic()
        left = Unit.objects.filter(kind="scan", state__in=("queued", "running")).count()
        away = list(Unit.objects.filter(kind="scan", state="quarantined"))
        for unit in away:
            by_hand += retry_scan(unit, now=timezone.now())
        if not left and not away:
            break
        connections.close_all()
        time.sleep(1)
    return by_hand, round(time.monotonic() - began)


def _counts(scans: dict[int, int], home: Path) -> dict[str, Any]:
    from mingcha.platform.ledger.chain import verify  # noqa: PLC0415 - once the site is set up
    from mingcha.platform.ledger.models import Entry  # noqa: PLC0415 - as above
    from mingcha.platform.testing.models import Scan  # noqa: PLC0415 - as above

    rows = {scan.pk: scan for scan in Scan.objects.all()}
    told = Counter(Entry.objects.filter(kind__in=("scan-requested", "scan-ended")).values_list("kind", "subject"))
    doubled = [key for key, times in told.items() if times > 1 and key[0] == "scan-requested"]
    findings = Counter(scan.findings.count() for scan in rows.values())
    reports = {scan.report for scan in rows.values()}
    doctor = subprocess.run(
        [sys.executable, "-m", "mingcha", "platform", "doctor", "--full", "--home", home], check=False, stdout=subprocess.DEVNULL
    )
    return {
        "lost": len(scans) - len(set(scans.values()) & set(rows)),
        "doubled": len(rows) - len(set(scans.values())) + len(doubled),
        "states": dict(Counter(scan.state for scan in rows.values())),
        "why failed": dict(Counter(scan.why for scan in rows.values() if scan.state == "failed")),
        "ended twice": sum(times > 1 for (kind, _), times in told.items() if kind == "scan-ended"),
        "findings": dict(findings),
        "reports": len(reports),
        "log breaks": len(verify()),
        "doctor": doctor.returncode,
    }


def _name(process: int) -> str:
    """Return what the process is."""
    try:
        line = Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
        parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        above = Path(f"/proc/{parent}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return "gone"
    if " platform run " in line:
        return "supervisor"
    if " platform worker " in line or " platform web " in line:
        return "scan" if " platform worker " in above else "worker" if " worker " in line else "gunicorn"
    return "page" if "gunicorn" in above else "gunicorn" if "gunicorn" in line else "scan"


def main() -> None:
    """Run what was asked for; each trial in a process of its own, for Django's settings are made once."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pause", type=float, default=1.5, help="mean seconds between two kills")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.home is not None:
        import django  # noqa: PLC0415 - the settings ask the environment

        django.setup()
        print(json.dumps(trial(asked.home, asked.units, asked.kills, asked.pause)))
        return
    for database in asked.databases.split(","):
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "home"
            paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
            settings = {"PYTHONPATH": paths, "MINGCHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mingcha.platform.settings"}
            if database == "postgresql":
                programs = find_programs()
                if programs is None:
                    raise SystemExit("no PostgreSQL here")
                folder = stack.enter_context(serve(programs)).replace("/", "%2F")
                settings["MINGCHA_DATABASE"] = f"postgresql://{USER}@{folder}:{PORT}/postgres"
            environment = {**os.environ, **settings}
            subprocess.run(
                [sys.executable, "-m", "mingcha", "platform", "init", "--no-demo"], env=environment, check=True, stdout=subprocess.DEVNULL
            )
            line = [sys.executable, __file__, "--home", home, *(f"--{name}={getattr(asked, name)}" for name in ("units", "kills", "pause"))]
            out = subprocess.run(list(map(str, line)), env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
            print(json.dumps({"database": database, **json.loads(out)}), flush=True)


if __name__ == "__main__":
    main()
