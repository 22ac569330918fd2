"""What every other layer stands on: errors, the study's words, paths and the shape of a result."""
