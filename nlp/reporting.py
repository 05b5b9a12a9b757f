"""The verbs by which a text says that somebody says something, in English and French."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.french_verbs import third_persons
from nlp.number_words import word_set

REPORTING_VERBS = word_set(
    "say tell add note explain ask reply respond argue state write announce declare insist claim warn acknowledge "
    "admit deny suggest continue recall remark observe describe concede confirm contend counter shout tweet joke quip "
    "conclude caution complain promise stress urge testify think believe estimate report call recount reveal repeat "
    "assert allege predict propose maintain mention muse lament opine answer interject boast brag exclaim emphasize "
    "emphasise reiterate reason elaborate agree disagree disclose inform post plead pledge vow read charge accuse "
    "criticize praise demand express comment advise assure remind retort snap scoff concur order blast slam fear "
    "wonder whisper yell chant sing recite cry protest theorize speculate "
    "dire écrire soutenir répondre conclure poursuivre reconnaître admettre prévenir croire promettre convenir "
    "craindre maintenir redire prédire apprendre "
)
"""Lemmas of verbs whose subject is the source of what is said."""
_FRENCH_SAYING = word_set(
    "dire redire écrire répondre soutenir maintenir convenir prévenir conclure poursuivre reconnaître admettre "
    "promettre prétendre craindre croire démentir prédire apprendre avertir garantir renchérir affirmer ajouter "
    "alléguer analyser annoncer arguer argumenter assurer attester avancer avouer calculer certifier clamer commenter "
    "compléter concéder confesser confier confirmer considérer constater crier chuchoter déclamer déclarer déplorer "
    "dénoncer détailler demander enchaîner espérer estimer évoquer exiger exclamer expliquer glisser indiquer "
    "insister interroger ironiser jurer juger lâcher lancer marmonner marteler mentionner murmurer narrer nier noter "
    "nuancer objecter observer opiner penser pester plaider plaisanter préciser préconiser présumer pronostiquer "
    "proposer protester raconter rappeler rapporter réclamer recommander redouter regretter réitérer relater "
    "remarquer répéter répliquer résumer rétorquer révéler riposter scander signaler souffler souligner soupirer "
    "spécifier spéculer stipuler suggérer supplier supposer témoigner tonner vociférer blaguer"
)
_FRENCH_QUOTING = word_set(
    "réagir gémir rugir réjouir réfléchir décrire défendre reprendre comprendre émouvoir plaindre souvenir rire "
    "sourire ressentir vouloir lire abonder accuser acquiescer affoler agacer alarmer alerter appuyer asséner "
    "attaquer aviser balbutier bougonner bredouiller claironner condamner conseiller contester continuer corriger "
    "couper critiquer décréter dédramatiser désespérer désoler détester deviner dévoiler douter écrier émerveiller "
    "emporter énerver enthousiasmer énumérer étonner exaspérer exhorter expliciter exposer exulter féliciter fulminer "
    "fustiger grogner grommeler gronder hasarder hurler illustrer imaginer implorer impatienter indigner inquiéter "
    "insurger invoquer jubiler lamenter maugréer montrer menacer minimiser moquer offusquer ordonner parler persifler "
    "philosopher pointer présenter proclamer prôner qualifier questionner railler râler rassurer récapituler "
    "rectifier rejeter relativiser relever remercier reprocher réviser rigoler saluer signer souhaiter soupçonner "
    "statuer surprendre tempérer tempêter temporiser traiter trancher tweeter vanter voir"
)
_ENGLISH_QUOTING = word_set(
    "begin call decry denounce describe deride dismiss dub echo encourage fume gush hail joke label laugh lash liken "
    "mock nod offer pray reckon recite refer rule scold shrug sigh smile snort speak tout thank voice vent warn "
    "welcome characterize characterise condemn bemoan brand chide chuckle crow fret gloat grumble groan hint imply "
    "implore marvel moan mutter put rail rant rave scream sneer specify stammer summarize sum swear tease thunder "
    "underline underscore volunteer deem admonish exhort admire blame"
)
_FAIRE = third_persons(("faire",)) | {"faire", "faisant"}
MADE_KNOWN = word_set("savoir valoir remarquer observer comprendre part état mention entendre")
"""What 'faire' makes of what is said: 'a fait savoir que'."""

FORMS = third_persons(_FRENCH_SAYING)
"""French verb forms that report wherever they stand as verbs."""
_ENGLISH_FORMS = frozenset({"said", "says", "told"})
REPORTING_WORDS = FORMS | MADE_KNOWN | _ENGLISH_FORMS
"""The word forms that report, whatever lemma the model gives them."""
QUOTING_FORMS = FORMS | third_persons(_FRENCH_QUOTING)
"""French verb forms that report beside a quotation."""


def is_reporting(token: Token) -> bool:
    """Whether the token is a verb whose subject says something."""
    # Not 'so-called', 'soi-disant'. Last, for few words get so far.
    return _says(token) and not (token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in ("so", "soi"))


def _says(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in REPORTING_VERBS:
        return True
    word = token.lower_
    if word not in REPORTING_WORDS:
        return False
    if token.lang_ != "fr":
        return word in _ENGLISH_FORMS
    if word in MADE_KNOWN and token.i and token.nbor(-1).lower_ in _FAIRE:
        return True
    return word in FORMS and not (token.i and _before_noun(token.nbor(-1)))


def is_quoting(token: Token) -> bool:
    """Whether the token is a verb whose subject says what stands in quotation marks beside it."""
    if is_reporting(token):
        return True
    if token.lang_ == "fr":
        return token.lower_ in QUOTING_FORMS and not (token.i and _before_noun(token.nbor(-1)))
    return token.pos_ == "VERB" and token.lemma_.lower() in _ENGLISH_QUOTING


def _before_noun(token: Token) -> bool:
    return token.pos_ in ("DET", "ADJ", "NUM") or (token.pos_ == "ADP" and token.lower_ not in ("en", "y"))
