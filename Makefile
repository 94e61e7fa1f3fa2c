# Everything a developer or a first visitor does; `make` alone lists it.
# Needs Python 3.11 or newer, git and make; all else is installed into .venv, pinned and with its hashes checked.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
LOCKS := requirements/runtime.txt requirements/dev.txt
WORKERS ?= auto
PYTEST ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench lock

help: ## list what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

setup: $(STAMP) ## install everything into .venv

$(STAMP): $(LOCKS) pyproject.toml
	@$(PYTHON) checks/python.py
	@test -x $(BIN)/python || { echo "Making $(VENV) with $$($(PYTHON) --version)."; $(PYTHON) -m venv $(VENV); }
	@echo "Installing the pinned packages into $(VENV); the first time this takes about a minute."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements/dev.txt
	@echo "Installing Comity itself."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "Ready."

demo: setup ## a house with people and letters in it, in the browser
	@$(BIN)/comity demo $(DEMO)

test: setup ## run all tests; PYTEST="-k veto" chooses
	$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST)

check: setup ## style, types, floors of the house, words, secrets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m comity.rules.words_check
	$(BIN)/python checks/secrets.py
	$(BIN)/python checks/sizes.py

bench: setup ## measure; the figures stand in docs/performance.md
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

lock: setup ## choose new versions of the packages and write them down with their hashes
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --all-extras $(LOCK) --output-file requirements/runtime.txt
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev $(LOCK) --constraint requirements/runtime.txt \
		--output-file requirements/dev.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet
