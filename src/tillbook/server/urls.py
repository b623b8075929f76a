"""Every address that the server answers."""

from __future__ import annotations

from tillbook.api.urls import urls as api_urls

urlpatterns = [*api_urls()]
