# Everything here sets itself up: Python 3.11 or later and make are enough. `make PYTHON=python3.13 test` picks a Python.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test check quality bench docs pictures clean

help:  ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST)

demo: $(VENV)/.runs  ## what relex finds in the sample articles
	@$(BIN)/relex extract seeds/*.txt

test: $(VENV)/.develops  ## the tests
	$(BIN)/python -m pytest

check: $(VENV)/.develops  ## format, lint, types, tests, the examples beside the rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest
	$(BIN)/relex check rules/diplomacy
	$(BIN)/relex test rules/diplomacy
	$(BIN)/relex check rules/companies
	$(BIN)/relex test rules/companies

quality: $(VENV)/.develops  ## precision and recall on the development data, against the floors
	$(BIN)/python benchmarks/quality.py all

bench: $(VENV)/.develops  ## speed, growth, memory, beginnings, beside others; an hour, on a quiet machine
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/runs.py
	$(BIN)/python benchmarks/rivals.py
	$(BIN)/python benchmarks/page.py

docs: $(VENV)/.runs  ## the guide and the reference as web pages, in build/site
	@$(INSTALL) --editable '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

pictures: $(VENV)/.develops  ## the pictures in docs/images anew; needs Chromium
	RELEX_PICTURES=write $(BIN)/python -m pytest -q -n 0 tests/test_pictures.py tests/web/test_pictures.py

clean:  ## remove what the others made
	rm -rf $(VENV) build dist benchmarks/.out .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Two steps, so that the demo need not wait for the tools of development.
$(VENV)/.runs: pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or later found; name one with PYTHON=..." >&2; exit 1; }
	@echo "setting up $(VENV) with $(PYTHON) (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.develops: $(VENV)/.runs
	@$(INSTALL) --editable '.[dev]'
	@touch $@
