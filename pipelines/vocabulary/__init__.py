"""Every code of the field once: its value, its name in a sentence, its heading and its place in the order.

A file a topic. Contracts, measures, maps and reports read the words here and hold none of their own.
"""
