"""earlyeval: reproducible, disclosure-checked, mixed-methods evaluation of early-years programmes.

raw -> tidy -> scored -> analysed -> protected -> presented -> report: one spine, and one sub-package a stage.
"""

__version__ = "0.1.0"
