# copydesk: every task by one word. `make` alone lists them.
PYTHON ?= python3
PORT   ?= 8080
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# The lock files hold every dependency: nothing is resolved here.
LOCKED := $(PIP) --require-hashes --no-deps
STAMP  := $(VENV)/.copydesk
# Stays out of the project's environment: SAM CLI pins its own world.
SAM    := $(VENV)/sam

.DEFAULT_GOAL := help
.PHONY: help run setup test lint check train lock oracles sam clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 18

run: $(STAMP)/run ## install what is needed, start the API, classify a sample article, stay up
	@$(BIN)/copydesk demo --port $(PORT)

setup: $(STAMP)/run ## install copydesk into .venv (.venv/bin/copydesk)
	@echo "Ready: $(BIN)/copydesk --help"

test: $(STAMP)/dev $(STAMP)/sam ## install what the suite needs and run all of it
	$(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(STAMP)/dev ## ruff, formatting, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint ## lint, types, and what must not drift (OpenAPI, the schema of sites)
	$(BIN)/copydesk openapi --check src/handlers/openapi.json
	$(BIN)/copydesk hooks schema --check docs/integrations/sites.schema.json

train: $(STAMP)/dev ## corpora (COPYDESK_DATA) -> fit -> evaluate -> export -> report
	$(BIN)/python -m training all

lock: ## resolve the dependencies anew (needs uv)
	sh requirements/lock.sh

oracles: $(VENV)/oracles/node_modules ## install the CMS vendors' signature libraries for the tests (needs npm)

sam: $(STAMP)/sam ## install the SAM CLI and the Lambda emulator into .venv/sam

clean: ## remove what was built (not .venv)
	rm -rf .aws-sam build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "copydesk needs Python 3.11 or later: make PYTHON=python3.13 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "this Python has no venv module: install it (Debian: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMP)/run: $(VENV)/bin/python requirements/encoder.txt requirements/server.txt requirements/build.txt pyproject.toml
	@echo "Installing copydesk into $(VENV) (a minute or so) ..."
	@mkdir -p $(STAMP)
	@$(LOCKED) -r requirements/build.txt
	@$(LOCKED) -r requirements/encoder.txt -r requirements/server.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(STAMP)/dev: $(STAMP)/run requirements/dev.txt requirements/training.txt
	@echo "Installing the development and training tools into $(VENV) ..."
	@$(LOCKED) -r requirements/training.txt
	@$(LOCKED) -r requirements/dev.txt
	@touch $@

$(STAMP)/sam: $(VENV)/bin/python requirements/sam.txt
	@echo "Installing the SAM CLI into $(SAM) (two minutes or so) ..."
	@mkdir -p $(STAMP)
	@$(PYTHON) -m venv $(SAM)
	@$(SAM)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/sam.txt
	@touch $@

$(VENV)/oracles/node_modules: tests/oracles/package.json
	@mkdir -p $(VENV)/oracles && cp $< $(VENV)/oracles
	@cd $(VENV)/oracles && npm install --silent --no-fund --no-audit --ignore-scripts
	@touch $@

# --- what Lambda is given: `sam build` calls build-<LogicalId> with ARTIFACTS_DIR ---
CPU ?= x86_64
BUILDER := $(firstword $(wildcard $(BIN)/python) $(PYTHON)) -m deploy
PACKAGES := CopydeskApi CopydeskEncoderLayer

.PHONY: build package bench e2e

build: $(STAMP)/sam ## build what is deployed (sam build)
	SAM_CLI_TELEMETRY=0 $(SAM)/bin/sam build

package: ## the same as zip archives in dist, with their sizes; fails over the budget
	@for name in $(PACKAGES); do $(BUILDER) build $$name build/package/$$name --cpu $(CPU) || exit 1; done
	@$(BUILDER) zip $(PACKAGES:%=build/package/%) --to dist

bench: $(STAMP)/dev $(STAMP)/sam ## copydesk against a scikit-learn Lambda, in one run (minutes)
	$(BIN)/python -m benchmarks

e2e: $(STAMP)/dev $(STAMP)/sam ## the function in a container engine: sam local invoke, sam local start-api
	$(BIN)/python -m e2e

build-%:
	@$(BUILDER) build $* "$(ARTIFACTS_DIR)" --cpu $(CPU)

# --- the hooks with real CMSs and under load; the WordPress plugin ---
WORDPRESS := integrations/wordpress

.PHONY: e2e-cms load-hooks wordpress-check wordpress-zip

e2e-cms: $(STAMP)/run ## publish in a real Ghost and a real WordPress (installs them: npm, apt) and see what comes back
	$(BIN)/python -m tests.e2e

load-hooks: $(STAMP)/run ## 1,000 deliveries at 50 a second with faults: is each done once?
	$(BIN)/python -m benchmarks.hooks_load

wordpress-check: ## syntax, coding standard and strings of the plugin (needs php, phpcs, node, gettext)
	find $(WORDPRESS)/copydesk -name '*.php' | xargs -n 1 php -l | { ! grep -v '^No syntax errors'; }
	cd $(WORDPRESS) && phpcs -q
	node --check $(WORDPRESS)/copydesk/assets/box.js
	$(WORDPRESS)/make-pot.sh --check

wordpress-zip: ## dist/copydesk-wordpress.zip, for Plugins, Add New, Upload
	@mkdir -p dist && rm -f dist/copydesk-wordpress.zip
	cd $(WORDPRESS) && $(PYTHON) -m zipfile -c $(CURDIR)/dist/copydesk-wordpress.zip copydesk
