from __future__ import annotations

from django.core.checks import registry

from mingcha.platform.work.check import check_transactions
from mingcha.platform.work.handler import kinds


def test_handlers_of_installed_apps_are_found() -> None:
    assert "trial" in kinds()


def test_the_check_of_the_database_is_registered() -> None:
    assert check_transactions in registry.registry.get_checks()
