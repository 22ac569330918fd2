"""How often the intervals of earlyeval.statistics hold the truth: simulated studies, cell by cell.

``python -m benchmarks.coverage`` runs what is not yet in COVERAGE.json and writes docs/coverage.md from it.
"""
