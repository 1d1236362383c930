from __future__ import annotations

import pytest
from django.db import connection

from mingcha.platform.work.check import check_transactions


@pytest.mark.django_db
def test_both_engines_are_fit_as_the_platform_sets_them_up() -> None:
    assert check_transactions() == []


@pytest.mark.django_db
def test_sqlite_that_locks_late_is_refused(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    assert [error.id for error in check_transactions()] == (["work.E001"] if engine == "sqlite" else [])


@pytest.mark.django_db
def test_a_database_that_cannot_skip_locked_rows_is_refused(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(connection.features), "has_select_for_update_skip_locked", False)
    assert [error.id for error in check_transactions()] == ([] if engine == "sqlite" else ["work.E001"])
