"""Telling the answers: facts, plain sentences, the HTML report, key figures, one place's numbers.

Reads `core`, `out` and what `raw` rejected; counts and rounds, but computes no measure.
"""
