"""Synthetic returns of case work: cases, reviews, grades, needs, services, outcomes and costs, with planted effects."""
