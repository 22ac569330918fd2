"""Synthetic returns of Baby Steps: couples at six sites, three times of measurement, births. All made up."""
