import pytest

from nlp.quotation_marks import quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It works,” she said.", ["It works"]),
        ('"It works," she said. "It does."', ["It works", "It does."]),
        ("« Ça marche », dit-elle.", ["Ça marche"]),
        ("« Venez, dit Mme Roy. Il est tard. »", ["Venez", "Il est tard."]),
        ("“He said ‘never’ twice.”", ["He said ‘never’ twice.", "never"]),
        ("« Il est tard, s'inquiète Ana Roy, 34 ans, directrice du refuge. Venez. »", ["Il est tard", "Venez."]),
        ("« Nous avons dit non, a tranché Luc Roy, et c'est tout. »", ["Nous avons dit non", "et c'est tout."]),
        ("— Nous partons, dit Ana Roy.", ["Nous partons"]),
        ("— 40 lits, deux tentes", []),
        ("\"He said, 'never,' twice.\"", ["He said, 'never,' twice.", "never"]),
        ("It’s the drivers’ road.", []),
        ("He is 6'2\" tall.", []),
        ("“One.\n\n“Two.”", ["One.", "Two."]),
        ("“One.” Two.”", ["One."]),
        ("", []),
    ],
)
def test_marks(text, expected):
    assert [text[q.start : q.end] for q in quoted(text)] == expected


def test_many_unbalanced_marks_take_no_time():
    assert len(quoted("« a, dit-il " * 5000)) >= 1
