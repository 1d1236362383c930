"""The steps of a case, one file each, in the order in which a case may meet them. A new step: one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.casework.steps import (
    answer,
    appeal,
    approve_notice,
    assign,
    begin_test,
    clear,
    close,
    confirm,
    decide_appeal,
    decide_penalty,
    dismiss,
    enter_receipt,
    extend,
    fail_recheck,
    fan_out,
    file_penalty,
    hear,
    lapse,
    list_bad,
    list_dishonest,
    notify_penalty,
    order,
    order_delisting,
    pass_recheck,
    propose_delisting,
    propose_notice,
    propose_penalty,
    publish,
    receipt,
    recheck,
    relist,
    return_proposal,
    return_test,
    serve,
    stop_access,
    submit_test,
)

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Step

STEPS: tuple[Step, ...] = tuple(
    module.STEP
    for module in (
        assign,
        begin_test,
        submit_test,
        return_test,
        clear,
        confirm,
        dismiss,
        fan_out,
        order,
        serve,
        extend,
        answer,
        lapse,
        recheck,
        pass_recheck,
        fail_recheck,
        propose_notice,
        approve_notice,
        publish,
        propose_delisting,
        order_delisting,
        receipt,
        enter_receipt,
        relist,
        stop_access,
        file_penalty,
        notify_penalty,
        hear,
        propose_penalty,
        decide_penalty,
        list_bad,
        list_dishonest,
        return_proposal,
        appeal,
        decide_appeal,
        close,
    )
)
