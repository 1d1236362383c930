"""Rules over facts: SQL files with front matter, and the judge; `lint` and `testing` are for those who write rules."""

from mingcha.rules.judge import Judgement, judge
from mingcha.rules.loader import Pack, load_pack
from mingcha.rules.outcomes import RuleOutcome
from mingcha.rules.rule import Rule

__all__ = ["Judgement", "Pack", "Rule", "RuleOutcome", "judge", "load_pack"]
