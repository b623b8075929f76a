"""The program that the HTTP server runs: Django on the shop that TILLBOOK_HOME names."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["DJANGO_SETTINGS_MODULE"] = "tillbook.server.settings"

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()

import ninja
from whitenoise import WhiteNoise

from tillbook.db.opening import NoShop, open_shop
from tillbook.server import worker
from tillbook.server.guard import static_headers
from tillbook.server.static import prefix, prepare

with contextlib.suppress(NoShop):  # then the first page makes one
    open_shop(settings.TILLBOOK_HOME)

sent = TemporaryDirectory(prefix="tillbook-")
prepare(Path(sent.name))
application = WhiteNoise(
    WSGIHandler(), max_age=31_536_000, add_headers_function=static_headers, allow_all_origins=False
)
application.add_files(sent.name, prefix=prefix())  # type: ignore[no-untyped-call]  # whitenoise has no types
application.add_files(str(Path(ninja.__file__).parent / "static"), prefix="static/")  # type: ignore[no-untyped-call]
logging.getLogger("django").setLevel(logging.CRITICAL)  # refusals are answers, and bugs have a log of their own
worker.start()
gc.freeze()
