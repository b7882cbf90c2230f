# make demo [PORT=8000] [ONCE=1] [RESET=1] [SANDBOX=auto|docker|process] [IMAGES=first|all]
# make test
PYTHON ?= python3.11
PORT ?= 8000
SANDBOX ?= auto
IMAGES ?= first
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test style types architecture check-courses schema clean

$(VENV)/.ready: requirements.txt
	@echo "Making the virtual environment (a minute, at the first start only)"
	@$(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.ready

demo: $(VENV)/.ready
	@exec $(BIN)/python manage.py demo --port $(PORT) --sandbox $(SANDBOX) --images $(IMAGES) \
		$(if $(ONCE),--once) $(if $(RESET),--reset)

test: $(VENV)/.ready-dev
	@$(BIN)/python -m tests

style: $(VENV)/.ready-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/codespell

types: $(VENV)/.ready-dev
	$(BIN)/mypy

architecture: $(VENV)/.ready-dev
	$(BIN)/lint-imports

check-courses: $(VENV)/.ready
	$(BIN)/python -m graders images build
	$(BIN)/python -m graders archive build courses
	$(BIN)/python -m graders check --repeat 3 courses

schema: $(VENV)/.ready
	$(BIN)/python manage.py spectacular --file docs/openapi.yaml

clean:
	rm -rf $(VENV) var
