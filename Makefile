# Two commands for a newcomer: make demo, make test.
BIN := .venv/bin
EXAMPLE := examples/sunflower/sunflower.apk
# Processes for the tests, and further arguments for pytest: make test JOBS=8 TESTS=tests/rules
JOBS ?= 2
TESTS ?=
export EXTRAS PYTHON

.PHONY: help setup demo test lint example clean

help:
	@echo 'make demo     build, scan the example app, write the report as HTML  构建并检测示例应用'
	@echo 'make test     run all tests                                          运行全部测试'
	@echo 'make lint     style, types, layers, rules                            检查代码与规则'
	@echo 'make example  rebuild the example app and those of the demonstration  重新构建示例应用'
	@echo 'make clean    remove everything that was built                       清理'

setup:
	@scripts/setup.sh

# The example violates on purpose: a scan that does not end with exit code 1 is a failure here.
demo: setup
	@mkdir -p out
	@$(BIN)/mingcha scan $(EXAMPLE); test $$? -eq 1
	@$(BIN)/mingcha scan $(EXAMPLE) -f html -o out/sunflower.html; test $$? -eq 1
	@echo
	@echo 'HTML: out/sunflower.html'

test: setup
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile $(TESTS)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/mingcha rules lint

example:
	@python3 -m scripts.build_example
	@python3 -m scripts.build_demo

clean:
	rm -rf .venv build dist out src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f src/mingcha/dex/*.c src/mingcha/dex/*.so src/mingcha/formats/*.c src/mingcha/formats/*.so src/mingcha/catalogue/compiled.json src/mingcha/rules/compiled.json
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} +
