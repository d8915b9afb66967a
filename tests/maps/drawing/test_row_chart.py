"""What charts of rows have in common."""

from matplotlib.figure import Figure

from pipelines.maps.drawing.row_chart import dress_rows, group_heading, number_beside


def test_rows_run_downwards_with_their_numbers_beside_them() -> None:
    axes = Figure().add_subplot()
    dress_rows(axes, 3.0, 100, [0, 50], ["0%", "50%"])
    group_heading(axes, "Rural", 0.5)
    number_beside(axes, "12%", 1.5)
    assert axes.get_ylim() == (3.0, 0.0)
    assert axes.get_xlim() == (0.0, 100.0)
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["0%", "50%"]
    assert {text.get_gid(): text.get_text() for text in axes.texts} == {
        "group": "Rural",
        "number": "12%",
    }
    assert axes.spines["left"].get_visible()
    assert not axes.spines["right"].get_visible()
