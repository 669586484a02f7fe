# Candour's commands. Each sets up what it needs in .venv, which takes a while the first time and nothing after that.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run install test drill check fix bench lock ci

IN_SITE := @python=$$(sh tools/find-python) && exec "$$python" tools/set_up.py requirements.txt
IN_DEVELOPMENT := @python=$$(sh tools/find-python) && exec "$$python" tools/set_up.py requirements-dev.txt

help:  ## Say what each command does
	@sed -n 's/^\([a-z]*\):  ## /  make \1	/p' Makefile

run:  ## Set up everything, load the demo content and serve it on PORT (8000 unless you say)
	$(IN_SITE) tools.run

install:  ## Set up without demo content and make the first Chief editor
	$(IN_SITE) tools.install

test:  ## Run every test on SQLite and PostgreSQL, and the journeys in a real browser
	$(IN_DEVELOPMENT) tools.test

drill:  ## Run the long tests
	$(IN_DEVELOPMENT) tools.test --drill

check:  ## Check format, lint, types, layers, migrations and production settings
	$(IN_DEVELOPMENT) tools.check

fix:  ## Format the code and mend what can be mended
	$(IN_DEVELOPMENT) tools.check --fix

bench:  ## Measure what is worth measuring: all of it, or BENCH="import_round --postgres"; nothing of it is a test
	$(IN_DEVELOPMENT) bench $(BENCH)

lock:  ## Make both locks again from pyproject.toml
	$(IN_DEVELOPMENT) tools.lock

ci:  ## What a change must pass: check, then test
	@bash .ci/run
