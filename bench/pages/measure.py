"""How long pages take on the server, and with how many queries.

Times are those of the processors: of this process and of PostgreSQL's that answers it. So other work on the machine, of which
there is always some, does not count; everything is in memory, and no query has helpers.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bench.pages.walk import visits
from django.db import connection
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.pages.walk import Visit

    from mingcha.platform.people.models import User

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_PASSWORD = "for the bench only"  # noqa: S105 - of people that exist in the bench alone
_OK = 200
# Beyond this a page is not asked for again and again.
_HOPELESS = 3.0
Result = dict[str, Any]


@dataclass(slots=True)
class Queries:
    """Counts the queries of a request and keeps what they were and how long they took, in milliseconds."""

    said: list[tuple[float, str, Any]] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run a query."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.said.append(((time.perf_counter() - began) * 1000, sql, params))


def measure(*, rounds: int, only: str = "", plans_above: float | None = None) -> Iterator[Result]:
    """Yield a result per visit that shows a page: name, person, milliseconds of the first and of `rounds` further requests, queries."""
    clients: dict[str, Client] = {}
    for visit in visits(datetime.now(ZoneInfo("Asia/Shanghai")).date()):
        if only and only not in f"{visit.page} {visit.person} {visit.what}":
            continue
        client = clients.setdefault(visit.person, Client(raise_request_exception=False))
        if visit.user is not None and "sessionid" not in client.cookies:
            _sign_in(client, visit.user)
        result = _visit(client, visit, rounds, plans_above)
        if result is not None:
            yield result


def _sign_in(client: Client, user: User) -> None:
    """Sign a person in who has just given the password again, which some pages ask for."""
    user.set_password(_PASSWORD)
    user.save(update_fields=["password"])
    client.force_login(user, backend=_BACKEND)
    client.post("/accounts/reauthenticate/", {"password": _PASSWORD})


def _visit(client: Client, visit: Visit, rounds: int, plans_above: float | None) -> Result | None:
    queries = Queries()
    with connection.execute_wrapper(queries):
        first, status, size = _get(client, visit.address)
    if status >= 500:
        return {"page": visit.page, "person": visit.person, "what": visit.what, "address": visit.address, "status": status}
    if status != _OK:
        return None
    times = [first] if first > _HOPELESS * 1000 else [_get(client, visit.address)[0] for _ in range(rounds)]
    result = {
        "page": visit.page,
        "person": visit.person,
        "what": visit.what,
        "address": visit.address,
        "queries": len(queries.said),
        "bytes": size,
        "first": round(first, 1),
        "times": [round(each, 1) for each in times],
    }
    if plans_above is not None and statistics.median(times) > plans_above:
        result["slow"] = [f"{spent:.0f} ms  {sql % tuple(map(repr, params or ()))}" for spent, sql, params in queries.said if spent > 20]
    return result


def _get(client: Client, address: str) -> tuple[float, int, int]:
    began = _spent()
    response = client.get(address)
    size = len(response.content) if not response.streaming else 0
    return _spent() - began, response.status_code, size


def _spent() -> float:
    """Return the milliseconds that this process and PostgreSQL's have been at work."""
    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.process_time() * 1000 + int(backend) / 1e6


def quantile(times: list[float], share: float) -> float:
    """Return the time that the share of the times does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def summary(results: Iterable[Result], limit: float) -> str:
    """Return the results by page as a table in Markdown, and what is above the limit."""
    pages: dict[str, list[Result]] = {}
    shown = [result for result in results if "times" in result]
    for result in shown:
        pages.setdefault(result["page"], []).append(result)
    lines = ["| page | visits | queries | p50 ms | p95 ms | max ms | the slowest |", "|---|---|---|---|---|---|---|"]
    for page, found in sorted(pages.items()):
        times = [each for result in found for each in result["times"]]
        slowest = max(found, key=lambda result: max(result["times"]))
        fewest, most = (pick(result["queries"] for result in found) for pick in (min, max))
        number = str(most) if fewest == most else f"{fewest}–{most}"
        figures = " | ".join(f"{each:.0f}" for each in (quantile(times, 0.5), quantile(times, 0.95), max(times)))
        lines.append(f"| {page} | {len(found)} | {number} | {figures} | {slowest['person']} {slowest['what']} |")
    times = [each for result in shown for each in result["times"]]
    if times:
        figures = " | ".join(f"**{each:.0f}**" for each in (quantile(times, 0.5), quantile(times, 0.95), max(times)))
        lines.append(f"| **all** | {len(shown)} | | {figures} | |")
    above = [result for result in shown if quantile(result["times"], 0.95) > limit]
    lines += [f"{len(above)} of {len(shown)} visits above {limit:.0f} ms"]
    lines += [f"- {each['page']} {each['person']} {each['what']}: {statistics.median(each['times']):.0f} ms" for each in above]
    return "\n".join(lines)
