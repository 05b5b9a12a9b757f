import pytest

from nlp.names import Known, Name, folded, identify, initials, is_acronym, misspelt, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Saint-Bernard-de-Lacolle", "saint-bernard-de-lacolle"),
        ("François Legault", "francois-legault"),
        ("Canada–United States border", "canada-united-states-border"),
        ("L’Œuvre Léger", "loeuvre-leger"),
    ],
)
def test_slug(name, expected):
    assert slug(name) == expected


def test_names_are_compared_without_case_accents_article_and_possessive():
    assert folded("The Québec’s") == folded("quebec")
    assert folded("l'Immigration") == "immigration"


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Canada Border Services Agency", "cbsa"),
        ("Immigration and Refugee Protection Act", "irpa"),
        ("Agence des services frontaliers du Canada", "asfc"),
        ("U.S. Border Patrol", "usbp"),
    ],
)
def test_initials(name, acronym):
    assert acronym in initials(name)


@pytest.mark.parametrize(("text", "expected"), [("CBSA", True), ("U.N.", True), ("Canada", False), ("I", False)])
def test_acronyms(text, expected):
    assert is_acronym(text) is expected


@pytest.mark.parametrize(
    ("slip", "word", "expected"),
    [("rhoad", "road", True), ("north", "south", False), ("untied", "united", True), ("iran", "iraq", True)],
)
def test_a_slip_is_one_edit_with_the_same_first_letter(slip, word, expected):
    assert misspelt(slip, word) is expected


def ids(*names: Name) -> list[str]:
    return [identity.id for identity in identify(names)]


def person(text: str, known: Known | None = None) -> Name:
    return Name(text, "person", known)


def test_a_surname_is_the_full_name_last_used():
    assert ids(person("Ann Cole"), person("Cole"), person("Ruth Cole"), person("Cole")) == [
        "ann-cole",
        "ann-cole",
        "ruth-cole",
        "ruth-cole",
    ]


def test_a_surname_may_come_before_its_full_name():
    assert ids(person("Okafor"), person("Tess Okafor")) == ["tess-okafor", "tess-okafor"]


def test_a_text_with_another_of_that_surname_overrules_the_topic():
    known = Known("francois-legault", "François Legault", "person")
    assert ids(person("Marie Legault"), person("Legault", known)) == ["marie-legault", "marie-legault"]
    assert ids(person("Legault", known)) == ["francois-legault"]


def test_initials_and_middle_names_are_one_person_and_other_given_names_are_not():
    assert ids(person("J. Okafor"), person("Jane Okafor")) == ["jane-okafor", "jane-okafor"]
    assert ids(person("Luc Okafor"), person("Lucie Okafor")) == ["luc-okafor", "lucie-okafor"]


def test_an_acronym_is_its_long_form():
    assert (
        ids(Name("River Crossing Aid Network", "organisation"), Name("RCAN", "organisation"))
        == ["river-crossing-aid-network"] * 2
    )


def test_an_acronym_in_brackets_is_the_name_before_it():
    assert (
        ids(Name("Maison du Pont", "organisation"), Name("XYZ", "organisation", acronym_of=0)) == ["maison-du-pont"] * 2
    )


def test_a_slip_in_a_long_name_is_the_same_name():
    assert len(set(ids(Name("Untied Nations", "organisation"), Name("United Nations", "organisation")))) == 1


def test_a_double_surname_is_one_surname():
    assert ids(person("Lisa Lopez-Galvan"), person("Lopez-Galvan")) == ["lisa-lopez-galvan"] * 2


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Lucia van den Berg", "Van den Berg"),
        ("Nouri al-Maliki", "Maliki"),
        ("Kamal al-Hassan", "Al-Hassan"),
        ("María de la Cruz", "de la Cruz"),
    ],
)
def test_small_words_of_a_surname_tell_nobody_apart(full, short):
    assert len(set(ids(person(full), person(short)))) == 1


def test_a_title_tells_two_of_one_surname_apart():
    names = [Name("John Cole", "person", sex="male"), Name("Susan Cole", "person", sex="female")]
    assert ids(*names, Name("Cole", "person", sex="male"), Name("Cole", "person", sex="female")) == [
        "john-cole",
        "susan-cole",
        "john-cole",
        "susan-cole",
    ]


@pytest.mark.parametrize(
    ("kind", "full", "short", "same"),
    [
        ("place", "Bellmere Airport", "Bellmere", True),
        ("place", "Bellmere County", "Bellmere", False),
        ("organisation", "Church of Lumenism", "Lumenism", True),
    ],
)
def test_a_name_without_its_common_noun(kind, full, short, same):
    assert (len(set(ids(Name(full, kind), Name(short, kind)))) == 1) is same
