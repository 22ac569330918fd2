"""Made-up returns of a health visiting service: children due contacts, visits, forms, workers, standards."""
