"""Folders and shops in the machine's memory, for tests that post thousands of times."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from tests.shop import TestShop, copy_shop

IN_MEMORY = Path("/dev/shm")


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """An empty folder, gone afterwards; on the disk where the machine has none in memory.

    Each commit waits for the disk, 2 to 100 ms of a test machine's time. Processes see what the others wrote,
    and what a killed one wrote, in the memory of the system; only a power cut would tell the difference.
    """
    folder = Path(tempfile.mkdtemp(prefix="tillbook-test-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def shop_in_memory(template: Path) -> Iterator[TestShop]:
    """A copy of a closed shop, opened, in memory; its books must be right at the end."""
    with folder_in_memory() as folder:
        shop = copy_shop(template, folder)
        try:
            yield shop
            shop.must_be_clean()
        finally:
            connection.close()
