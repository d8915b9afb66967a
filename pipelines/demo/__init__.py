"""The default area: a fictional state, written as raw files in the real sources' formats."""

from pipelines.demo.state import Demo, State, draw_state, write_demo

__all__ = ["Demo", "State", "draw_state", "write_demo"]
