"""The phrase of what is counted, with the participle of the verb that governs it."""

import pytest

from pipelines import pipeline


def counted(text: str, language: str = "en") -> str | None:
    return pipeline(language)(text)._.figures[0].counted


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("In 2023, 215 drivers were turned back.", "drivers turned back"),
        ("In May, 62 families were sent home.", "families sent home"),
        ("In May, the agency sent home 62 families.", "families sent home by the agency"),
        ("In all, 84 men were picked up.", "men picked up"),
    ],
)
def test_the_adverb_that_makes_another_verb_stays_with_it(text: str, phrase: str) -> None:
    assert counted(text) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The minister meant 40 beds.", "beds meant by the minister"),
        ("The board upheld 40 refusals.", "refusals upheld by the board"),
        ("The city will expel 12 tenants.", "tenants to be expelled by the city"),
        ("The city will open 12 shelters.", "shelters to be opened by the city"),
        ("The city will scrap 12 buses.", "buses to be scrapped by the city"),
        ("The company will rebuild 12 bridges.", "bridges to be rebuilt by the company"),
    ],
)
def test_english_participles(text: str, phrase: str) -> None:
    assert counted(text) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Le ministère a remis 4 millions de dollars aux villes.", "somme remise par le ministère aux villes"),
        ("Le ministère a promis 4 millions de dollars aux villes.", "somme promise par le ministère aux villes"),
        ("Le ministère a versé 4 millions de dollars aux villes.", "somme versée par le ministère aux villes"),
        ("La ville a rejoint 300 familles.", "familles rejointes par la ville"),
        ("La ville a repris 300 tentes.", "tentes reprises par la ville"),
    ],
)
def test_french_participles_agree(text: str, phrase: str) -> None:
    assert counted(text, "fr") == phrase
