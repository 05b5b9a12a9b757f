"""Persons whom the words beside their names tell."""

import pytest
import spacy

from nlp.personal_names import name_end
from pipelines import pipeline


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "O'Brien said no.", "O'Brien"),
        ("en", "Delacroix-Nnamdi said no.", "Delacroix-Nnamdi"),
        ("en", "J. D. Purcell said no.", "J. D. Purcell"),
        ("en", "Nobody said so.", "Nobody"),
        ("en", "the board said no.", ""),
        ("fr", "de Grandpré a plaidé.", "de Grandpré"),
        ("fr", "El-Khoury a tranché.", "El-Khoury"),
        ("fr", "Tessier de Laval doute.", "Tessier"),
    ],
)
def test_where_a_name_ends(language, text, name):
    doc = spacy.blank(language)(text)
    assert doc[: name_end(doc, 0)].text == name


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "“We do not know,” said Tremblay-Roy, who runs the desk.", "Tremblay-Roy"),
        ("en", "“Not on my street,” Yılmaz said.", "Yılmaz"),
        ("en", "“There is no line to stand in,” al-Masri said.", "al-Masri"),
        ("fr", "« On n'en sait rien », tranche Wójcik, bénévole à l'accueil.", "Wójcik"),
        ("fr", "« On n'en sait rien », a confirmé Okonkwo jeudi.", "Okonkwo"),
        ("fr", "Le conducteur, Dufresne, soutient qu'il ne savait rien.", "Dufresne"),
    ],
)
def test_who_says_something_is_a_person(language, text, name):
    assert [(m.text, m.kind) for m in pipeline(language)(text)._.mentions] == [(name, "person")]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "La juge El-Khoury a rejeté la requête.", "El-Khoury"),
        ("fr", "Selon le sergent O'Brien, il faisait nuit.", "O'Brien"),
        ("fr", "Le sociologue Abou-Chakra étudie ces familles.", "Abou-Chakra"),
        ("en", "The lawyer Achterberg-Nkosi was late.", "Achterberg-Nkosi"),
    ],
)
def test_who_has_a_title_or_a_role_before_the_name_is_a_person(language, text, name):
    assert [(m.text, m.kind) for m in pipeline(language)(text)._.mentions] == [(name, "person")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Residents said the road was closed."),
        ("en", "Everybody said the road was closed, and Police said so too."),
        ("fr", "Paris affirme que la route est fermée."),
        ("fr", "« La route est fermée », dit-on. Personne n'affirme le contraire."),
    ],
)
def test_capitals_at_the_start_and_capital_cities_are_no_persons(language, text):
    assert "person" not in [m.kind for m in pipeline(language)(text)._.mentions]
