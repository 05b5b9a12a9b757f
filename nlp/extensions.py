"""The attributes on `spacy.tokens.Doc` that Roxham's components share.

Importing this module registers them, so every component imports it and each works whichever others run:

=============  ====================  =====================================================
attribute      type                  set by
=============  ====================  =====================================================
``published``  ``date | None``       the caller: the article's date, against which dates are resolved
``country``    ``str | None``        the caller: ISO 3166 code of the outlet's country
``mentions``   ``list[Mention]``     ``roxham_entities``
``dates``      ``list[DateMention]`` ``roxham_dates``
``quotes``     ``list[Quote]``       ``roxham_quotes``
``figures``    ``list[Figure]``      ``roxham_figures``
=============  ====================  =====================================================

A list starts empty and is a new one in every Doc.
"""

from spacy.tokens import Doc

_DEFAULTS: dict[str, list[object] | None] = {
    "published": None,
    "country": None,
    "mentions": [],
    "dates": [],
    "quotes": [],
    "figures": [],
}

for _name, _default in _DEFAULTS.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def text_of(doc: Doc) -> str:
    """The text of `doc`, kept: `Doc.text` joins all tokens each time, which makes a loop over a statute quadratic."""
    text = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text
