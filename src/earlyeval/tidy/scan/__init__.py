"""What in a quotation may say who somebody is: formats, names of a private roster, words that few people use.

A scan raises flags and never cleans; what it does not flag is not thereby safe (docs/joint-displays.md says what no
scan sees).
"""
