# Everything installs into .venv from uv.lock; nothing outside this folder is changed.
.PHONY: help setup demo test lint types dictionary picture answers clean
.DEFAULT_GOAL := help

help:
	@echo "make demo        the whole main job on a sample mailbox; look at demo/report.html"
	@echo "make test        the tests"
	@echo "make setup       only install into .venv; then .venv/bin/rapport is the command"
	@echo "make lint types  ruff and mypy"
	@echo "make dictionary  write schema/README.md anew from the comments in schema/"
	@echo "make answers     write the answers under the README's SQL questions anew"
	@echo "make picture     take the README's picture of the letter anew (needs chromium)"

# The stamp is younger than the lock file when .venv is what the lock file says.
STAMP := .venv/.set-up

setup: $(STAMP)

$(STAMP): uv.lock pyproject.toml
	@sh .ci/setup.sh
	@touch $@

demo: setup
	@.venv/bin/rapport demo

test: setup
	@echo "running the tests (some minutes) ..."
	@.venv/bin/pytest -q -n auto --dist loadgroup

lint: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: setup
	@.venv/bin/mypy

dictionary: setup
	@.venv/bin/python -m flows.dictionary

picture: demo
	@sh docs/picture.sh

answers: demo
	@.venv/bin/python docs/readme_answers.py

clean:
	@rm -rf .venv demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
