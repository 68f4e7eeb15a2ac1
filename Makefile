# Two commands do all the set-up: `make run` opens the dashboard, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 = 1

.DEFAULT_GOAL := help
.PHONY: help setup run check test bench bench-scale bench-archive lock golden score

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.run  ## make the environment from the pinned requirements.txt

run: setup  ## open the dashboard in the browser
	QANTAR_IMPORTS="$${QANTAR_IMPORTS-data/mine}" $(BIN)/streamlit run app.py

check: $(VENV)/.test  ## lint, format, layers, types, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/codespell

test: $(VENV)/.test check  ## install all that the tests need (Chromium too), check, run every test
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m pytest

bench: $(VENV)/.test  ## measure the speed of this machine, side by side with a naive app
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m tests.bench

bench-scale: $(VENV)/.test  ## measure 10,000 to 10,000,000 events, beside other ways to draw them
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m tests.bench.scale

bench-archive: $(VENV)/.test  ## code 200,000 reports while processes are killed; see 100,000,000 events; an hour, 5 GB of disk
	$(BIN)/python -m tests.bench.archive
	$(BIN)/python -m tests.bench.pyramid

score: $(VENV)/.test  ## score the automatic coder on the coded reports, each number apart, and say what it costs
	$(BIN)/python -m tests.score
	$(BIN)/python -m tests.bench.coder

lock: $(VENV)/.test  ## pin the newest versions that fit pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --no-annotate --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-annotate --upgrade -c requirements.txt --group test pyproject.toml -o tests/requirements.txt

golden: $(VENV)/.test  ## write the golden files anew; read the diff
	$(BIN)/python -m pytest --force-regen

$(VENV)/.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Qantar needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.venv requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.test: $(VENV)/.run tests/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@
