"""Answers into scores: recoding, reversal, missing-item rules, cut-offs; every rule is the registry's."""
