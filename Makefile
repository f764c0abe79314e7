.DEFAULT_GOAL := help
.PHONY: help run test lint format build bench pictures install

help: ## Print this message
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build and serve on http://127.0.0.1:8080 with demo data (PORT=… for another port)
	@exec scripts/run

test: ## From nothing to a verdict, against a PostgreSQL of its own
	@exec scripts/test

lint: ## Check the formatting and the scripts without touching a file
	@exec scripts/lint

format: ## Mend the formatting in place
	@exec scripts/format

build: ## Build the program for production; a warning is an error
	@exec scripts/build

bench: ## Measure ours against its peer (BENCH=intake, read, console, mail, report, export or all)
	@exec scripts/bench $(BENCH)

pictures: ## Make the pictures of the README anew
	@exec scripts/pictures

install: ## Install the Debian packages that the program and its tests need
	@exec scripts/install-dependencies --tests
