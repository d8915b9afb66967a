"""Scores and decays have names."""

from pipelines.vocabulary.accessibility import decay_words, score_name, score_order


def test_names_of_scores_and_decays():
    assert score_name("cumulative_22.5", "centers") == "Centers within 22.5 minutes"
    assert score_name("2sfca", "capacity").endswith("(2SFCA), capacity for 100,000 people")
    names = ["cumulative_60", "raam", "cumulative_7.5", "2sfca", "e2sfca"]
    assert sorted(names, key=score_order) == [
        "e2sfca",
        "2sfca",
        "raam",
        "cumulative_7.5",
        "cumulative_60",
    ]
    assert (
        decay_words("steps 10:1, 20:0.68")
        == "1 up to 10 minutes, 0.68 up to 20 minutes, none beyond"
    )
    assert decay_words("gaussian sigma 17.9 min, within 60 min").startswith("gaussian")
