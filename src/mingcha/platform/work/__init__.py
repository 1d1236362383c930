"""The queue: one table of units of work, each leased by one worker at a time (docs/adr/008-queue.md).

`queue` is for those who hand work in, `handler` for those who say what a kind of unit does, `worker` works through them. A
unit's result is recorded in the transaction that ends its lease, so that a process that is killed at any moment neither loses
a unit nor records one twice.
"""
