# Everything a person needs: `make book`, `make preview`, `make serve`, `make test`.
# Each target is one command of the package; the virtual environment is made on first use.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
EXTRAS := frameworks,book,classroom,test

# A reader's machine may be slow, so a notebook that exceeds its budget is only warned of; `make book BUDGETS=` makes it an error.
BUDGETS ?= --no-budgets

# Several kernels share the cores: OpenMP threads that wait must sleep, not spin.
export OMP_WAIT_POLICY ?= PASSIVE

.DEFAULT_GOAL := help
.PHONY: help book preview serve test test-unit test-classroom test-notebooks test-site check lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(VENV)/ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else "Python 3.11, 3.12 or 3.13 is needed, this is %d.%d: try make PYTHON=python3.12" % v)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$(EXTRAS)]' -c requirements.lock
	@touch $@

book: $(VENV)/ready ## execute every notebook in the standard profile and build the site
	$(BIN)/dlcourse book $(BUDGETS)

preview: $(VENV)/ready ## the same in the smoke profile, in a few minutes
	$(BIN)/dlcourse book --profile smoke $(BUDGETS)

serve: $(VENV)/ready ## serve the site that was built last
	$(BIN)/dlcourse serve

test: test-unit test-classroom test-notebooks test-site ## everything that continuous integration runs

test-unit: $(VENV)/ready ## the package, and the checks of the checks
	$(BIN)/python -m pytest -n 2 tests/unit tests/meta tests/notebooks

test-classroom: $(VENV)/ready ## release and grading, hostile submissions included (needs bubblewrap)
	$(BIN)/python -m pytest -n 2 tests/classroom

test-notebooks: $(VENV)/ready ## every notebook in the smoke profile against its stored outputs
	DLCOURSE_PROFILE=smoke DLCOURSE_OFFLINE=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest --nbval-lax --nbval-cell-timeout=60 -n 2 --dist loadfile chapters

# A test must not depend on what else the machine does, so budgets only warn here.
test-site: $(VENV)/ready ## the lints, then the smoke site in a real browser
	$(BIN)/dlcourse check
	$(BIN)/dlcourse book --profile smoke --no-budgets
	$(BIN)/python -m pytest tests/site

check: $(VENV)/ready ## the lints alone, in seconds
	$(BIN)/dlcourse check

# The lock holds for Python 3.11 to 3.13 on every platform. TORCH is fixed to a version that has a CPU build everywhere.
lock: ## write requirements.lock anew (needs uv)
	echo 'torch==2.13.0' | uv pip compile --universal --python-version 3.11 --all-extras --upgrade --no-header --no-annotate --quiet -c - pyproject.toml -o requirements.lock

clean: ## remove what builds made; the environment and the data cache stay
	rm -rf _build
