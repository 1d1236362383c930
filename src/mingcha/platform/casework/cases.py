"""Opening cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.casework.models import Case, Subject
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.numbers import next_number

if TYPE_CHECKING:
    from datetime import date, datetime

    from mingcha.platform.people.models import Body, User
    from mingcha.platform.registry.models import App, Sdk


def open_case(  # noqa: PLR0913 - what a case is opened with
    *,
    subject: str,
    bureau: Body,
    actor: User | None,
    at: datetime,
    on: date,
    app: App | None = None,
    sdk: Sdk | None = None,
    store: Body | None = None,
    parent: Case | None = None,
) -> Case:
    """Return a new case on exactly one of app, SDK or store, numbered C-<year>-<six digits>; the log says who opened it."""
    about = {Subject.APP: app, Subject.SDK: sdk, Subject.STORE: store}
    target = about[Subject(subject)]
    if target is None or sum(each is not None for each in about.values()) != 1:
        raise ValueError("a case is about one app, one SDK or one store")
    case = Case.objects.create(
        number=f"C-{on.year}-{next_number('case', on.year):06d}",
        subject=subject,
        app=app,
        sdk=sdk,
        store=store,
        title=target.name,
        bureau=bureau,
        handler=actor if actor and actor.body_id == bureau.pk else None,
        opened_on=on,
        parent=parent,
    )
    told: dict[str, str] = {"number": case.number, "title": case.title, "to": case.state, "on": on.isoformat()}
    if actor:
        told["duty"] = "handle"
    if parent:
        told["parent"] = parent.number
    record(kind="open", subject=f"case:{case.pk}", at=at, actor=actor, data=told)
    return case
