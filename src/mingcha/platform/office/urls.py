"""Addresses of the officers' pages: one module of `office.pages` per area."""

from __future__ import annotations

from mingcha.platform.office.pages import (
    account,
    apps,
    batches,
    calendar,
    cases,
    checklist,
    documents,
    findings,
    leads,
    lists,
    log,
    notices,
    people,
    queue,
    reports,
    returns,
    scans,
    sdks,
    start,
    stores,
    tests,
    upload,
)

app_name = "office"
urlpatterns = [
    *start.urlpatterns,
    *cases.urlpatterns,
    *documents.urlpatterns,
    *leads.urlpatterns,
    *returns.urlpatterns,
    *lists.urlpatterns,
    *notices.urlpatterns,
    *upload.urlpatterns,
    *scans.urlpatterns,
    *reports.urlpatterns,
    *findings.urlpatterns,
    *tests.urlpatterns,
    *checklist.urlpatterns,
    *batches.urlpatterns,
    *apps.urlpatterns,
    *sdks.urlpatterns,
    *stores.urlpatterns,
    *people.urlpatterns,
    *calendar.urlpatterns,
    *log.urlpatterns,
    *queue.urlpatterns,
    *account.urlpatterns,
]
