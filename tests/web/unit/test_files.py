"""The till's files: the same words in each language, nothing that the browser is forbidden to run, nothing too long."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[3]
TILL: Final = ROOT / "src/tillbook/web/static/till"
LANGUAGES: Final = ("en", "hi", "de")
LINES_MAX: Final = 300
SOURCES: Final = sorted((TILL / "js").rglob("*.js"))

_text: Final = r'"((?:[^"\\]|\\.)*)"'
_entry: Final = re.compile(rf"^  (\w+): (?:{_text}|\{{ ((?:\w+: {_text},? ?)+)\}}),$")
_form: Final = re.compile(rf"(\w+): {_text}")
_placeholder: Final = re.compile(r"\{(\w+)\}")
_asked: Final = re.compile(r"""(?<![\w.])t\("([a-z_]+\.\w+)"[,)]""")

Words = dict[str, dict[str, str]]


def words(language: str) -> Words:
    """By key, its forms: "" for a plain text, else a plural category."""
    found: Words = {}
    for path in sorted((TILL / "words" / language).glob("*.js")):
        if path.name == "index.js":
            continue
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith("  ") or line.lstrip().startswith("//"):
                continue
            entry = _entry.match(line)
            assert entry is not None, f"{path.name}: write a word as key: “text”, on a line: {line}"
            forms = dict(_form.findall(entry[3])) if entry[3] else {"": entry[2]}
            assert f"{path.stem}.{entry[1]}" not in found, f"{path.name}: {entry[1]} stands twice"
            found[f"{path.stem}.{entry[1]}"] = forms
    return found


def placeholders(forms: dict[str, str]) -> set[str]:
    return {name for text in forms.values() for name in _placeholder.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_each_language_has_the_words_of_english_with_the_same_places(language: str) -> None:
    english, other = words("en"), words(language)

    assert sorted(other) == sorted(english)
    assert [key for key in english if placeholders(english[key]) != placeholders(other[key])] == []
    assert [key for key, forms in other.items() if "" not in forms and "other" not in forms] == []


def test_every_word_that_is_asked_for_is_there() -> None:
    known = words("en")
    asked = {(key, path.name) for path in SOURCES for key in _asked.findall(path.read_text("utf-8"))}

    assert sorted((key, name) for key, name in asked if key not in known) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_source_is_short_and_asks_nothing_that_the_policy_forbids(path: Path) -> None:
    text = path.read_text("utf-8")

    assert len(text.splitlines()) < LINES_MAX
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|style=\"|https?://"
    assert re.findall(forbidden, text) == []


def test_the_vendored_files_are_those_that_were_fetched() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools/vendor.py", "--check"], check=False, capture_output=True)

    assert (done.returncode, done.stderr) == (0, b"")
