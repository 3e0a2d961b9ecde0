# Needs make, git and Python 3.11 or newer; everything else is installed into .venv, from locked files.
# Without make (Windows): docs/install.md has the same steps as plain lines.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help explore test lint format bench lock clean distclean

# The first Python that is new enough; `make PYTHON=/path/to/python` chooses another.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
    "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
endif

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --progress-bar off --quiet

# What has been done stands in .venv as an empty file, so that a second run is fast.
MADE := $(VENV)/.made
LOCKED := requirements/build.txt requirements/runtime.txt

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

explore: $(MADE)-package  ## install, build the graph, ask three questions, draw the doctrines
	$(BIN)/kg build
	@echo
	$(BIN)/kg ask r2p-2005
	@echo
	$(BIN)/kg ask abstentions ballot=ballot:S-RES-1973
	@echo
	$(BIN)/kg ask rwp-elements
	@mkdir -p build
	$(BIN)/kg view doctrine -o build/doctrine.html
	@echo; echo "Open in a browser: file://$(CURDIR)/build/doctrine.html"
	@echo "Then try:          $(BIN)/kg ask --list"

test: lint  ## check style, types and spelling, then run every test
	.ci/install-chromium
	$(BIN)/python -m pytest

lint: $(MADE)-dev  ## check style, types and spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict kg tests
	$(BIN)/codespell kg benchmarks docs *.md Makefile pyproject.toml

format: $(MADE)-dev  ## put the code into the project's form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(MADE)-dev  ## measure
	$(BIN)/python -m benchmarks

lock: $(MADE)-dev  ## write the locks anew (`make lock UPGRADE=--upgrade` takes newer versions)
	cd requirements && for name in build runtime dev; do \
	    ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	        --no-header --no-emit-index-url $(UPGRADE) $$name.in --output-file $$name.txt || exit 1; \
	done

clean:  ## remove what was built
	rm -rf build dist visualizations/html .mypy_cache .pytest_cache .ruff_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## remove the environment too
	rm -rf $(VENV)

$(MADE)-venv:
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11 or newer found. Install one, or run" \
	    "make PYTHON=/path/to/python"; exit 1; fi
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "This Python cannot make environments." \
	    "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(MADE)-runtime: $(LOCKED) | $(MADE)-venv
	$(INSTALL) --require-hashes $(LOCKED:%=-r %)
	@touch $@

$(MADE)-package: pyproject.toml kg/__init__.py $(MADE)-runtime
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(MADE)-dev: requirements/dev.txt $(MADE)-package
	$(INSTALL) --no-build-isolation --require-hashes -r requirements/dev.txt
	@touch $@
