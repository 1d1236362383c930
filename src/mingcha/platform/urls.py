"""Addresses: the public site at the root, officers' pages below /office/, the API below /api/."""

from __future__ import annotations

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from mingcha.platform.api.problems import unknown
from mingcha.platform.api.site import api
from mingcha.platform.office import preferences

handler400 = "mingcha.platform.office.errors.bad_request"
handler403 = "mingcha.platform.office.errors.forbidden"
handler404 = "mingcha.platform.office.errors.not_found"
handler500 = "mingcha.platform.office.errors.server_error"

urlpatterns = [
    path("", include("mingcha.platform.portal.urls")),
    path("office/", include("mingcha.platform.office.urls")),
    path("api/v1/", api.urls),
    path("api/<path:path>", csrf_exempt(unknown)),
    path("accounts/", include("mingcha.platform.people.urls")),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
]
