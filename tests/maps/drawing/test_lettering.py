"""Lines fit the width they are given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.maps.drawing import style
from pipelines.maps.drawing.lettering import text_width_in, wrap, wrap_evenly

texts = st.text(alphabet="abcdefgh mnoWi-/é,.$_", max_size=120)


@settings(max_examples=60, deadline=None)
@given(text=texts, width_in=st.floats(0.4, 6))
def test_lines_fit_and_keep_every_letter(text, width_in):
    for breaker in (wrap, wrap_evenly):
        lines = breaker(text, style.LABEL, width_in)
        assert all(text_width_in(line, style.LABEL) <= width_in for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_even_lines_leave_no_word_alone():
    text = "The contiguous United States: catchments of hospital-based infusion centers"
    lines = wrap_evenly(text, style.TITLE, 6.7)
    assert len(lines) == len(wrap(text, style.TITLE, 6.7))
    assert min(len(line.split()) for line in lines) > 1


def test_long_words_break_after_a_hyphen():
    assert wrap("hospital-based", style.LABEL, 0.9) == ["hospital-", "based"]


def test_what_is_left_after_a_slash_is_broken_again_where_it_is_too_wide():
    lines = wrap("/WWW", style.LABEL, 0.4375)
    assert "".join(lines) == "/WWW"
    assert all(text_width_in(line, style.LABEL) <= 0.4375 for line in lines)
