"""The process of a run: alone in its area, interrupted, and helped by others."""
