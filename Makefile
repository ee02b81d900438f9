# One line of help per target: `make help`. Everything runs from a clean clone with Python, git and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --no-sync

help:            ## list the targets
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 10

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Etappe needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv .uv || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 2; }
	@.uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'

setup: $(UV)     ## install everything (Python packages, the built UI, git hooks)
	@$(UV) sync --quiet --no-progress || { echo "Installing failed; the lines above say why."; exit 1; }
	@if [ -d .git ]; then $(RUN) pre-commit install >/dev/null 2>&1 || true; fi

demo: $(UV)      ## build the demo shop (once) and serve it; prints the address
	@START=$$(date +%s); $(UV) sync --quiet --no-progress --no-dev --inexact && ETAPPE_SETUP_SECONDS=$$(( $$(date +%s) - START )) $(RUN) etappe demo --data .demo

dev: setup       ## serve the demo shop, with reload of Python and UI
	@$(RUN) etappe demo --data .demo --no-serve && $(RUN) python -m lint.dev

check: setup     ## format, lint, types, layers, docs: a list of steps with times
	@$(RUN) python -m lint.check

test: setup      ## check and all tests: exactly what CI runs
	@$(RUN) python -m lint.check
	@PATH="$(dir $(abspath $(UV))):$$PATH" $(RUN) python -m lint.wheel
	@$(RUN) python -m lint.browser
	@$(RUN) python -m lint.clients
	@$(RUN) pytest -n 2 --dist loadgroup

bench: setup     ## measure the budgets of the design at 22 million touches, beside DuckDB SQL
	@$(RUN) python -m benchmarks.run

bench-collect: setup ## measure the collector: events acknowledged a second, p99, until readable (needs wrk)
	@$(RUN) python -m benchmarks.collect

soak: setup      ## 200 kills under load and 100,000 hostile requests
	@$(RUN) python -m benchmarks.soak

docs: setup      ## build the documentation into site/
	@$(RUN) zensical build

build: $(UV)     ## build the wheel, with the UI in it, into dist/
	@$(UV) build --wheel --quiet && ls dist

clean:           ## remove everything that was built; data directories stay
	@rm -rf .venv .uv dist site web/node_modules web/dist src/etappe/api/static src/etappe/api/scripts .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help setup demo dev check test bench bench-collect soak docs build clean
