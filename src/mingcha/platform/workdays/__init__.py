"""Working days of the Chinese administration: which days count, and when a period of so many of them ends.

`calendar` knows the days, `deadline` counts them, both without Django; `notice` reads the State Council's yearly notice;
`current` adds what officers entered in the tables of `models`.
"""
