from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from mingcha.platform.work.models import OVER, Lane, Unit, UnitState


def test_what_is_over_is_told() -> None:
    assert {state for state in UnitState if Unit(state=state).is_over} == set(OVER)
    assert set(UnitState) - set(OVER) == {UnitState.QUEUED, UnitState.RUNNING}
    assert (str(Unit(key="scan:1")), Lane.INTERACTIVE < Lane.ROUTINE < Lane.CAMPAIGN) == ("scan:1", True)


@pytest.mark.django_db
def test_the_migration_is_that_of_the_models() -> None:
    out = StringIO()
    call_command("makemigrations", "work", check_changes=True, dry_run=True, stdout=out)
    assert "No changes" in out.getvalue()
