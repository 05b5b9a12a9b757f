import pytest

from nlp.speakers import resolve


def speaker(language, text, word):
    doc = language(text)
    found = resolve(doc, next(token for token in doc if token.text == word))
    return (found.name, found.text) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Ruiz said 300 people came.", ("Ana Ruiz", "Ana Ruiz")),
        ("Ana Ruiz runs the shelter. She said 300 people came.", ("Ana Ruiz", "She")),
        ("About 300 people came, according to Ana Ruiz.", ("Ana Ruiz", "Ana Ruiz")),
        ("“About 300 people came,” Ana Ruiz said.", ("Ana Ruiz", "Ana Ruiz")),
        ("Officials said 300 people came.", (None, "Officials")),
        ("About 300 people came on Monday.", None),
        ("The deal will be announced on Friday by 300 people.", None),
    ],
)
def test_who_says_the_number(english, text, expected):
    assert speaker(english, text, "300") == expected


def test_a_role_that_the_text_has_given_to_somebody(english):
    text = "Ana Ruiz, the mayor of Windsor, met the press. The mayor said 300 people came."
    assert speaker(english, text, "300") == ("Ana Ruiz", "The mayor")


def test_selon(french):
    assert speaker(french, "Selon Sylvie Garneau, 300 personnes sont passées.", "300") == (
        "Sylvie Garneau",
        "Sylvie Garneau",
    )
