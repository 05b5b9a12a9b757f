import pytest
import spacy

from nlp.gazetteer import Gazetteer

ENTITIES = [
    {
        "id": "roxham-road",
        "name": "Roxham Road",
        "kind": "place",
        "aliases": {"fr": ["chemin Roxham"], "en": ["Roxham"]},
    },
    {
        "id": "stca",
        "name": "Safe Third Country Agreement",
        "kind": "law",
        "aliases": {"en": ["STCA"], "fr": ["Entente sur les tiers pays sûrs", "ETPS"]},
    },
    {
        "id": "rcmp",
        "name": "Royal Canadian Mounted Police",
        "kind": "organisation",
        "aliases": {"fr": ["GRC"], "en": ["RCMP"]},
    },
    {"id": "us", "name": "United States", "kind": "place", "aliases": {"en": ["U.S.", "US"]}},
]


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en")


@pytest.fixture(scope="module")
def gazetteer(nlp):
    return Gazetteer(nlp, ENTITIES)


def found(nlp, gazetteer, text):
    doc = nlp(text)
    return [(doc[m.start : m.end].text, m.known.id) for m in gazetteer.matches(doc)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The GRC at chemin Roxham", [("GRC", "rcmp"), ("chemin Roxham", "roxham-road")]),
        ("ROXHAM ROAD is closed", [("ROXHAM ROAD", "roxham-road")]),
        ("the Safe Third Country Agreement", [("Safe Third Country Agreement", "stca")]),
        ("give us the road", []),
        ("Into the US.", [("US", "us")]),
        ("at Roxham Rhoad on foot", [("Roxham Rhoad", "roxham-road")]),
        ("the Safe Third Contry Agreement", [("Safe Third Contry Agreement", "stca")]),
        ("the roads of Roxbury", []),
    ],
)
def test_topic_names_in_both_languages_and_misspelt(nlp, gazetteer, text, expected):
    assert found(nlp, gazetteer, text) == expected


def test_the_world_is_known_in_both_languages_under_its_english_name(nlp, gazetteer):
    text = "Des Haïtiens et des Colombiens, d'Allemagne vers les États-Unis"
    assert [i for _, i in found(spacy.blank("fr"), Gazetteer(spacy.blank("fr"), ENTITIES), text)] == [
        "haitians",
        "colombians",
        "germany",
        "us",
    ]


def test_a_short_form_of_a_province_follows_a_comma(nlp, gazetteer):
    assert found(nlp, gazetteer, "Windsor, Ont., is cold") == [("Ont.", "ontario")]
    assert found(nlp, gazetteer, "Miss. Manners") == []


def test_lookup_ignores_case_accents_and_article(gazetteer):
    assert gazetteer.lookup("the Royal Canadian mounted police").id == "rcmp"
    assert gazetteer.lookup("Nobody") is None


@pytest.mark.parametrize("entity", [{"id": "x", "name": ""}, {"id": "x", "name": "X", "kind": "road"}])
def test_a_bad_entity_is_named(nlp, entity):
    with pytest.raises(ValueError, match="x"):
        Gazetteer(nlp, [entity])


def test_a_region_after_a_town_is_a_name_of_its_own(nlp):
    town = {"id": "windsor", "name": "Windsor", "kind": "place", "aliases": {"en": ["Windsor, Ont."]}}
    assert found(nlp, Gazetteer(nlp, [town]), "In Windsor, Ont., it rains") == [
        ("Windsor", "windsor"),
        ("Ont.", "ontario"),
    ]


def test_dollars_are_not_a_country(nlp, gazetteer):
    assert found(nlp, gazetteer, "It costs 80 $ US a day") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("State of Texas", "Texas"), ("province de Québec", "Quebec"), ("République du Congo", "Republic of the Congo")],
)
def test_a_region_under_its_full_style(gazetteer, text, name):
    assert gazetteer.lookup(text).name == name


def test_a_people_inside_a_longer_name_is_no_people(nlp, gazetteer):
    assert found(nlp, gazetteer, "The Bloc Canadians met") == []
    assert found(nlp, gazetteer, "Many Canadians met") == [("Canadians", "canadians")]
