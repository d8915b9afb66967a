"""What opens an address is left out of it; what it asks for stays."""

import pytest

from pipelines.sources.reading import SourceError
from pipelines.sources.redaction import public

CASES = {
    "https://example.org/a.csv": "https://example.org/a.csv",
    "https://me:pass@example.org/a.csv": "https://example.org/a.csv",
    "https://me:p@ss@example.org/a.csv": "https://example.org/a.csv",
    "https://token@example.org": "https://example.org",
    "page+https://me:pass@example.org/f.html#N_*.zip": "page+https://example.org/f.html#N_*.zip",
    "https://api.census.gov/data?get=NAME,B25044_003E&for=tract:*&in=state:17": None,
    "https://x.org/a?key=1&get=b": "https://x.org/a?key=redacted&get=b",
    "https://x.org/a?X-Amz-Credential=A%2FB&X-Amz-Signature=0f&v=2": (
        "https://x.org/a?X-Amz-Credential=redacted&X-Amz-Signature=redacted&v=2"
    ),
    "https://x.blob.core.windows.net/a?sv=2020&sp=r&sig=a%2Bb%3D": (
        "https://x.blob.core.windows.net/a?sv=redacted&sp=redacted&sig=redacted"
    ),
    "https://x.org/a?q=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx&y=2": "https://x.org/a?q=redacted&y=2",
    "/home/me@here/a?key=1": None,
}


@pytest.mark.parametrize("address", CASES)
def test_addresses_as_they_may_be_told(address: str) -> None:
    told = CASES[address] or address
    assert public(address) == told
    assert public(told) == told
    assert public(f'{{"files": ["{address}", "b"]}}') == f'{{"files": ["{told}", "b"]}}'


def test_messages_tell_no_secret() -> None:
    error = SourceError("https://me:pass@x.org/a?key=1", "leads to https://u:v@y.org", mend="stop")
    assert str(error) == "https://x.org/a?key=redacted: leads to https://y.org (stop)"
