# `make` alone lists what there is. Everything made stands under .venv and var, and `make clean` takes it away.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PORT ?= 8000
export PORT

python := .venv/bin/python
manage := $(python) manage.py
pytest := $(python) -m pytest
# A directory's own time changes when a file in it comes or goes.
static := $(wildcard $(shell find timeline/static meetings/static 2>/dev/null))
typed := $(wildcard meetings/dates.py meetings/dates meetings/reading meetings/serializers.py meetings/serializers timeline/axis.py timeline/density.py)

.PHONY: help serve admin release dev test stress browser bench check format messages setup lock clean port

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s%s\n", $$1, $$2 }' Makefile

serve: port .venv/ready var/secret-key var/static/made  ## set up, load the dataset and serve on http://127.0.0.1:$PORT
	@$(manage) migrate --verbosity 0
	@$(manage) load_dataset data --keep
	@case "$$CACHE_URL" in database:*) $(manage) createcachetable ;; esac
	@echo "Serving on http://127.0.0.1:$(PORT)/ (end with Ctrl-C). Make an administrator with: make admin"
	@exec $(python) scripts/serve

admin: .venv/ready var/secret-key  ## make an administrator: asks, or takes ADMIN_USER and ADMIN_PASSWORD
	@$(manage) migrate --verbosity 0
	@$(python) scripts/make-admin

release: .venv/ready var/secret-key  ## write the whole record into var/release, or into DIR
	@$(manage) release $(or $(DIR),var/release)

dev: export DEBUG = 1
dev: port .venv/ready var/secret-key  ## serve with reloading and DEBUG on
	@$(manage) migrate --verbosity 0
	@$(manage) load_dataset data --keep
	@exec $(manage) runserver 127.0.0.1:$(PORT)

test: .venv/ready-dev  ## pass all tests, on SQLite and on PostgreSQL
	@scripts/run-tests

stress: .venv/ready-dev  ## pass the tests of what holds under load, on both databases
	@PYTEST_ARGS="-m stress" scripts/run-tests

browser: .venv/ready-browser  ## pass the tests in a real browser
	@scripts/run-browser-tests

bench: .venv/ready-browser var/secret-key  ## measure every figure of the README
	@for file in benchmarks/bench_*.py; do $(python) "$$file" || exit; done

check: .venv/ready-dev  ## look at format, lint, templates and types
	@$(python) -m ruff format --check .
	@$(python) -m ruff check .
	@find templates */templates -name '*.html' 2>/dev/null | xargs -r .venv/bin/djade --check --target-version 5.2
	@$(if $(typed),DEBUG=1 $(python) -m mypy $(typed),:)

format: .venv/ready-dev  ## bring code and templates into form
	@$(python) -m ruff format .
	@$(python) -m ruff check --fix .
	@find templates */templates -name '*.html' 2>/dev/null | xargs -r .venv/bin/djade --target-version 5.2

messages: export DEBUG = 1
messages: .venv/ready-dev  ## bring the catalogues of translations in line with the texts
	@$(python) scripts/messages.py

setup: .venv/ready-dev var/secret-key  ## install all that developing needs

lock:  ## make the locks anew from requirements*.in (needs uv)
	@for lock in requirements requirements-dev requirements-browser; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			$(UPGRADE) $$lock.in -o $$lock.txt || exit; done

clean:  ## take away .venv and all that was made, but neither database nor secret key
	@rm -rf .venv var/static var/bench .ruff_cache .mypy_cache .pytest_cache .hypothesis .coverage htmlcov test-results
	@find . -name __pycache__ -prune -exec rm -rf {} +

port:
	@scripts/check-port

.venv/ready: requirements.txt
	@scripts/set-up requirements.txt $@

# The lock for developing holds the one for running (a test says so), hence both stamps.
.venv/ready-dev: requirements-dev.txt
	@scripts/set-up requirements-dev.txt .venv/ready $@

.venv/ready-browser: requirements-browser.txt .venv/ready-dev
	@scripts/set-up requirements-browser.txt $@

var/secret-key:
	@mkdir -p var
	@umask 077; $$(scripts/find-python) -c 'import secrets; print(secrets.token_urlsafe(50))' >$@.new && mv $@.new $@

var/static/made: .venv/ready timeline/settings.py $(static) | var/secret-key
	@DEBUG=0 $(manage) collectstatic --noinput --clear --verbosity 0
	@touch $@
