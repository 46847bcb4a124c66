# Territorio Abierto. «make» sin más muestra esta ayuda.
.DEFAULT_GOAL := help
.PHONY: help serve worker official dev accounts quick test check bless bench
PY := .venv/bin/python
# Compiled once for hundreds of processes, whatever the machine is set to.
unexport PYTHONDONTWRITEBYTECODE
# A module stays on one worker: what it makes (a browser, rows) is made once. The tests say which
# modules go first (tests/conftest.py).
PARALLEL := -n auto --maxprocesses 4 --max-worker-restart 0 --dist loadscope --no-loadscope-reorder

help: ## Muestra esta ayuda
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

serve: ## Instala lo que falte y sirve el sitio en http://127.0.0.1:8000
	@python3 -m config.setup serve
	@exec $(PY) -m config.serve

worker: ## Hace en esta máquina trabajos del sitio de DATABASE_URL (make serve ya tiene quien los haga)
	@python3 -m config.setup worker
	@exec $(PY) -m config.worker

official: ## Trae y publica los límites del INEI y las fuentes oficiales que respondan (con internet)
	@python3 -m config.setup official
	@exec $(PY) -m config.official

dev: ## Sirve el sitio para desarrollo, recargando lo que cambia
	@python3 -m config.setup dev
	@exec $(PY) -m config.dev

accounts: ## Muestra las cuentas de administración y de ejemplo
	@test -x $(PY) || { echo "Aún no hay cuenta de administración: ejecute make serve."; exit 1; }
	@$(PY) -m config.accounts

quick: ## Ejecuta las pruebas rápidas, en menos de tres minutos: ni navegador, ni servidor, ni todo el sitio
	@python3 -m config.setup test
	@$(PY) -m pytest $(PARALLEL) -m "not slow and not wide and not long"

test: ## Instala lo que falte y ejecuta todas las pruebas
	@python3 -m config.setup test
	@$(PY) -m config.viewer test
	@$(PY) -m pytest $(PARALLEL)

check: ## Revisa formato, tipos, plantillas, importaciones y migraciones
	@python3 -m config.setup check
	@$(MAKE) --no-print-directory --jobs=2 --output-sync check-types check-rest

# The types take one processor as long as all the rest takes another.
check-types:
	$(PY) -m mypy

check-rest:
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m djlint --check --lint frontend/templates ows/templates
	.venv/bin/lint-imports
	$(PY) -m config.viewer check
	$(PY) -m config.cluster run manage.py makemigrations --check

bless: ## Reescribe los resultados de referencia de las pruebas (revíselos antes de guardarlos)
	@python3 -m config.setup test
	@$(PY) -m pytest $(PARALLEL) --bless

bench: ## Mide el sitio al lado de otros seis servidores y escribe docs/performance.md
	@python3 -m config.setup bench
	@$(PY) -m bench
