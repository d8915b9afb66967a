"""Large numbers are the medians and shares of the tables, with bars in proportion."""

import pytest

from pipelines.report.index.cards import cards
from pipelines.report.index.stratum_sentences import stratum_sentences
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
    known = [number for number in numbers if "nobody knows" not in number.label]
    assert all("scenario" in number.band for number in known)


def test_a_small_group_gets_no_card(arboria):
    small = with_cells(arboria, "nearness", {"stratum": "rural"}, places=3)
    assert "Typical drive of rural people" not in [card.heading for card in cards(small)]


@pytest.mark.parametrize("samples", [("office_based",), ("hospital_based", "office_based")])
def test_a_sample_stands_on_a_card_of_its_own_and_says_or_less(arboria, samples):
    lists = arboria
    for site in samples:
        lists = with_cells(lists, "center_lists", {"site_of_care": site}, completeness="sample")
    *drives, left_out = cards(lists)
    kinds = [{number.site_of_care for number in card.numbers} for card in drives]
    assert kinds == sorted(
        [{"hospital_based"}, {"office_based"}], key=lambda kind: kind <= {*samples}
    )
    for card in drives:
        sample = card.numbers[0].site_of_care in samples
        assert ("by a sample of" in card.heading) == sample
        assert all(number.label.startswith("or less, for") == sample for number in card.numbers)
    assert not any(number.bar_percent for card in drives for number in card.numbers)
    assert left_out.numbers[0].label.startswith("people or fewer, ")
    assert all("or less of" in number.label for number in left_out.numbers[-2:])


def test_no_sentence_on_a_stratum_sets_a_sample_beside_another_kind(arboria):
    sample = with_cells(
        arboria, "center_lists", {"site_of_care": "office_based"}, completeness="sample"
    )
    both = [
        sentence
        for sentence in stratum_sentences(sample, "rural")
        if "hospital-based center" in sentence and "office-based center" in sentence
    ]
    assert both == []
    assert any("and" in sentence for sentence in stratum_sentences(arboria, "rural"))
