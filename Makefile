# Everything a newcomer or a developer starts. `make help` lists it.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
WORDS := $(wildcard src/tanggap/locale/*/LC_MESSAGES/*.po)
COMPILED := $(WORDS:.po=.mo)
SETUP ?= extras
# What is compiled is kept in __pycache__: each of many processes would compile all that it reads, for three seconds.
unexport PYTHONDONTWRITEBYTECODE

help:  ## list what can be made
	@echo "make …"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 18
	@echo "The environment chooses folder, port, database and city: docs/operator.md"

run: setup $(COMPILED)  ## start the city and print its address; Ctrl-C stops it
	@exec .venv/bin/python -m tanggap run

test: setup-test $(COMPILED)  ## run all tests, on a database of their own
	@tools/test

lint: setup-test $(COMPILED)  ## check style, types, layers, templates, translations, migrations
	@tools/lint

bench: setup-test $(COMPILED)  ## measure the product beside bare handlers
	@.venv/bin/python -m bench $(ARGS)

bench-evidence: setup-test  ## measure the photo checks on licensed photos, which it fetches
	@.venv/bin/python -m bench.evidence $(ARGS)

ledger-drill: setup-test $(COMPILED)  ## do 1,000 things to history that nobody may do, and see that each is found
	@TANGGAP_DRILL=full .venv/bin/python -m pytest tests/ledger/test_tampering.py -q -n 0 -s

drills: setup-test $(COMPILED)  ## kill every process of a city amid 500 reports, and workers amid 1,000 messages
	@TANGGAP_DRILL=full .venv/bin/python -m pytest tests/drills -q -n 0 -s

shots: setup-test $(COMPILED)  ## photograph the main pages at 360, 768 and 1440 px
	@.venv/bin/python tools/shots.py

client: setup-test $(COMPILED)  ## make the Python client anew from the API's document
	@.venv/bin/python clients/python/generate.py

schema: setup-test $(COMPILED)  ## attack every operation of the API with a thousand requests each
	@TANGGAP_EXAMPLES=1000 .venv/bin/python -m pytest tests/api/test_schema_run.py -n 0 -q

demo: setup $(COMPILED)  ## fill the city with a marked simulation
	@.venv/bin/python -m tanggap demo

messages: setup-test  ## list the words that lack a translation, and compile the rest
	@.venv/bin/python tools/messages.py missing || true
	@.venv/bin/python tools/messages.py compile

lock:  ## pin requirements/*.in to versions and hashes; needs uv
	@command -v uv >/dev/null || { echo "make lock needs uv on PATH"; exit 1; }
	@for name in runtime extras test; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url "requirements/$$name.in" --output-file "requirements/$$name.lock" || exit 1; \
	done
	@uv pip compile --quiet --no-deps --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  requirements/pictures.in --output-file requirements/pictures.lock

setup:  ## make .venv with what running needs; SETUP=runtime leaves the photo checks and Parquet out
	@tools/bootstrap $(SETUP)

setup-test:
	@tools/bootstrap test

clean:  ## remove .venv, caches and compiled words; the data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -f src/tanggap/locale/*/LC_MESSAGES/*.mo

$(COMPILED): $(WORDS) | setup
	@.venv/bin/python tools/messages.py compile

.PHONY: help run test lint bench bench-evidence ledger-drill drills shots demo messages lock setup setup-test clean
