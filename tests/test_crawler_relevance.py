import time

import pytest

from crawler.boilerplate import article_paragraphs
from crawler.relevance import FULL_WORDS, NEAR, edition, score
from crawler.stems import stems
from db.records import Article, Decision, Term
from roxham.topic import load_topic

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


def test_no_phrase_runs_from_one_paragraph_into_the_next():
    assert (
        decide("Nobody wants it safe\n\nThird country reports follow in the afternoon edition of tomorrow.").reasons
        == ()
    )


def filler(words: int) -> str:
    """Paragraphs of twenty words on something else."""
    return "\n\n".join(
        ["The ferry was late again and nobody on the quay knew when or whether the next one would come."]
        * (words // 19)
    )


def test_a_long_text_is_not_on_the_topic_by_naming_it_once():
    rule = "A member then asked about the safe third country rule, and the House went on to other business."
    report, sitting = (decide(f"{filler(words // 2)}\n\n{rule}\n\n{filler(words // 2)}") for words in (1000, 20_000))
    assert report.score == 6.0
    assert report.kept
    assert 0 < sitting.score < 5.0
    debated = decide(f"{filler(200)}\n\n" + f"{rule}\n\n{filler(400)}\n\n" * 50)
    assert debated.score > 2 * report.score, "a sitting that comes back to it all day is on the topic"


def test_needs_stand_near_the_term_unless_the_article_begins_with_them():
    term, need = "Many asylum seekers came by ferry that day, the crew said.", "Quebec has a mild winter this year."
    near, far = (f"{filler(200)}\n\n{need}\n\n{filler(words)}\n\n{term}" for words in (NEAR // 2, 2 * NEAR))
    assert decide(near).reasons
    assert not decide(far).reasons
    assert decide(far, "Winter in Quebec").reasons
    assert 2 * NEAR < FULL_WORDS


@pytest.mark.parametrize(
    "line",
    [
        "Read more: What the safe third country rule means for you",
        "RELATED: Ministers meet on the safe third country rule",
        "À lire aussi : la safe third country, expliquée",
        "Sign up for our newsletter on safe third country news, in your inbox each Monday.",
        "© 2024 The Safe Third Country Courier. All rights reserved.",
        "With files from the Safe Third Country desk",
        "Ada Quill is a reporter in Ottawa who covers the safe third country talks.",
        "Ada Quill est journaliste au bureau d'Ottawa et suit le dossier safe third country.",
        "She has covered borders and the safe third country rule since 2019. Follow her on the usual networks.",
        "Tags: ferries, safe third country, weather",
        "This report on the safe third country rule by The Skerry Press was first published March 4, 2024.",
        "This story is part of our series on the safe third country rule.",
        "More on the safe third country rule",
        "Do you have a safe third country story? Write to the desk.",
        "Pour aller plus loin : la safe third country en chiffres",
        "Consultez notre dossier sur la safe third country.",
        "Ada Quill has been reporting on the safe third country rule since 2019.",
        "Correspondante à Ottawa, Ada Quill couvre le dossier safe third country.",
        "Reporting by Ada Quill at the safe third country talks; editing by Bo Marsh",
    ],
)
def test_what_is_not_the_articles_does_not_count(line: str):
    text = f"{filler(80)}\n\n{line}"
    assert decide(text).reasons == ()
    assert decide(f"{text[: -len(line)]}Ministers spoke of the safe third country rule until late at night.").reasons


def test_lists_of_other_stories_do_not_count():
    links = ["Safe third country talks begin", "Ferries late for a third week", "Asylum seekers wait in Quebec"]
    assert decide("\n\n".join([filler(80), "Related stories", *links])).reasons == ()
    assert decide("\n\n".join([filler(80), *links])).reasons == ()
    within = "\n\n".join([filler(80), "More stories from the coast", *links, filler(80)])
    assert article_paragraphs(within) == filler(160).split("\n\n")[:8]


def test_what_looks_like_boilerplate_and_is_the_articles_counts():
    list_of_its_own = "\n\n".join(
        [filler(80), "The rule rests on:", "The safe third country list", "A treaty of two", "Ports"]
    )
    assert decide(list_of_its_own).reasons
    assert decide(f"Ada Quill is a reporter whom the safe third country rule cost her job.\n\n{filler(200)}").reasons
    assert decide("The safe third country rule").reasons
    for said in (
        "Like the asylum seekers before her in Quebec, she waited.",
        "If guards find them at the border in Quebec, asylum seekers are sent back.",
        "The road by which asylum seekers come to Quebec can be reached on foot.",
        "More from the south are expected to join the asylum seekers in Quebec.",
        "Reporting by the auditor showed that asylum seekers waited in Quebec.",
        "Have any asylum seekers been sent back from Quebec?",
    ):
        assert decide(f"{filler(80)}\n\n{said}").reasons


def test_scoring_is_linear():
    def seconds(words: int) -> float:
        text = "\n\n".join(["safe third asylum seekers in safe third country asylum"] * (words // 8))
        began = time.process_time()
        decide(text)
        return time.process_time() - began

    seconds(1000)
    assert seconds(160_000) < 60 * max(seconds(10_000), 0.002)


@pytest.mark.parametrize("text", ["-" * 500_000, "newsletter," * 50_000, "Ada Quill " * 50_000, "more " * 100_000])
def test_no_text_takes_long(text: str):
    began = time.process_time()
    decide(f"{filler(80)}\n\n{text}")
    assert time.process_time() - began < 2.0


def test_an_edition_names_what_decisions_depend_on():
    base = edition(TERMS, ZONES, 5.0)
    assert base == edition(TERMS, dict(reversed(ZONES.items())), 5.0)
    assert (
        len(
            {
                base,
                edition(TERMS[1:], ZONES, 5.0),
                edition(TERMS, ZONES | {"url": 1.0}, 5.0),
                edition(TERMS, ZONES, 6.0),
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réfugiés, countries & crosses: US bus", "réfugié country cross US bus"),
        ("crossing, crossed, crosses", "cross cross cross"),
        ("stopped carrying arriving", "stop carry arrive"),
        ("irrégulières irrégulière irréguliers", "irrégulier irrégulier irrégulier"),
        ("entrées entrée entrés", "entré entré entré"),
        ("canadiennes illégaux illégales", "canadien illégal illégal"),
        ("co\u00adop de\u0301ja\u0300", "coop déjà"),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [("refugee", "refuge"), ("migrant", "migration"), ("porte", "port")])
def test_other_words_are_not(one: str, other: str):
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("headline", "text", "kept"),
    [
        (
            "Ottawa defends asylum pact",
            "The minister said on Monday that the Safe Third Country Agreement works as both capitals meant it to.",
            True,
        ),
        (
            "Rwanda flights delayed again, Home Office says",
            "Rwanda is not yet ready, the U.K. government told the judges. Whether it is a safe third country is what "
            "the court in London has to decide by the summer.",
            False,
        ),
        (
            "EU and Turkey renew migration pact",
            "The European Union will go on treating Turkey as a safe third country, diplomats in Brussels said.",
            False,
        ),
        (
            "L'Union européenne et la Turquie s'entendent",
            "La Grèce tiendra de nouveau la Turquie pour un pays tiers sûr, a indiqué la Commission européenne.",
            False,
        ),
        (
            "Canada's deal is no Rwanda plan",
            "Canada and the United States send asylum seekers back by the Safe Third Country Agreement.\n\n"
            "The Supreme Court has upheld it.\n\nScholars compare it with what the United Kingdom planned with Rwanda.",
            True,
        ),
        (
            "Barn for sale near Downham Market",
            "The barn on Roxham Road, at the edge of the Norfolk fens, has stood empty since the war, its owner said.",
            False,
        ),
        ("Guatemala signs", "Guatemala agreed to be a safe third country for asylum seekers on their way north.", True),
    ],
)
def test_the_shipped_topic_knows_which_agreement_and_which_road_is_meant(headline: str, text: str, kept: bool):
    topic = load_topic("safe-third-country")
    article = Article(url="https://example.org/a", text=text, headline=headline)
    assert score(article, topic.terms, topic.zones, topic.threshold).kept is kept


def test_the_address_is_read_with_its_host():
    decision = decide("Asylum seekers arrived.", url="https://news.quebec.ca/asylum")
    assert {(reason.term, reason.zone) for reason in decision.reasons} == {
        ("asylum seekers", "lead"),
        ("asylum", "url"),
    }


def test_the_lead_of_a_text_without_paragraphs_ends_with_a_sentence():
    said = "The safe third country rule is old."
    text = f"{filler(200).replace(chr(10), ' ')} {said} {filler(200).replace(chr(10), ' ')}"
    assert [reason.zone for reason in decide(text).reasons] == ["body"]
    assert [reason.zone for reason in decide(f"{said} {text}").reasons] == ["lead", "body"]
