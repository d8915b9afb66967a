"""Large numbers are the medians and shares of the tables, with bars in proportion."""

from pipelines.report.index.cards import cards
from tests.report.world import with_cells


def test_cards_carry_the_medians_and_bars_in_proportion(arboria):
    made = cards(arboria)
    assert [card.heading for card in made] == [
        "Typical drive of rural people",
        "Typical drive of suburban people",
        "Neither kind within 30 minutes",
    ]
    numbers = [number for card in made[:2] for number in card.numbers]
    medians = [
        arboria.drive(stratum, site)["drive_time_min_median"]
        for stratum in ("rural", "suburban")
        for site in ("office_based", "hospital_based")
    ]
    assert max(number.bar_percent for number in numbers) == 100
    for number, median in zip(numbers, medians, strict=True):
        assert abs(float(number.value.split()[0]) - median) <= 0.5
        assert number.bar_percent == max(1, round(100 * median / max(medians)))


def test_every_headline_number_carries_its_band(arboria):
    numbers = [number for card in cards(arboria) for number in card.numbers]
    assert numbers
    assert all("scenario" in number.band for number in numbers)


def test_a_small_group_gets_no_card(arboria):
    small = with_cells(arboria, "nearness", {"stratum": "rural"}, places=3)
    assert "Typical drive of rural people" not in [card.heading for card in cards(small)]
