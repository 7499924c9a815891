# The commands of the project; `make` alone lists them. What each does in full: README.md.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
FLASK := $(BIN)/flask --app app
# A process does its arithmetic in one thread: the machines this runs on are small and shared.
export OMP_NUM_THREADS ?= 1

# What tells within a minute whether the house still stands; the rest is for make test.
FAST := tests/test_*.py tests/core $(wildcard tests/challenge/test_*.py) $(shell find tests -name test_rules.py)

.PHONY: help run test check lint format coverage bench screenshots lock clean

help:
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 18

run: .venv/.installed ## 安装、迁移、准备演示数据，并启动服务
	@.ci/serve "$(PORT)"

test: .venv/.installed-test ## the whole suite: SQLite, browser, PostgreSQL
	@.ci/test

check: lint ## format, lint, types, architecture and fast tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not browser and not slow" $(FAST)

lint: .venv/.installed-test ## format, lint and types only
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: .venv/.installed-test ## write the format, mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

coverage: .venv/.installed-test ## rules, tables and scoring: every branch
	@$(BIN)/coverage run -m pytest -q -m "not browser and not slow"
	@$(BIN)/coverage report --fail-under=100 \
		--include='*/rules.py,*/lifecycle.py,*/permissions.py,challenge/review/scoring.py'

bench: .venv/.installed-bench ## the benchmarks, with machine, date and ratios; QUICK=1 without a million
	@$(BIN)/python -m bench $(if $(QUICK),--quick)

screenshots: .venv/.installed-test ## the main pages into docs/screenshots/
	@CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m tests.browser.screenshots

lock: ## requirements*.txt from requirements*.in
	@$(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install -q uv==0.13.9
	@for name in requirements requirements-test requirements-bench; do .cache/lock/bin/uv pip compile -q --universal \
		--python-version 3.11 --generate-hashes --strip-extras --no-header \
		$$name.in -o $$name.txt; done

clean: ## everything that can be made again; data in instance/ stays
	@rm -rf .venv .cache .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage htmlcov test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本。"; exit 1; }
	@echo "正在安装依赖，约需一分钟……"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-test: requirements-test.txt .venv/.installed
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

.venv/.installed-bench: requirements-bench.txt .venv/.installed
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
