# Each target sets up what it needs; `make demo` and `make test` are all a new machine needs.
# DEMO_ARGS goes to `roxham demo`, TEST_ARGS to pytest.
.PHONY: setup demo test lint format bench serve lock docs browser

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/setup
	@touch $@

demo: $(STAMP)
	$(BIN)/roxham demo $(DEMO_ARGS)

serve: $(STAMP)
	$(BIN)/roxham serve $(SERVE_ARGS)

test: $(STAMP) browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(TEST_ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/python -m benchmarks.accuracy $(BENCH_ARGS)

# Chromium for the page tests: the system's, else Debian's where we may install it, else Playwright's own.
browser: $(STAMP)
	@BIN="$(BIN)" sh .ci/browser

# Pins with hashes for Python 3.11 to 3.13, with no index address in them.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --group dev pyproject.toml -o requirements.lock

docs: $(STAMP)
	$(BIN)/python -m db.web.tables_doc > docs/tables.md
	$(BIN)/python docs/commands.py > docs/commands.md
	$(BIN)/python docs/settings.py > docs/settings.md
