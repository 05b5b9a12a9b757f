"""What a name is, told by the words beside it; and which words beside titles are no names."""

import pytest

from nlp.world import is_city


def kinds(language, text):
    return {m.text: m.kind for m in language(text)._.mentions}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Localist group Bright Meadow won. Bright Meadow's Olga Petrenko was glad.", "Bright Meadow", "organisation"),
        ("Olga Petrenko of Bright Meadow was glad.", "Bright Meadow", "organisation"),
        ("They fled the village of Dunmarra. Dunmarra burned.", "Dunmarra", "place"),
        ("Shells fell on the capital Khoravel on Sunday.", "Khoravel", "place"),
        ("Rain fell in Dunmarra province. Dunmarra is dry.", "Dunmarra", "place"),
        ("Storms closed roads in eastern Zemlyansk.", "Zemlyansk", "place"),
        ("They walked from Herat, their home, to Kabul.", "Herat", "place"),
        ("Zarghuna was killed in the blast.", "Zarghuna", "person"),
        ("A Halifax man was arrested.", "Halifax", "place"),
        ("Denmark's Vestara and Norway's Equinar are in talks.", "Vestara", "organisation"),
        ("Samandar's wife waited at the border.", "Samandar", "person"),
    ],
)
def test_the_words_beside_a_name_tell_its_kind(english, text, name, kind):
    assert kinds(english, text)[name] == kind


def test_what_is_in_nowhere_is_a_body_unless_it_is_a_city(english):
    found = kinds(english, "Kandahar schools closed. Police patrolled Kandahar and Kandahar markets; Kandahar slept.")
    assert found == {"Kandahar": "place"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met the Secretary of State on Monday.", set()),
        ("Other pro-Beijing councillors won.", set()),
        ("Mayor Ana Ruiz spoke. Image: Pat Riley", {"Ana Ruiz", "Pat Riley"}),
        ("The Harbour Crossing Aid Council (HCAC) opened.", {"Harbour Crossing Aid Council", "HCAC"}),
        ("The Crown asked for 12 years.", set()),
        ("The UN Security Council met on Monday.", {"UN Security Council"}),
        ("He runs the New York State Canal Authority.", {"New York State Canal Authority"}),
        ("He told the Mines and Energy Ministry on Monday.", {"Mines and Energy Ministry"}),
    ],
)
def test_where_names_begin_and_end(english, text, expected):
    assert set(kinds(english, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le conseil municipal de Rimouski a voté mardi.", {"Rimouski": "place"}),
        ("Il a évacué ses équipes de Goma.", {"Goma": "place"}),
        (
            "La juge Carole Desrosiers de la Cour supérieure a tranché.",
            {"Carole Desrosiers": "person", "Cour supérieure": "organisation"},
        ),
        ("L'entreprise suédoise Nordvolta suspend son chantier.", {"Nordvolta": "organisation"}),
        ("Le ministre de la Santé, Hugo Marchand, ira à Lévis.", {"Hugo Marchand": "person", "Lévis": "place"}),
        (
            "Environnement Canada prévoit 20 cm en Abitibi.",
            {"Environnement Canada": "organisation", "Abitibi": "place"},
        ),
    ],
)
def test_french(french, text, expected):
    assert kinds(french, text) == expected


def test_a_government_is_the_place_it_governs(french):
    mentions = french("La Ville de Lévis offrira des navettes. Lévis paiera.")._.mentions
    assert {(m.name, m.kind) for m in mentions} == {("Lévis", "place")}


@pytest.mark.parametrize(("name", "city"), [("Montreal", True), ("Montréal", True), ("Roxham Road", False)])
def test_cities(name, city):
    assert is_city(name) == city
