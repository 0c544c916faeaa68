PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test up bench lint setup clean
.DELETE_ON_ERROR:

demo: setup          ## feeds to incidents on the bundled newsroom, through Airflow
	@truce demo

test: setup          ## everything, on a real Postgres, real HTTP and real Airflow
	@pytest -n 2 --dist loadfile

up: setup            ## Airflow on the live feeds, in the foreground; Ctrl-C stops all
	@exec truce up

bench: setup         ## one table of ratios
	@python -m bench

lint: setup
	@ruff check . && mypy

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Trucewatch needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@echo "setting up .venv from requirements.lock (once, a minute or two)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 .venv/lib etl schema >/dev/null || true
	@touch $@

clean:               ## the environment only; .truce/ holds your data
	@rm -rf .venv
