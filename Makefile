# Every target makes the .venv it needs: `make demo`, `make test` and `make check` work in a fresh clone.

# The first interpreter that is new enough, has venv and has TensorFlow wheels. Override: make PYTHON=...
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
JOBS ?= 2
# What is installed beside the core: `make EXTRAS=dev test` tests without Keras.
EXTRAS ?= train,dev

BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := $(BIN)/python
export TF_CPP_MIN_LOG_LEVEL := 3
export KERAS_BACKEND := tensorflow

.DEFAULT_GOAL := help
.PHONY: help demo test slow check contract bench fuzz generate docs site page playground vsix pictures dist clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.stamp: pyproject.toml
	@test -n "$(PYTHON)" || { echo 'kspec needs Python 3.11 or newer with venv: make PYTHON=...'; exit 1; }
	@echo 'Making .venv with $(PYTHON) (the first time fetches TensorFlow: some minutes)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	@touch $@

demo: .venv/.stamp ## lint a faulty network, lint a right one, train it
	@echo '$$ kspec lint docs/examples/faulty/digits.json'
	@$(BIN)/kspec lint docs/examples/faulty/digits.json; code=$$?; echo "exit code $$code"; test $$code -eq 1
	@echo; echo '$$ kspec lint docs/examples/digits.json'
	@$(BIN)/kspec lint docs/examples/digits.json; code=$$?; echo "exit code $$code"; test $$code -eq 0
	@echo; echo '$$ kspec train docs/examples/digits.json'
	@$(BIN)/kspec train docs/examples/digits.json

test: .venv/.stamp ## the everyday tests, Keras included
	@$(RUN) -m pytest -n $(JOBS) --dist worksteal -m 'not slow' --benchmark-disable

check: .venv/.stamp ## format, lint, types, floors, and that generated files are fresh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(RUN) -m kspec.dev generate --check

# What is drawn at random is drawn by SEED, which the command line that make shows repeats.
SEED ?= $(shell date +%s)
INPUTS ?= 1000000
FOLDER ?= tests

slow: .venv/.stamp ## what is too long for every day, of one folder: FOLDER=tests/executor
	$(RUN) -m pytest -n $(JOBS) -m slow --ignore tests/contract --benchmark-disable $(FOLDER)

contract: SEED := $(SEED)
contract: .venv/.stamp ## the long comparison with Keras itself, with random draws: SEED=1
	KSPEC_HYPOTHESIS=thorough $(RUN) -m pytest -n $(JOBS) -m 'slow or hypothesis' tests/contract \
		-p tests.contract.tally --benchmark-disable --hypothesis-seed=$(SEED)
	KSPEC_HYPOTHESIS=thorough $(RUN) -m pytest -n $(JOBS) -m hypothesis --ignore tests/contract \
		--benchmark-disable --hypothesis-seed=$(SEED)

bench: .venv/.stamp ## time the linter against its budgets, and training against Keras by hand
	$(RUN) tests/benchmarks/bench_lint.py
	$(RUN) tests/benchmarks/bench_doors.py
	$(RUN) -m tests.benchmarks.bench_http
	$(RUN) -m tests.benchmarks.bench_page
	$(RUN) tests/benchmarks/bench_executor.py
	$(RUN) tests/benchmarks/bench_tables.py
	$(RUN) -m tests.benchmarks.bench_scaling

fuzz: SEED := $(SEED)
fuzz: .venv/.stamp ## mutated models, bytes, settings and options: INPUTS=1000000 SEED=1
	$(RUN) -m tests.fuzz.run $(INPUTS) $(SEED)

generate: .venv/.stamp ## rewrite what is made from the code: schemas and docs pages
	$(RUN) -m kspec.dev generate

docs: generate ## rewrite the generated pages, then try every link and example in docs
	$(RUN) -m pytest tests/docs

pictures: .venv/.stamp ## draw the pictures of docs/pictures again, from commands that are run
	$(RUN) -m kspec.dev_pictures

site: .venv/.stamp kspec/page/web/node_modules/.stamp ## build the docs as a site, with the playground, into .cache/site
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file .mkdocs.yml
	$(RUN) -m kspec.dev_playground .cache/site/playground
	@echo 'Open .cache/site/index.html'

kspec/lsp/vscode/node_modules/.stamp: kspec/lsp/vscode/package-lock.json
	@command -v npm >/dev/null || { echo 'the extension is built with Node.js and npm'; exit 1; }
	cd kspec/lsp/vscode && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

vsix: kspec/lsp/vscode/node_modules/.stamp ## build the extension for VS Code: .cache/kspec.vsix
	@mkdir -p .cache
	cd kspec/lsp/vscode && npm run --silent check && npm run --silent build \
		&& npm run --silent package -- --out ../../../.cache/kspec.vsix
	@echo 'Install it: code --install-extension .cache/kspec.vsix'

dist: .venv/.stamp ## build the sdist and the wheel into .cache/dist, and try what is built
	$(RUN) -m pytest tests/test_wheel.py tests/test_packaging.py
	rm -rf .cache/dist
	$(RUN) -m hatchling build -d .cache/dist

kspec/page/web/node_modules/.stamp: kspec/page/web/package-lock.json
	@command -v npm >/dev/null || { echo 'the page is built with Node.js and npm'; exit 1; }
	cd kspec/page/web && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

page: kspec/page/web/node_modules/.stamp ## check and bundle the page: kspec/page/static
	cd kspec/page/web && npm run --silent check && npm run --silent build

playground: .venv/.stamp page ## the page with kspec inside, for any host of files: .cache/playground
	$(RUN) -m kspec.dev_playground .cache/playground
	@du -sh .cache/playground; echo 'Look at it: $(RUN) -m http.server --directory .cache/playground'

clean: ## remove .venv and the caches
	rm -rf .venv .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .coverage
