import pytest

from crawler.relevance import score, stems
from db.records import Article, Decision, Term

ZONES = {"headline": 3.0, "lead": 2.0, "body": 1.0, "url": 2.0}
TERMS = (
    Term("asylum", "en", 1.0, needs=("Canada", "Quebec")),
    Term("asylum seekers", "en", 2.0, needs=("Canada", "Quebec")),
    Term("demandeur d'asile", "fr", 2.0),
    Term("safe third country", "en", 6.0),
    Term("lunatic asylum", "en", -5.0),
    Term("border crossing", "en", 1.5, zones=("headline",)),
)


def decide(text: str = "", headline: str = "", url: str = "https://example.org/a") -> Decision:
    return score(Article(url=url, text=text, headline=headline), TERMS, ZONES, threshold=5.0)


def test_each_reason_says_what_it_added():
    decision = decide("Canada admits asylum seekers.", "Asylum seekers wait", "https://example.org/asylum-seekers-wait")
    assert [(reason.term, reason.zone, reason.weight) for reason in decision.reasons] == [
        ("asylum seekers", "headline", 6.0),
        ("asylum seekers", "lead", 4.0),
        ("asylum seekers", "url", 4.0),
    ]
    assert decision.score == 14.0
    assert decision.kept


def test_longest_term_counts_once():
    decision = decide("Asylum seekers asked for asylum in Canada that day.")
    assert {reason.term: reason.count for reason in decision.reasons} == {"asylum seekers": 1, "asylum": 1}


def test_needs_are_looked_for_in_the_whole_article():
    assert decide("Asylum seekers arrived.").reasons == ()
    assert decide("Asylum seekers arrived.", "News from Québec").reasons


@pytest.mark.parametrize("text", ["les demandeurs d’asile", "un DEMANDEUR D'ASILE", "demandeurs-d'asile"])
def test_case_accents_and_number_do_not_matter(text: str):
    assert [reason.term for reason in decide(text).reasons] == ["demandeur d'asile"]


def test_whole_words_only():
    assert decide("Canada built an asylumlike seekership").reasons == ()


def test_excluded_senses_take_away():
    assert decide("The lunatic asylum of Canada closed.").score < 0


def test_zones_of_a_term():
    assert decide("A border crossing closed.").reasons == ()
    assert decide(headline="Border crossings closed").reasons[0].weight == 4.5


def test_repetition_is_damped():
    lead = ["Words come first here, quite a few of them.", "Then more words come, at least as many again."]
    rule = "The rule of the safe third country came up."
    once, often = (decide("\n\n".join(lead + [rule] * count)) for count in (1, 500))
    assert often.score == 3 * once.score
    assert often.reasons[0].count == 500


def test_rejected_with_reasons():
    decision = decide("Canada and asylum.")
    assert not decision.kept
    assert decision.reasons


def test_stems():
    assert stems("Réfugiés, countries & crosses: US bus") == stems("réfugié country cross US bus")
