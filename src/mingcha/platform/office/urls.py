"""Addresses of the officers' pages: one module of `office.pages` per area."""

from __future__ import annotations

from mingcha.platform.office.pages import account, calendar, cases, leads, lists, log, notices, people, queue, start

app_name = "office"
urlpatterns = [
    *start.urlpatterns,
    *cases.urlpatterns,
    *leads.urlpatterns,
    *lists.urlpatterns,
    *notices.urlpatterns,
    *people.urlpatterns,
    *calendar.urlpatterns,
    *log.urlpatterns,
    *queue.urlpatterns,
    *account.urlpatterns,
]
