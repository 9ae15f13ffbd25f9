# `make` lists the targets. Each makes the environment .venv from the lock by itself if need be.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
STAMP := .venv/.made-from-lock
LOCKS := requirements/lock.txt requirements/torch-cpu.txt requirements/torch-cuda.txt
STACK_OPTIONS := $(if $(DATA_DIR),--data-dir '$(DATA_DIR)') $(if $(PORT_BASE),--port-base $(PORT_BASE))
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps

.PHONY: help setup demo up test test-full lint format bench openapi docs lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'
	@echo
	@echo "  PORT_BASE=9000 moves all ports of demo and up; DATA_DIR=folder keeps their data elsewhere."

setup: $(STAMP) ## Make the environment .venv from the lock

demo: $(STAMP) ## Start everything, screen a few synthetic voices, serve until Ctrl-C (ONCE=1: stop after the results)
	@$(BIN)/speechscan demo $(if $(ONCE),--once) $(STACK_OPTIONS)

up: $(STAMP) ## Start everything and serve until Ctrl-C
	@$(BIN)/speechscan up $(STACK_OPTIONS)

test: $(STAMP) ## Run all tests but the slow ones (about 16 minutes on two cores)
	$(BIN)/python -m pytest -m 'not slow' -n 2 --dist loadscope $(ARGS)

test-full: $(STAMP) ## Run the slow tests: soak, long fault runs, promotions from training to ledger
	$(BIN)/python -m pytest -m slow -n 2 --dist loadscope $(ARGS) tests/faults tests/integration

lint: $(STAMP) ## Check style, format, types, import directions and licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python requirements/check_licences.py

format: $(STAMP) ## Put the code in the project's format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(STAMP) ## Measure latency and throughput beside the baselines
	$(BIN)/python -m tests.benchmarks $(ARGS)

openapi: $(STAMP) ## Write docs/openapi.json, what clients are promised (ARGS=--breaking: even if some break)
	$(BIN)/python -m tests.openapi $(ARGS)

docs: $(STAMP) ## Make the documents a site in build/site; a link to nowhere is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --config-file infra/docs/mkdocs.yml $(ARGS)

lock: $(STAMP) ## Write the lock files anew from pyproject.toml (ARGS=--upgrade: newest versions)
	$(BIN)/python requirements/make_lock.py $(ARGS)

clean: ## Remove the environment and caches; recordings and results in the data folder stay
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): $(LOCKS) pyproject.toml requirements/python.sh
	@python=$$(bash requirements/python.sh); \
	echo "Making .venv from the lock with $$python; this takes some minutes the first time."; \
	[ -x $(BIN)/python ] || "$$python" -m venv .venv
	@$(PIP_INSTALL) --require-hashes -r requirements/lock.txt
	@$(PIP_INSTALL) --require-hashes -r requirements/torch-cpu.txt 2> .venv/torch-cpu.log || { \
		echo "No index that pip is configured for has torch's CPU build: taking the public one with CUDA (gigabytes)."; \
		$(PIP_INSTALL) --require-hashes -r requirements/torch-cuda.txt; \
	}
	@$(PIP_INSTALL) --no-build-isolation --editable .
	@$(BIN)/python -m pip check
	@touch $@
