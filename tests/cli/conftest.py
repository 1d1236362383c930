from tests.rules.conftest import write_rule

__all__ = ["write_rule"]
