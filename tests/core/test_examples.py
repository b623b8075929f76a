"""The examples in the docstrings of the core run and give what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import tillbook.core

MODULES = sorted(module.name for module in pkgutil.walk_packages(tillbook.core.__path__, "tillbook.core."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_core_give_what_they_show(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
