# Needs Python 3.11 or newer and make; everything else is brought into .venv.
PYTHON ?= python3
PORT ?= 8000
# A part of the tests: make test ONLY=tests/orders
ONLY ?= tests
BIN := .venv/bin
export PORT PYTHON
# Where compiled Python may not be kept, each of the hundreds of processes of the tests compiles the shop anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint texts bench shots audit locks

help: ## Show these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

run: ## Serve the sample village on http://127.0.0.1:8000 (another port: make run PORT=8001)
	@$(PYTHON) tools/environment.py
	@$(BIN)/python -m tools.run

test: lint ## Run every check and test, on SQLite and PostgreSQL (a part: make test ONLY=tests/orders)
	@$(BIN)/pytest --database=both --numprocesses=3 --dist=worksteal $(ONLY)

lint: ## Check style, types and which room imports which
	@$(PYTHON) tools/environment.py --test
	@$(BIN)/ruff check --quiet --output-format=concise
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@said=$$($(BIN)/lint-imports --no-logo) || { echo "$$said"; false; }

texts: ## Collect the texts for translation, and compile their English
	@$(PYTHON) tools/environment.py
	@$(BIN)/python -m tools.texts

bench: ## Measure requests per second and statements per page
	@$(PYTHON) tools/environment.py --test
	@$(BIN)/python -m bench

shots: ## Photograph every page of the sample village, in each width, theme and language
	@$(PYTHON) tools/environment.py --test
	@$(BIN)/python -m tools.shots

audit: ## Hold every page against the rules of the web, for machines and people (needs Node and Java)
	@$(PYTHON) tools/environment.py --test
	@$(BIN)/python -m tools.audit

locks: ## Compile the locks anew from pyproject.toml
	@$(BIN)/python -m tools.locks
