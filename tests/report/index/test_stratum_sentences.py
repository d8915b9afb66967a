"""What the numbers mean for the people of a stratum."""

import re

from pipelines.report.index.stratum_sentences import stratum_sentences
from tests.report.world import with_cells


def test_stratum_sentences_name_the_stratum_and_every_count(arboria):
    told = " ".join(stratum_sentences(arboria, "rural"))
    assert "One in ten rural people drives longer than" in told
    assert "Within 30 minutes of home" in told
    assert "rural people have neither within 30 minutes" in told
    assert "rural people cannot be driven to any center" in told


def test_a_small_group_gets_no_proportion(arboria):
    small = with_cells(arboria, "nearness", {"stratum": "rural"}, places=3)
    told = " ".join(stratum_sentences(small, "rural"))
    assert not re.search(r"%| in 10|One in ten", told)
