"""Addresses of the officers' pages: one module of `office.pages` per area."""

from __future__ import annotations

from mingcha.platform.office.pages import cases, documents, leads, lists, notices, start

app_name = "office"
urlpatterns = [
    *start.urlpatterns,
    *cases.urlpatterns,
    *documents.urlpatterns,
    *leads.urlpatterns,
    *lists.urlpatterns,
    *notices.urlpatterns,
]
