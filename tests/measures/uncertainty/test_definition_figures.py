import numpy as np
import pandas as pd
import pytest

from pipelines.measures.uncertainty.definition_figures import definition_figures


def test_the_base_is_the_areas_own_definition_and_the_ends_are_those_of_definitions() -> None:
    told = [
        ("base", "base", 10.0),
        ("definition", "registry", 8.0),
        ("definition", "larger_hospitals", 1.0),
        ("geocoding", "without_coarse", 30.0),
        ("speed", "time_x2", 40.0),
    ]
    values = pd.DataFrame(told, columns=["dimension", "variant", "value"]).assign(
        stratum="all", site_of_care=pd.Series([None] * len(told), dtype="str"), figure="x"
    )
    table = definition_figures(values, "combined").set_index("definition")
    assert table["value"].to_dict() == {"combined": 10, "registry": 8, "without_coarse": 30}
    assert (table["low"] == 8).all() and (table["high"] == 10).all()
    assert table["spread"].tolist() == [2, 2, 2]
    assert table["ratio"].tolist() == pytest.approx([0.25] * 3)
    nothing = definition_figures(values.assign(value=0.0), "combined")
    assert np.isnan(nothing["ratio"]).all()
