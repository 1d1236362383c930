"""The states of a case, in the order in which a case may meet them."""

from __future__ import annotations

from django.db import models

from mingcha.platform.words import both


class State(models.TextChoices):
    """Where a case is."""

    ACCEPTED = "accepted", both("已受理", "accepted")
    ASSIGNED = "assigned", both("已派检", "assigned to a lab")
    TESTING = "testing", both("检测中", "in test")
    REVIEW = "review", both("技术审查", "technical review")
    CONFIRMED = "confirmed", both("问题确认", "problem confirmed")
    ORDERED = "ordered", both("责令整改", "ordered to rectify")
    ANSWERED = "answered", both("已反馈整改", "operator has answered")
    OVERDUE = "overdue", both("逾期未反馈", "overdue")
    RECHECK = "recheck", both("复检中", "in recheck")
    RECHECK_REVIEW = "recheck-review", both("复检审查", "review of the recheck")
    UNRECTIFIED = "unrectified", both("整改不彻底", "not rectified")
    NOTICE_PROPOSED = "notice-proposed", both("拟通报", "notice proposed")
    NOTICE_APPROVED = "notice-approved", both("待通报", "notice approved")
    NOTICED = "noticed", both("已通报", "publicly noticed")
    DELIST_PROPOSED = "delist-proposed", both("拟下架", "delisting proposed")
    DELIST_ORDERED = "delist-ordered", both("已通知下架", "delisting ordered")
    DELISTED = "delisted", both("已下架", "delisted")
    RELISTING = "relisting", both("待恢复上架", "awaiting relisting")
    ACCESS_STOPPED = "access-stopped", both("已停止接入", "access stopped")
    PENALTY_FILED = "penalty-filed", both("处罚立案", "penalty procedure opened")
    PENALTY_NOTIFIED = "penalty-notified", both("处罚事先告知", "prior notice of penalty")
    PENALTY_PROPOSED = "penalty-proposed", both("拟处罚", "penalty proposed")
    PENALISED = "penalised", both("已处罚", "penalised")
    BAD_LISTED = "bad-listed", both("列入不良名单", "on the bad list")
    DISHONESTY_LISTED = "dishonesty-listed", both("列入失信名单", "on the dishonesty list")
    NO_PROBLEM = "no-problem", both("未发现问题，结案", "closed: no problem")
    RECTIFIED = "rectified", both("整改完成，结案", "closed: rectified")
    RELISTED = "relisted", both("恢复上架，结案", "closed: relisted")
    DISMISSED = "dismissed", both("撤销", "dismissed")
    REVOKED = "revoked", both("申诉成立，撤销", "revoked on appeal")
    CLOSED = "closed", both("处置完毕，结案", "closed")


CLOSED = frozenset({State.NO_PROBLEM, State.RECTIFIED, State.RELISTED, State.DISMISSED, State.REVOKED, State.CLOSED})
# What an authority has not decided yet is not told to the company.
UNDECIDED = frozenset({State.NOTICE_PROPOSED, State.NOTICE_APPROVED, State.DELIST_PROPOSED, State.PENALTY_PROPOSED})
# Measures that stand after them; a company that rectifies late may still answer, and be tested again.
MEASURES = (State.DELISTED, State.ACCESS_STOPPED, State.BAD_LISTED, State.DISHONESTY_LISTED)
BEFORE_NOTICE = frozenset({State.NOTICE_PROPOSED, State.NOTICE_APPROVED})
# From here on the company knows of the case.
TOLD = frozenset(State) - {
    State.ACCEPTED,
    State.ASSIGNED,
    State.TESTING,
    State.REVIEW,
    State.CONFIRMED,
    State.NO_PROBLEM,
    State.DISMISSED,
}
