"""How a run words durations, and names what Prefect shows of it."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """Tell a duration: '0.4 s', '12 s', '3 min 20 s', '2 h 5 min'."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def artifact_key(what: str, area: str) -> str:
    """Return the name of an artifact of an area; Prefect takes small letters, digits and dashes."""
    return f"{what}-{area.replace('_', '-')}"
