# Everything a person needs: `make book`, `make preview`, `make serve`, `make test`; `make help` lists the rest.
# Each target is one command of the package; the virtual environment is made on first use.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
EXTRAS := frameworks,translation,automl,book,classroom,test

# A reader's machine may be slow, so a notebook that exceeds its budget is only warned of; `make book BUDGETS=` makes it an error.
BUDGETS ?= --no-budgets
PROFILE ?= standard

# Several kernels share the cores: OpenMP threads that wait must sleep, not spin.
export OMP_WAIT_POLICY ?= PASSIVE

.DEFAULT_GOAL := help
.PHONY: help book preview serve site notebooks push-notebooks links radar test test-unit test-classroom test-notebooks test-published test-site
.PHONY: test-weekly test-colab check lock clean

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

site: $(VENV)/ready ## all that is published: the site with its manifest, the notebooks of the launch buttons, the archive (PROFILE=full)
	$(BIN)/dlcourse book --profile $(PROFILE) $(BUDGETS)
	$(BIN)/dlcourse publish
	$(BIN)/dlcourse archive

notebooks: $(VENV)/ready ## the notebooks that the launch buttons open
	$(BIN)/dlcourse publish

# An index of its own, so that nothing of the checkout is touched; the branch has one commit, since every file on it is generated.
push-notebooks: ## put the notebooks that were made last on their branch
	test -d _build/notebooks/en
	rm -f _build/notebooks.index
	GIT_INDEX_FILE=$(CURDIR)/_build/notebooks.index git --work-tree=_build/notebooks add --all --force .
	git push --force origin "$$(git commit-tree -m "Notebooks of $$(git rev-parse HEAD)" "$$(GIT_INDEX_FILE=$(CURDIR)/_build/notebooks.index git write-tree)"):refs/heads/notebooks"

links: $(VENV)/ready ## follow every link to another site
	$(BIN)/dlcourse book --profile smoke --no-budgets
	$(BIN)/jupyter-book build -q _build/book/en --path-output _build/links --builder linkcheck

radar: $(VENV)/ready ## run the notebooks with the newest frameworks, and find out which package moved which claim (hours)
	$(BIN)/dlcourse radar scan --pre --report _build/radar.md

# nbval itself executes three notebooks here, and all where `test-notebooks` is called alone; the others are compared by its rules on the
# execution that the smoke book needs anyway.
LIGHT := $(addprefix chapters/foundations/,backpropagation.ipynb gradient-descent.ipynb neural-networks.ipynb)
NOTEBOOKS ?= chapters
test: NOTEBOOKS = $(LIGHT)
test: test-unit test-classroom test-notebooks test-published test-site ## everything that continuous integration runs

test-unit: $(VENV)/ready ## the package, the checks of the checks, and the faults that the page Errata names
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/unit tests/meta tests/errata

test-classroom: $(VENV)/ready ## release and grading, hostile submissions included (needs bubblewrap)
	$(BIN)/python -m pytest -n 2 tests/classroom

test-notebooks: $(VENV)/ready ## nbval: every notebook in the smoke profile against its stored outputs
	DLCOURSE_PROFILE=smoke DLCOURSE_OFFLINE=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest --nbval-lax --nbval-cell-timeout=60 -n 2 --dist loadfile $(NOTEBOOKS)

test-published: $(VENV)/ready ## three published notebooks as Colab runs them: each alone in an empty folder (needs bubblewrap)
	$(BIN)/python -m pytest -n 2 -m "not weekly" tests/published

test-weekly: $(VENV)/ready ## the same for every published notebook
	$(BIN)/python -m pytest -n 2 tests/published

test-colab: ## every notebook that `make notebooks` made, with the packages of $(PYTHON) but not its dlcourse
	$(PYTHON) tests/published/alone.py _build/notebooks/en

# A test must not depend on what else the machine does, so budgets only warn here.
test-site: $(VENV)/ready ## the lints, the smoke book, its stored outputs and exercises, and the site in a real browser
	$(BIN)/dlcourse check
	$(BIN)/dlcourse book --profile smoke --no-budgets
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/notebooks tests/site

check: $(VENV)/ready ## the lints alone, in seconds
	$(BIN)/dlcourse check

# The lock holds for Python 3.11 to 3.13 on every platform. TORCH is fixed to a version that has a CPU build everywhere.
lock: ## write requirements.lock anew (needs uv)
	echo 'torch==2.13.0' | uv pip compile --universal --python-version 3.11 --all-extras --upgrade --no-header --no-annotate --quiet -c - pyproject.toml -o requirements.lock

clean: ## remove what builds made; the environment and the data cache stay
	rm -rf _build
