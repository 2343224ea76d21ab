# Everything one does with ODOP Mart. Steps that were done are not done again.

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := $(wildcard */__init__.py)
CONSOLE := $(shell find console -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: help run test slow bench growth lint check console migration squash golden lock clean

help:
	@echo 'make run      start the mart: PORT=8000 HOST=127.0.0.1 DATABASE_URL=…'
	@echo 'make test     everything that has to hold before a commit'
	@echo 'make check    the same without the tests themselves'
	@echo 'make slow     tests that start processes, database servers or a browser, or go on for long'
	@echo 'make bench    pages under load, beside a hand-written endpoint and peers; PRODUCTS=11000 SECONDS=4'
	@echo 'make growth   pages at 11,000, 110,000 and 1,100,000 products; the last takes 15 to 35 minutes to load, once'
	@echo 'make lint     format, lint, types, imports'
	@echo 'make console  build GraphiQL again (Node 20 or newer)'
	@echo 'make migration NAME=sellers  write what takes databases to the models as they are now'
	@echo 'make squash   write one migration in the place of all'
	@echo 'make golden   write the generated code of five pages again, after a change of plans'
	@echo 'make lock     lock the dependencies again; UPGRADE=--upgrade takes newer ones'
	@echo 'make clean    remove what was built; the data in .data stay'

run: $(VENV)/.odop $(VENV)/.console
	@exec $(BIN)/odop run

test: $(VENV)/.dev $(VENV)/.odop $(VENV)/.console
	@tools/check.sh lint agreement tests

slow: $(VENV)/.dev $(VENV)/.odop $(VENV)/.console
	@tools/check.sh slow

PRODUCTS ?= 11000
SECONDS ?= 4

bench: $(VENV)/.dev $(VENV)/.odop
	@failed=; \
	$(BIN)/python -m benchmarks.bench --products $(PRODUCTS) --seconds $(SECONDS) || failed="$$failed pages"; \
	$(BIN)/python -m benchmarks.screens || failed="$$failed screens"; \
	for each in documents signed buying; do \
		$(BIN)/python -m benchmarks.$$each --products $(PRODUCTS) || failed="$$failed $$each"; \
	done; \
	test -z "$$failed" || { echo "Not as wanted, or not measured:$$failed"; exit 1; }

growth: $(VENV)/.dev $(VENV)/.odop
	@$(BIN)/python -m benchmarks.growth --seconds $(SECONDS)

check: $(VENV)/.dev $(VENV)/.odop
	@tools/check.sh lint agreement

lint: $(VENV)/.dev
	@tools/check.sh lint

console:
	@rm -f $(VENV)/.console
	@$(MAKE) --no-print-directory $(VENV)/.console

# Without a seed Tortoise makes the columns of one-to-one relations in changing order.
migration squash: export PYTHONHASHSEED = 0
migration: $(VENV)/.dev $(VENV)/.odop
	@$(BIN)/python -m tools.migration '$(NAME)'

squash: $(VENV)/.dev $(VENV)/.odop
	@$(BIN)/python -m tools.squash

# The build backend is a dependency like the others: installing the mart fetches nothing unlocked.
# argon2-cffi-bindings 26 has no build for Macs with Intel's processor.
LOCKED_TOO := 'setuptools>=80' 'argon2-cffi-bindings<26'
UV_COMPILE = printf '%s\n' $(LOCKED_TOO) | $(BIN)/uv pip compile --quiet --universal \
	--generate-hashes --python-version 3.11 --custom-compile-command 'make lock' $(UPGRADE)

golden: $(VENV)/.dev $(VENV)/.odop
	@$(BIN)/python -m tools.golden_plans

lock: $(BIN)/python
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(UV_COMPILE) -o requirements.lock pyproject.toml -
	$(UV_COMPILE) -o requirements-dev.lock --group dev -c requirements.lock pyproject.toml -

clean:
	rm -rf $(VENV) *.egg-info build console/dist console/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@tools/make_venv.sh $(VENV)

$(VENV)/.run: requirements.lock | $(BIN)/python
	@echo 'Installing what the mart needs…'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(BIN)/python
	@echo 'Installing what checks and tests need…'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.odop: pyproject.toml $(PACKAGES) $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@

# Without Node the endpoint serves a plain page instead; the mart runs either way.
$(VENV)/.console: $(CONSOLE) | $(BIN)/python
	@tools/build_console.sh
	@touch $@
