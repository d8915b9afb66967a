"""Whom the flow asks for addresses, and what it tells of the wait."""

import logging

import numpy as np
import pandas as pd

from flows import geocoding
from flows.folders import Folders
from flows.study import Study
from pipelines.area import load_area
from pipelines.progress import step
from pipelines.sources.facilities.geocoder import Geocoding
from tests.area.test_study_area import GEOCODED, MINIMAL, REGISTRY

ASKED = pd.DataFrame([{"street": "12 ELM ST", "city": "ROSBY", "state": "ZZ", "zip": "90001"}])


def study(tmp_path, more=""):
    path = tmp_path / "tiny.toml"
    path.write_text(MINIMAL + REGISTRY + more, encoding="utf-8")
    return Study(path, load_area(path), Folders(tmp_path / "data", tmp_path / "reports", "tiny"))


def test_nobody_is_asked_unless_the_settings_say_so(tmp_path):
    centroids = REGISTRY.replace("nppes", "zip_centroids")
    answers = geocoding.geocoder_of(study(tmp_path, centroids))(ASKED)
    assert answers["status"].tolist() == ["not_asked"]


def test_the_service_of_the_settings_is_asked(tmp_path, monkeypatch):
    heard = {}

    def answer(questions, cache, service, *, progress):
        heard.update(cache=cache, service=service)
        progress(1, 1)
        return Geocoding(pd.DataFrame({"status": ["match"]}), {"match": 1})

    monkeypatch.setattr(geocoding, "geocode", answer)
    settings = GEOCODED + "geocoder_url = 'http://localhost:1/batch'\ngeocoder_benchmark = 'B'\n"
    with step("place centers") as placing:
        geocoding.geocoder_of(study(tmp_path, settings))(ASKED)
    assert (placing.done, placing.total, placing.unit) == (1, 1, "addresses")
    assert (heard["service"].url, heard["service"].benchmark) == ("http://localhost:1/batch", "B")
    assert heard["cache"] == tmp_path / "data" / "raw" / "tiny" / "geocoder"


def test_a_service_that_fails_is_told(tmp_path, monkeypatch, caplog):
    failed = Geocoding(pd.DataFrame({"lon": [np.nan]}), {"failed": 1}, "it was given up")
    monkeypatch.setattr(geocoding, "geocode", lambda *_, progress: failed)
    with caplog.at_level(logging.WARNING):
        geocoding.geocoder_of(study(tmp_path, GEOCODED))(ASKED)
    assert "until a later run: it was given up" in caplog.text
