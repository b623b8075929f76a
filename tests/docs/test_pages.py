"""Pages say only what is so: links lead somewhere, paths and commands exist, nothing private leaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "tests", "tools", "bench", "docs", "examples", "requirements", ".ci")
TEXTS = (".py", ".md", ".toml", ".txt", ".json", ".sh", ".cfg", ".ini", ".yml", ".yaml", "")
LINES_MAX = 400


def project_files() -> Iterator[Path]:
    """Every text file of the project, without what tools leave behind."""
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and path.suffix in TEXTS and not path.name.startswith(".coverage"):
            yield path
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
                yield path


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose_of(page: Path) -> str:
    """The page without its code blocks."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors_of(page: Path) -> set[str]:
    """Headings as links name them: lower case, blanks to hyphens, no punctuation."""
    headings = re.findall(r"^#+ (.+)$", prose_of(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose_of(page)):
        file, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        linked = page.parent / file if file else page
        if not linked.exists() or (anchor and anchor not in anchors_of(linked)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_paths_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`((?:src|tests|tools|bench|docs|examples|requirements|\.ci)/[\w./-]*)`", prose_of(page))
    assert [path for path in named if not ((ROOT / path).exists() or (ROOT / f"{path}.py").exists())] == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    named = {
        *re.findall(r"`make ([a-z]+)", text),
        *re.findall(r"^\s*\$?\s*make ([a-z]+)", text, flags=re.MULTILINE),
    }
    assert named - targets == set()


def test_readme_names_the_two_commands_and_the_map() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme
    assert "docs/map.md" in readme


def test_files_can_be_read_in_one_go() -> None:
    too_long = {
        name_of(path): lines
        for path in project_files()
        if path.suffix in {".py", ".md"}
        and path.name != "CHANGELOG.md"
        and "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_MAX
    }
    assert too_long == {}


def test_nothing_speaks_of_the_place_where_it_was_made() -> None:
    leak = re.compile(r"(?<![\w.])/" + r"work(?![\w-])|\.\./" + r"shared\b|\bissue " + r"#\d", re.IGNORECASE)
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in project_files()
        for match in leak.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
