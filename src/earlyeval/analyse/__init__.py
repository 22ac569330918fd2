"""The evaluator's questions: each function takes a study and returns result rows. Numbers come from statistics."""
