"""The one Django app of Tillbook."""

from __future__ import annotations

from django.apps import AppConfig


class TillbookConfig(AppConfig):
    """Every table of the shop belongs to this app."""

    name = "tillbook.db"
    label = "tillbook"
    default_auto_field = "django.db.models.BigAutoField"
