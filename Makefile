# `make report` and `make test` are all that a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
PEERS_PYTHON ?= $(PYTHON)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help report docs test lint types kernels tests documents format lock example bench-drive-times bench-nppes bench-routing bench-extracts bench-reruns bench-many fuzz soak audit clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 20

report: $(READY)  ## install if needed, run the demo area, print where its report is
	$(BIN)/infusion-access run demo

# The notebooks read a run of the demo.
docs: $(READY)  ## build the documentation site, build/docs/index.html
	@test -f data/processed/demo/access.duckdb || $(BIN)/infusion-access run demo
	$(BIN)/python -m sphinx -W --keep-going -q docs build/docs
	@echo build/docs/index.html

# The types are one core's work for a minute, and so is compiling what all processes of the tests call.
test: $(READY)  ## install if needed, run every check
	$(MAKE) --jobs=2 lint types kernels
	$(MAKE) tests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(READY)
	$(BIN)/mypy

kernels: $(READY)  ## compile the searches, which are kept beside the source
	$(BIN)/python -m flows.processes.compiling

# tests/conftest.py shares the tests out, and begins with the longest.
tests: $(READY)
	$(BIN)/pytest -n logical --maxprocesses 4 --dist loadscope --no-loadscope-reorder

documents: $(READY)  ## write what follows from declarations: settings, schema, reference area, tables
	$(BIN)/python -m pipelines.area.document
	$(BIN)/python -m pipelines.contracts.document

format: $(READY)  ## put the code into the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# One environment, made anew when the lock or the metadata changes. uv takes half of pip's time; pip is for those
# whose packages come from where only pip is told to look.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "Installing the locked dependencies into $(VENV) (a minute or two)"
	$(PYTHON) -m venv --clear $(VENV)
	awk '/^[a-zA-Z]/ { wanted = /^uv==/ } wanted' requirements.lock > $(VENV)/uv.txt
	$(PIP) install --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock \
	  || $(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Resolves for Python 3.11 to 3.13 on every platform, with hashes and without an index address.
lock: $(READY)  ## refresh requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-emit-index-url --no-header --extra dev pyproject.toml --output-file requirements.lock

example: $(READY)  ## redraw reports/example, the committed snapshot of the demo
	$(BIN)/infusion-access run demo
	rm -rf reports/example
	cp -r reports/demo reports/example
	rm -r reports/example/maps reports/example/.written.json  # the pages carry the pictures
	rm -r reports/example/data reports/example/sheets reports/example/explore  # large, and made in a moment
	sed -i '/href="explore\/index.html"/d' reports/example/*.html
	rm -r reports/example/.running reports/example/.kept

# Each benchmark has an environment of its own for the libraries it compares with, listed beside it.
# What cannot be installed here is left out, and the tables say so.
build/peers-%/.ready: tests/benchmarks/%/peers.txt
	$(PEERS_PYTHON) -m venv --clear $(@D)
	@grep -v '^#' $< | while read -r peer; do \
	  $(@D)/bin/python -m pip install --quiet --disable-pip-version-check "$$peer" || \
	    echo "$$peer cannot be installed here: left out"; \
	done
	@touch $@

bench-routing: $(READY) build/peers-routing/.ready  ## compare routing engines, minutes to an hour; PEERS_PYTHON=python3.12 for all of them
	$(BIN)/python -m tests.benchmarks.routing --peers build/peers-routing/bin/python --out build/routing.md
	$(BIN)/python -m tests.benchmarks.routing --copies 24 --repeats 1 --timeout 900 \
	  --engines infusion-access "infusion-access, core" \
	  --out build/routing-nation.md
	$(BIN)/python -m tests.benchmarks.real_roads --peers build/peers-routing/bin/python --out build/real-roads.md

bench-drive-times: $(READY) build/peers-drive_times/.ready  ## compare drive times with OSRM's and Valhalla's, minutes
	$(BIN)/python -m tests.benchmarks.drive_times --peers-python build/peers-drive_times/bin/python

bench-nppes: $(READY) build/peers-nppes/.ready  ## find providers in an NPPES file of full size (24 GB on the disk), half an hour
	$(BIN)/python -m tests.benchmarks.nppes --peers build/peers-nppes/bin/python --folder build/nppes --out build/nppes.md

fuzz: $(READY)  ## damage files at random for MINUTES (10) and look whether a reader breaks
	$(BIN)/python -m tests.fuzz $(or $(MINUTES),10)

soak: $(READY)  ## kill runs of AREA (demo) KILLS (50) times and look whether they end as an undisturbed one, an hour
	$(BIN)/python -m tests.soak $(or $(KILLS),50) $(AREA)

bench-extracts: $(READY)  ## read larger and larger extracts of OpenStreetMap, the last of a gigabyte, an hour
	$(BIN)/python -m tests.benchmarks.extracts 1 5 26 87

bench-reruns: $(READY)  ## run the demo, then again after each of several changes, half an hour
	$(BIN)/python -m tests.benchmarks.reruns

bench-many: $(READY)  ## run 1, 3 and 12 small areas on one and on two workers of Dask, half an hour
	$(BIN)/python -m tests.benchmarks.many_areas

# An environment of its own: what audits is no dependency of ours.
build/audit/.ready:
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check bandit pip-audit
	@touch $@

audit: build/audit/.ready  ## look for unsafe code (bandit) and for known faults of the locked dependencies (pip-audit)
	build/audit/bin/bandit --quiet --recursive --configfile pyproject.toml flows infusion_access pipelines
	build/audit/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict

clean:  ## remove what runs and checks leave behind (never downloads under data/raw)
	rm -rf data/processed/* reports/demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
