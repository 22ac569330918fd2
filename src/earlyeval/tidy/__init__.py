"""Returns into typed, keyed, checked tables: one row per observation, every oddity a finding."""
