"""The verbs by which a text says that somebody says something, in English and French."""

from __future__ import annotations

from spacy.tokens import Token

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
_FRENCH_ER_VERBS = word_set(
    "déclarer ajouter affirmer expliquer indiquer préciser estimer noter souligner rappeler demander raconter annoncer "
    "lancer avertir confier insister résumer soupirer plaider juger signaler assurer avancer constater penser observer "
    "commenter confirmer dénoncer déplorer témoigner répéter répliquer rétorquer exiger évoquer révéler rapporter "
    "nuancer glisser tonner ironiser marteler exclamer interroger réclamer regretter relater souffler lâcher clamer "
    "argumenter analyser détailler arguer objecter protester suggérer supplier murmurer pester calculer mentionner "
    "renchérir avouer garantir déclamer blaguer scander enchaîner chuchoter crier"
)


def _forms() -> frozenset[str]:
    # The lemmatiser and the tagger of the small French model are unsure of a verb behind a quotation.
    forms = {verb[:-2] + ending for verb in _FRENCH_ER_VERBS for ending in ("e", "ent", "ait", "aient", "é", "a")}
    irregular = (
        "dit disent disait disaient soutient soutiennent soutenait soutenu répond répondait répondu conclut concluait "
        "poursuit poursuivait poursuivi écrit écrivait reconnaît reconnaissait reconnu admet admettait admis prévient "
        "prévenait prévenu promet promis convient convenu craint craignait rappelle rappellent renchérit renchéri "
        "croit croyait avertit averti garantit"
    )
    return frozenset(forms) | word_set(irregular) | word_set("said says told")


FORMS = _forms()
"""Verb forms that report wherever they stand as verbs: the French ones, and 'said'."""


def is_reporting(token: Token) -> bool:
    """Whether the token is a verb whose subject says something."""
    if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in REPORTING_VERBS:
        return True
    return token.lower_ in FORMS and not (token.i and _before_noun(token.nbor(-1)))


def _before_noun(token: Token) -> bool:
    return token.pos_ in ("DET", "ADJ", "NUM") or (token.pos_ == "ADP" and token.lower_ not in ("en", "y"))
