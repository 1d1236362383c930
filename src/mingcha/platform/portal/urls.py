"""Addresses of the public site: one module per area."""

from __future__ import annotations

from mingcha.platform.portal import complaints, home, notices, sdks, verify

app_name = "portal"
urlpatterns = [
    *home.urlpatterns,
    *notices.urlpatterns,
    *sdks.urlpatterns,
    *complaints.urlpatterns,
    *verify.urlpatterns,
]
