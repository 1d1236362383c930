"""The pages, one module per area. A module has `urlpatterns`; `office.urls` collects them."""
