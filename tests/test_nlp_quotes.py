import pytest


def said(language, text):
    return [(q.text, q.speaker, q.cue) for q in language(text)._.quotes]


def test_a_split_quotation_has_one_speaker(english):
    text = "“We are full,” Ana Ruiz said. “Nobody has called us since the buses stopped.”"
    assert said(english, text) == [
        ("We are full", "Ana Ruiz", "said"),
        ("Nobody has called us since the buses stopped.", "Ana Ruiz", "said"),
    ]


def test_the_speaker_may_come_first(english):
    assert said(english, "Mayor Ana Ruiz told reporters: “We have no beds left.”") == [
        ("We have no beds left.", "Ana Ruiz", "told")
    ]


def test_a_pronoun_is_the_person_before(english):
    text = "Ana Ruiz runs the shelter in Windsor. “We have no beds left,” she said."
    assert said(english, text) == [("We have no beds left", "Ana Ruiz", "said")]


def test_paragraphs_of_one_quotation(english):
    text = "Ana Ruiz said:\n\n“We have no beds left in the whole city.\n\n“We never had enough of them before.”"
    assert [speaker for _, speaker, _ in said(english, text)] == ["Ana Ruiz", "Ana Ruiz"]


def test_a_speaker_without_a_name(english):
    quote = english("“We have no beds left,” an official said.")._.quotes[0]
    assert (quote.speaker, quote.speaker_id, quote.speaker_text) == (None, None, "an official")


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “loophole” is closed.",
        "Her book “The Long Way Home” sold well.",
        "A sign marks the “welcome” centre.",
    ],
)
def test_scare_quotes_and_titles_are_no_quotations(english, text):
    assert said(english, text) == []


def test_french_quotations(french):
    text = (
        "« On ouvre la halte tous les soirs, dit la sergente Sylvie Garneau. Mais la soupe manque. »\n\n"
        "« C'est long », a-t-elle ajouté."
    )
    assert [(quote, speaker) for quote, speaker, _ in said(french, text)] == [
        ("On ouvre la halte tous les soirs", "Sylvie Garneau"),
        ("Mais la soupe manque.", "Sylvie Garneau"),
        ("C'est long", "Sylvie Garneau"),
    ]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ("Ana Ruiz said that about 300 people came.", "about 300 people came", "Ana Ruiz"),
        ("About 300 people came, according to Ana Ruiz.", "About 300 people came", "Ana Ruiz"),
        ("About 300 people came, Ana Ruiz said.", "About 300 people came", "Ana Ruiz"),
    ],
)
def test_reported_speech_with_a_number_is_not_direct(english, text, said, speaker):
    assert [(q.text, q.speaker, q.direct) for q in english(text)._.quotes] == [(said, speaker, False)]


def test_reported_speech_without_a_number_is_not_recorded(english):
    assert english("Ana Ruiz said that many people came.")._.quotes == []


def test_a_signed_quotation(english):
    assert said(english, "“Trust nobody with a clipboard.” ― Ana Ruiz\n") == [
        ("Trust nobody with a clipboard.", "Ana Ruiz", None)
    ]


def test_she_is_the_woman_though_a_man_was_named_later(english):
    text = "Helen Ruiz met Robert Cole on Monday. “We have no beds left,” she said."
    assert [speaker for _, speaker, _ in said(english, text)] == ["Helen Ruiz"]


def test_inverted_verbs_need_not_be_known_ones(french):
    text = "Ghislain Roy attend. « Ce sont deux autobus vides », fait-il remarquer."
    assert said(french, text) == [("Ce sont deux autobus vides", "Ghislain Roy", "fait")]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("« Quel soulagement pour tous », s'est réjouie Julie Anctil, directrice du refuge.", ["Julie Anctil"]),
        (
            "« Il n'y a plus de lits », martèle au bout du fil la directrice de la Maison Béthanie, Ana Roy.",
            ["Ana Roy"],
        ),
        ("Le maire, Luc Ferron, a fait savoir que « rien ne changera ».", ["Luc Ferron"]),
        ("De l'avis de Simon Gravel, l'entente « ne tiendra pas ».", ["Simon Gravel"]),
        ("Pour Ana Roy, le texte est « un coup d'épée dans l'eau ».", ["Ana Roy"]),
        (
            "La juge Lucie Perrault a statué que la loi « est injuste » et qu'elle « ne peut tenir ».",
            ["Lucie Perrault"] * 2,
        ),
        ("Ana Roy a refusé de dire combien, évoquant des « raisons de sécurité ».", ["Ana Roy"]),
        ("Luc Ferron a parlé. Son frère est moins patient : « Ça fait trop longtemps. »", [None]),
        ("— Nous n'avons jamais reçu cette lettre, affirme Luc Ferron.", ["Luc Ferron"]),
        ("— une tente", []),
        ("La soi-disant « réforme » n'a convaincu personne.", []),
    ],
)
def test_who_speaks_in_french(french, text, speakers):
    assert [speaker for _, speaker, _ in said(french, text)] == speakers


def test_a_description_is_whoever_it_fits(french):
    text = (
        "Mme Gauthier a rencontré Denis Roy. « Nous avons bien discuté », a déclaré la députée. "
        "« Elle nous a écoutés », a reconnu M. Roy."
    )
    assert [speaker for _, speaker, _ in said(french, text)] == ["Gauthier", "Denis Roy"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ruth Stokes called it “rash” and “dangerous.”", ["Ruth Stokes", "Ruth Stokes"]),
        ("Ruth Stokes left with her husband, Dale. “We are done here,” he said.", ["Dale"]),
        ("\"My uncle told me, 'Keep walking,' and I did,\" recalled Omar Farouk.", ["Omar Farouk", None]),
        ("“They rise every spring.\n\n“They fall every year,” said Peter Lang.", ["Peter Lang", "Peter Lang"]),
        ("Her novel, “The River at Night,” won a prize.", []),
        ("The so-called “sanctuary” bill died.", []),
    ],
)
def test_who_speaks_in_english(english, text, speakers):
    assert [speaker for _, speaker, _ in said(english, text)] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Catherine Dorval siège au conseil municipal. « Les citoyens sont inquiets », note l'élue.",
            ["Catherine Dorval"],
        ),
        (
            "« Une nouvelle ère commence », s'est félicité sur Twitter le premier ministre Alain Couture.",
            ["Alain Couture"],
        ),
        ("« C'est une première », a déclaré à l'AFP Karim Ziani, sociologue.", ["Karim Ziani"]),
        ("Pour le sociologue Karim Ziani, « cela ne tient pas debout ».", ["Karim Ziani"]),
        ("Le maire Yves Pinard juge la situation « intenable » et réclame « un vrai plan ».", ["Yves Pinard"] * 2),
        ("Les avocats de Samira Haddad se disent « soulagés ».", [None]),
        ("L'avocat de Samira Haddad se dit « soulagé ».", [None]),
        ("« Et personne ne nous écoute », de conclure Réjean Thériault.", ["Réjean Thériault"]),
        (
            "Mireille Gagnon reste prudente.\n\n« Il faudra lire le texte.\n\n« Ensuite, nous déciderons. »",
            ["Mireille Gagnon"] * 2,
        ),
    ],
)
def test_who_speaks_in_french_newspapers(french, text, speakers):
    assert [speaker for _, speaker, _ in said(french, text)] == speakers


def test_someone_described_beside_his_name_likens(english):
    text = "Another critic, Laurence Hale, likened the rules to “burning the house” on Monday."
    assert [speaker for _, speaker, _ in said(english, text)] == ["Laurence Hale"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ana Ruiz mocked the plan, saying anyone who complains about it “is dreaming again.”", "Ana Ruiz"),
        ("Ana Ruiz met the press on Monday, arguing that Tom Roy “lost the file and blamed us.”", "Ana Ruiz"),
        ("Ana Ruiz praises Tom Roy as a “steady hand,” likening him to Bo Diaz.", "Ana Ruiz"),
        (
            "Ana Ruiz called the road “unsafe” and then asked before everybody that it be “closed at once.”",
            "Ana Ruiz",
        ),
    ],
)
def test_words_quoted_in_mid_sentence_are_of_who_reports_them(english, text, speaker):
    assert said(english, text)[-1][1] == speaker


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Le maire Yves Pinard est venu. L'agence, elle, parle d'« orientation personnalisée ».", None, "L'agence"),
        ("Un agent, qui a requis l'anonymat, parle d'une « pagaille complète ».", None, "Un agent"),
        (
            "Le procureur du gouvernement, Me Roy, a plaidé que « la loi est claire ».",
            "Roy",
            "Le procureur du gouvernement",
        ),
        ("Samira Haddad attend. « On ne sait rien », a répété cette dernière.", "Samira Haddad", "cette dernière"),
    ],
)
def test_whom_french_words_for_the_speaker_mean(french, text, speaker, words):
    quote = french(text)._.quotes[-1]
    assert (quote.speaker, quote.speaker_text) == (speaker, words)


def test_who_speaks_in_an_incise_is_not_whom_the_sentence_tells_of(english):
    text = "Ana Ruiz spoke first. Tom Roy, she said, “sold them a map of nothing at all.”"
    assert [speaker for _, speaker, _ in said(english, text)] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("« Il est trop tard », a-t-elle déclaré. Mireille Gagnon dirige le refuge.", "Mireille Gagnon"),
        ("« On attend », dit-elle. Le refuge est plein, et le maire Yves Pinard n'y peut rien.", None),
    ],
)
def test_a_pronoun_that_opens_a_text_is_the_person_right_behind(french, text, speaker):
    assert said(french, text)[0][1] == speaker


def test_the_name_behind_a_role_ends_an_incise(french):
    text = "« On éteint des feux, illustre son président, Yves Pinard. Et la tasse est percée. »"
    assert [(q.text, q.speaker) for q in french(text)._.quotes] == [
        ("On éteint des feux", "Yves Pinard"),
        ("Et la tasse est percée.", "Yves Pinard"),
    ]
