"""All pictures of an area: which ones, how large, and the same bytes each time."""

import matplotlib.style
import pytest
from PIL import Image

from pipelines.maps import draw_all
from pipelines.maps.gallery import alt_text, save
from pipelines.out_tables import OutTables
from pipelines.warehouse import WarehouseError
from tests.maps.conftest import draw_every_kind
from tests.worlds.answers import fictional_area, write_fictional_warehouse


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gallery")
    warehouse = write_fictional_warehouse(folder / "access.duckdb")
    return draw_all(OutTables(warehouse), fictional_area(), folder / "maps")


def test_draws_every_kind_with_title_and_words_for_those_who_cannot_see(gallery):
    assert [picture.name for picture in gallery] == [
        "gaps",
        "nearer",
        "drive_time_hospital_based",
        "drive_time_office_based",
        "drive_time_pharmacy_based",
        "drive_time_stand_alone",
        "drive_time_any",
        "catchments",
        "coverage",
        "distribution",
        "adequacy",
        "strata_drives",
    ]
    for picture in gallery:
        assert picture.path.name == f"{picture.name}.png"
        assert picture.title.startswith("Arboria: ")
        assert picture.title in picture.alt_text
        assert "Fictional" in picture.alt_text


def test_pictures_are_of_one_width_and_small(gallery):
    for picture in gallery:
        with Image.open(picture.path) as image:
            assert image.width == 1080
            assert image.mode == "P"
            assert image.info.keys() <= {"dpi"}
    assert sum(picture.path.stat().st_size for picture in gallery) < 3_000_000


def test_the_same_answers_give_the_same_bytes(gallery, answers, tmp_path):
    # Not the figures of the other tests: measuring what stands where moves the words of a figure a little.
    figures = draw_every_kind(answers)
    saved = {picture.name: picture.path.read_bytes() for picture in gallery}
    for kind in ("gaps", "catchments", "coverage", "distribution"):
        save(figures[kind], tmp_path / f"{kind}.png")
        assert (tmp_path / f"{kind}.png").read_bytes() == saved[kind], kind


def test_a_users_own_matplotlib_settings_change_no_picture(gallery, answers, tmp_path):
    theirs = {"savefig.bbox": "tight", "lines.linewidth": 5, "axes.grid": True, "font.size": 20}
    with matplotlib.style.context(["dark_background", theirs]):
        for kind, figure in draw_every_kind(answers).items():
            save(figure, tmp_path / f"{kind}.png")
            saved = next((p.path.read_bytes() for p in gallery if p.name == kind), None)
            if saved is not None:
                assert (tmp_path / f"{kind}.png").read_bytes() == saved, kind


def test_nothing_unfinished_is_left(gallery):
    assert not list(gallery[0].path.parent.glob("*.part"))


def test_alt_text_names_the_kind_of_picture(figures):
    assert alt_text(figures["gaps"]).startswith("Map. ")
    assert alt_text(figures["coverage"]).startswith("Chart. ")


def test_a_missing_warehouse_is_one_clear_error(tmp_path):
    with pytest.raises(WarehouseError, match="no warehouse yet"):
        draw_all(OutTables(tmp_path / "none.duckdb"), fictional_area(), tmp_path / "maps")
