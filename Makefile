# `make` lists what can be made. Every target sets up what it needs in .venv; `make check test` is what CI runs.

PYTHON ?= python3
VENV   ?= .venv
SHOP   ?= ./shop

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

PIP      := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL  := $(PIP) install --require-hashes
TILLBOOK := $(BIN)/tillbook --home $(SHOP)
TSC      := tools/web/node_modules/.bin/tsc
CODE     := src tests tools bench

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check race bench fix lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

run: $(VENV)/run.stamp ## set up, and open the till in the browser; its first page makes a shop in ./shop
	@$(TILLBOOK) serve --open

test: $(VENV)/dev.stamp ## set up and run the tests, with the floors of coverage
	@if command -v npm >/dev/null; then $(MAKE) --silent $(TSC); else echo "Without npm the tests in a browser are skipped."; fi
	@$(BIN)/python -m pytest -n 2 -m "not slow" --cov --cov-report= --cov-report=json:.coverage.json
	@$(BIN)/python tools/coverage_floor.py .coverage.json

check: $(VENV)/dev.stamp $(TSC) ## format, lint, types, import contracts, migrations, docs
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(TSC) -p .
	$(BIN)/python tools/vendor.py --check
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && export TILLBOOK_HOME="$$home" && \
	    DJANGO_SETTINGS_MODULE=tillbook.db.settings $(BIN)/django-admin makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/docs

race: $(VENV)/dev.stamp ## the laws with 10,000 examples each, and every race at full length
	TILLBOOK_HYPOTHESIS=race $(BIN)/python -m pytest -n 2 -m hypothesis tests/core
	$(BIN)/python -m pytest -m "slow or not slow" tests/race

bench: $(VENV)/dev.stamp ## measure, and print the table for bench/
	$(BIN)/python -m bench

fix: $(VENV)/dev.stamp ## format, and mend what the linter can mend
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

lock: ## write requirements/*.txt anew (needs uv)
	tools/lock.sh

clean: ## remove what was set up; a shop is left alone
	rm -rf $(VENV) tools/web/node_modules .coverage .coverage.json .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# ---------------------------------------------------------------- setting up

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Tillbook needs Python 3.11 or later. Is another one installed? make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(BIN)/python pyproject.toml requirements/build.txt requirements/run.txt
	@echo "Installing into $(VENV), once ..."
	@$(INSTALL) -r requirements/build.txt -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TSC): tools/web/package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed to check the till's types. On Debian: apt install npm" >&2; exit 1; }
	@npm ci --prefix tools/web --no-audit --no-fund --silent
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@$(INSTALL) -r requirements/dev.txt
	@touch $@
