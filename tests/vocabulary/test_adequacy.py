"""What a county is found to do, in words."""

import pytest

from pipelines.vocabulary.adequacy import verdict


@pytest.mark.parametrize(
    ("finding", "known", "words"),
    [
        ("hospitals_suffice", {}, "passes with hospital-based centers alone"),
        ("only_with_offices", {}, "passes only because of office-based centers"),
        ("fails_with_all", {}, "fails with every center"),
        ("fails_with_all", {"sample": True}, "fails with the centers that are listed"),
        ("hospitals_suffice", {"offices": False, "others": False}, "passes"),
        ("fails_with_all", {"offices": False, "others": False}, "fails"),
    ],
)
def test_verdict(finding, known, words):
    assert verdict(finding, **({"offices": True, "others": True} | known)) == words
