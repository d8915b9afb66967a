"""Every generator that an area file can name is there."""

from typing import get_args

from pipelines.area.study_area import Identity
from pipelines.generators import GENERATORS


def test_every_name_of_the_settings_has_a_generator():
    annotation = Identity.model_fields["generator"].annotation
    names = {name for part in get_args(annotation) for name in get_args(part)}
    assert names == set(GENERATORS)
