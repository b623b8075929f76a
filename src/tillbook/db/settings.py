"""Django's settings: our one app and the table of sessions, one database, no server in it.

The home folder and the database are read once from the environment; :func:`tillbook.db.opening.open_shop`
sets them before Django starts.
"""

from __future__ import annotations

import os
from pathlib import Path

from tillbook.db.engines import sqlite_database

SECRET_KEY = "unused: nothing is signed by the books"  # noqa: S105  (no session or token is made with it)
INSTALLED_APPS = ["django.contrib.sessions", "tillbook.db.apps.TillbookConfig"]
TILLBOOK_HOME: Path = Path(os.environ.get("TILLBOOK_HOME", "."))
DATABASES = {"default": sqlite_database(TILLBOOK_HOME / "tillbook.sqlite3")}
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LOGGING_CONFIG = None
"""Django logs to nowhere by its own handlers: what went wrong is raised, and told by whoever shows it."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
