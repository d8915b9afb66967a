"""Variants and what-ifs have names."""

from pipelines.vocabulary.uncertainty import variant_name
from pipelines.vocabulary.what_if import what_if_name


def test_variants_and_what_ifs_have_names() -> None:
    assert variant_name("time_x0.8") == "driving takes 20% less"
    both = variant_name("time_x1.5+larger_hospitals")
    assert both == "driving takes 50% longer, without hospitals of 25 beds or fewer"
    assert variant_name("larger_hospitals") == "without hospitals of 25 beds or fewer"
    assert what_if_name("opening: x", []) == "Opening: x"
    assert what_if_name("case: a slow winter", []) == "A slow winter"
