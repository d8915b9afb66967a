"""Whom the flow asks for addresses, and what it tells of a long wait."""

import logging

import numpy as np
import pandas as pd

from flows import progress
from flows.folders import Folders
from flows.study import Study
from pipelines.area import load_area
from pipelines.sources.facilities.geocoder import Geocoding
from tests.area.test_study_area import GEOCODED, MINIMAL, REGISTRY

ASKED = pd.DataFrame([{"street": "12 ELM ST", "city": "ROSBY", "state": "ZZ", "zip": "90001"}])


def study(tmp_path, more=""):
    path = tmp_path / "tiny.toml"
    path.write_text(MINIMAL + REGISTRY + more, encoding="utf-8")
    return Study(path, load_area(path), Folders(tmp_path / "data", tmp_path / "reports", "tiny"))


def test_nobody_is_asked_unless_the_settings_say_so(tmp_path):
    centroids = REGISTRY.replace("nppes", "zip_centroids")
    answers = progress.geocoder_of(study(tmp_path, centroids))(ASKED)
    assert answers["status"].tolist() == ["not_asked"]


def test_the_service_of_the_settings_is_asked(tmp_path, monkeypatch):
    heard = {}

    def answer(questions, cache, service, *, progress):
        heard.update(cache=cache, service=service)
        progress(1, 1)
        return Geocoding(pd.DataFrame({"status": ["match"]}), {"match": 1})

    monkeypatch.setattr(progress, "geocode", answer)
    settings = GEOCODED + "geocoder_url = 'http://localhost:1/batch'\ngeocoder_benchmark = 'B'\n"
    progress.geocoder_of(study(tmp_path, settings))(ASKED)
    assert (heard["service"].url, heard["service"].benchmark) == ("http://localhost:1/batch", "B")
    assert heard["cache"] == tmp_path / "data" / "raw" / "tiny" / "geocoder"


def test_a_service_that_fails_is_told(tmp_path, monkeypatch, caplog):
    failed = Geocoding(pd.DataFrame({"lon": [np.nan]}), {"failed": 1}, "it was given up")
    monkeypatch.setattr(progress, "geocode", lambda *_, progress: failed)
    with caplog.at_level(logging.WARNING):
        progress.geocoder_of(study(tmp_path, GEOCODED))(ASKED)
    assert "until a later run: it was given up" in caplog.text


def test_a_download_tells_how_far_it_is_now_and_then(monkeypatch, caplog):
    now = iter([0.0, 1.0, 6.0, 6.0, 12.0, 12.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(now))
    line = progress.DownloadProgress("roads")
    with caplog.at_level(logging.INFO):
        line(1_000_000, 4_000_000)
        line(2_000_000, 4_000_000)
        line(3_000_000, None)
    assert caplog.messages == [
        "downloading roads: 2 of 4 MB (50%)",
        "downloading roads: 3 MB",
    ]
