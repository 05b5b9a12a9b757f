import pytest

from nlp.french_verbs import third_persons


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("lancer", "lance lancent lançait lança lancé lançant"),
        ("juger", "juge jugeait jugea"),
        ("marteler", "martèle martelait"),
        ("rappeler", "rappelle rappelait"),
        ("inquiéter", "inquiète inquiétait"),
        ("appuyer", "appuie appuyait"),
        ("réagir", "réagit réagissent réagissait"),
        ("écrire", "écrit écrivent écrivait"),
        ("soutenir", "soutient soutiennent soutenait soutenu soutint"),
        ("craindre", "craint craignent craignait"),
        ("reconnaître", "reconnaît reconnaissait reconnu"),
    ],
)
def test_forms(infinitive: str, forms: str) -> None:
    assert set(forms.split()) <= third_persons([infinitive])
