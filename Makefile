# earlyeval: what can be made here. `make` or `make help` lists it.
# Recipes only call Python. What comes from outside (SITE=...) reaches it as data in the environment, raw and
# unexpanded, and is looked up among the declared names there: it is never part of a command or of this file.

MAKEFLAGS += --no-builtin-rules --no-print-directory
MAKEOVERRIDES =
unexport SITE PROGRAMME STUDY LEVEL DATA JOBS FOLDER FILE HTML SCHEDULER INPUTS TO PROJECT SEPARATOR
unexport FAMILIES SITES PROGRAMMES SEED FORMAT ONE_FILE
export EVAL_SITE := $(value SITE)
export EVAL_PROGRAMME := $(value PROGRAMME)
export EVAL_STUDY := $(value STUDY)
export EVAL_LEVEL := $(value LEVEL)
export EVAL_DATA := $(value DATA)
export EVAL_JOBS := $(value JOBS)
export EVAL_FOLDER := $(value FOLDER)
export EVAL_FILE := $(value FILE)
export EVAL_HTML := $(value HTML)
export EVAL_SCHEDULER := $(value SCHEDULER)
export EVAL_INPUTS := $(value INPUTS)
export EVAL_TO := $(value TO)
export EVAL_PROJECT := $(value PROJECT)
export EVAL_SEPARATOR := $(value SEPARATOR)
export EVAL_FAMILIES := $(value FAMILIES)
export EVAL_SITES := $(value SITES)
export EVAL_PROGRAMMES := $(value PROGRAMMES)
export EVAL_SEED := $(value SEED)
export EVAL_FORMAT := $(value FORMAT)
export EVAL_ONE_FILE := $(value ONE_FILE)

PYTHON := .venv/bin/python
EARLYEVAL := $(PYTHON) -P -m earlyeval.run.from_make

.DEFAULT_GOAL := help
.PHONY: help report reports release programme why check template map coded safeguarding sites new-study synthesise lab notebooks validate prove-kernel test test-full bench coverage mutants lint lock doctor clean set-up

help: ## this list
	@echo "make report SITE=wandsworth     from a fresh clone: sets up what it needs, then builds the report"
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1#\2/p' Makefile | awk -F'#' '{ printf "  %-12s %s\n", $$1, $$2 }'
	@echo
	@echo "Options: SITE=name PROGRAMME=name STUDY=folder LEVEL=release|restricted DATA=auto|real|synthetic JOBS=number"

report: set-up ## the report of a place: SITE=name (PROGRAMME=name narrows it, STUDY=folder takes another study)
	@$(EARLYEVAL) report

release: set-up ## bundle the reports of a place under releases/, once two people have signed for them: SITE=name
	@$(EARLYEVAL) release

programme: set-up ## one programme across its sites: PROGRAMME=name
	@$(EARLYEVAL) programme

reports: set-up ## the reports of all places, and every programme across its sites; on a cluster: SCHEDULER=tcp://host:8786
	@$(EARLYEVAL) reports

why: set-up ## what changed since the report of a place was made: SITE=name
	@$(EARLYEVAL) why

check: set-up ## read and check what a place sent, without a report: SITE=name, or SITE=all (HTML=yes: also a page for the site)
	@$(EARLYEVAL) check

template: set-up ## the Excel workbooks that a place fills in: SITE=name, or SITE=all
	@$(EARLYEVAL) template

map: set-up ## propose a declaration of a file in a shape of its own: FILE=path (SITE=name PROGRAMME=name)
	@$(EARLYEVAL) map

coded: set-up ## what a coded project holds and what of it can be taken: FILE=path (TO=folder writes it as CSV, TO=name.qdpx or .qdc for another program)
	@$(EARLYEVAL) coded

safeguarding: set-up ## answers that a person at the service must see, under restricted/: SITE=name
	@$(EARLYEVAL) safeguarding

sites: set-up ## the places and programmes that are declared
	@$(EARLYEVAL) sites

new-study: set-up ## lay out a study of your own: FOLDER=path
	@$(EARLYEVAL) new-study

doctor: set-up ## is everything in place? what to do where it is not
	@$(EARLYEVAL) doctor

lab: set-up ## JupyterLab on working copies of the notebooks (restricted/scratch/)
	@$(EARLYEVAL) lab

notebooks: set-up ## for maintainers: run the committed notebooks again on the synthetic data
	@$(EARLYEVAL) notebooks

synthesise: set-up ## a made-up study of any size: FAMILIES=number SITES=number FOLDER=path (or SITE=name, for maintainers)
	@$(EARLYEVAL) synthesise

validate: set-up ## run the committed notebooks again and compare every output with what is committed
	@$(PYTHON) -P -m pytest -n 2 --dist loadfile --nbval notebooks $(wildcard tests/notebooks)

prove-kernel: set-up ## show that warm and ordinary kernels give the same bytes, for every notebook
	@$(PYTHON) -P -m earlyeval.run.warm.prove

test: set-up ## the tests and the notebooks' validation
	@$(PYTHON) -P -m pytest -n 2 --dist loadfile --nbval tests notebooks

test-full: set-up ## the same, each random trial 200 instead of 20 times
	@EARLYEVAL_FULL=1 $(PYTHON) -P -m pytest -n 2 --dist loadfile --nbval tests notebooks

bench: set-up ## for maintainers: measure every mark beside its honest alternative (benchmarks/RESULTS.md)
	@$(PYTHON) benchmarks/bench.py

coverage: set-up ## for maintainers: simulate how often each interval holds the truth, and write docs/coverage.md
	@$(PYTHON) -m benchmarks.coverage

mutants: set-up ## for maintainers: change the gate's code place by place and see whether its tests notice (an hour)
	@$(PYTHON) -P tools/mutants.py

lint: set-up ## ruff, without changing anything
	@$(PYTHON) -P -m ruff check . && $(PYTHON) -P -m ruff format --check .

lock: set-up ## for maintainers: make requirements.lock again from pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet -o requirements.lock

clean: ## throw away what can be made again: reports and tables of the stages (never raw data, never .venv)
	@python3 tools/clean.py

set-up:
	@$(PYTHON) -I -S tools/set_up.py --in-force 2>/dev/null || python3 tools/set_up.py
