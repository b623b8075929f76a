"""Django's settings of the server: those of the books, and what HTTP needs besides.

Read once, when the server starts; what it is told comes by the environment, from :mod:`tillbook.server.run`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tillbook.db.settings import (
    DATABASES,
    DEFAULT_AUTO_FIELD,
    LOGGING_CONFIG,
    TILLBOOK_HOME,
    TIME_ZONE,
    USE_TZ,
)
from tillbook.db.settings import INSTALLED_APPS as OF_THE_BOOKS
from tillbook.server.secret_key import secret_key

TILLBOOK_FIRST_RUN_CODE = os.environ.get("TILLBOOK_FIRST_RUN_CODE", "")
FIRST_RUN_UNTIL = datetime.now(UTC) + timedelta(minutes=15)
"""While there is no shop, whoever knows the code makes it, for so long after the start."""
SECRET_KEY = secret_key(TILLBOOK_HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TILLBOOK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
INSTALLED_APPS = [*OF_THE_BOOKS, "ninja"]
STATIC_URL = "/static/"
ROOT_URLCONF = "tillbook.server.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tillbook.server.guard.Guard",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent.parent / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]
DATABASES["default"]["CONN_MAX_AGE"] = None
"""A thread keeps its connection: opening one costs more than a sale's questions."""

_https = os.environ.get("TILLBOOK_HTTPS") == "1"
SESSION_ENGINE = "tillbook.server.sessions"
SESSION_COOKIE_NAME = "tillbook_session"
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_NAME = "tillbook_csrf"
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TILLBOOK_ORIGINS", "").split(",") if origin]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
if os.environ.get("TILLBOOK_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
"""As `formats.strict_json` has it; what may be longer, a picture or a file of products, is read by its own bound."""
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
USE_I18N = False

__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "LOGGING_CONFIG", "TILLBOOK_HOME", "TIME_ZONE", "USE_TZ"]
