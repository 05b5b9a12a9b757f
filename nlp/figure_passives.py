"""The passive of an active verb, so that a phrase can begin with what is counted: `appeals heard by the board`."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.figure_speakers import COUNTING
from nlp.figure_stretches import NOUNS, RELATIVE, RELATIVE_PRONOUNS, Stretches, tidy
from nlp.number_words import word_set
from nlp.reporting import is_reporting

_FUTURE = frozenset({"will", "would", "'ll", "’ll", "shall"})
_MOST_WORDS_OF_AGENT = 6
LIGHT = word_set("be have do make get include say être avoir faire voir")
STATES = word_set(
    "be reach total hit stand amount equal number average exceed top become remain surpass approach cost weigh last "
    "être atteindre totaliser élever établir dépasser chiffrer représenter rester compter coûter passer"
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in word_set(
        "take:taken give:given send:sent hold:held make:made find:found pay:paid spend:spent sell:sold win:won "
        "lose:lost build:built buy:bought bring:brought catch:caught cut:cut put:put set:set draw:drawn write:written "
        "drive:driven fly:flown meet:met lead:led leave:left lay:laid keep:kept hear:heard feed:fed beat:beaten "
        "hit:hit teach:taught lend:lent cast:cast throw:thrown choose:chosen steal:stolen shoot:shot break:broken "
        "seek:sought hide:hidden see:seen visit:visited offer:offered enter:entered order:ordered deliver:delivered "
        "cover:covered gather:gathered consider:considered lift:lifted"
    )
)


class Passives(Stretches):
    def passive(self, verb: Token, noun: Token) -> str:
        """`intercepted by the RCMP`, `interceptées par la GRC`; empty where the verb's form gives none."""
        if is_reporting(verb) or verb.lemma_.lower() in LIGHT | COUNTING | STATES or self.negated(verb):
            return ""
        if any(child.dep_ in ("auxpass", "aux:pass", "nsubjpass", "prt") for child in verb.children):
            return ""
        participle = self._participle(verb, noun)
        if not participle:
            return ""
        agent = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        stop = verb.i
        if agent is not None and agent.lower_ in RELATIVE_PRONOUNS and verb.dep_ in RELATIVE:
            agent, stop = verb.head, agent.i
        if agent is None or agent.pos_ not in NOUNS or not self.first <= agent.i < verb.i or agent.i in self.dates:
            return participle
        stretch = [i for i in range(agent.left_edge.i, stop) if i >= self.first]
        stretch = [i for i in stretch if i <= agent.right_edge.i and self.doc[i].text != ","] if stretch else []
        while stretch and (self.doc[stretch[0]].pos_ in ("ADP", "ADV") or self.doc[stretch[0]].is_punct):
            stretch.pop(0)
        words = self.doc[stretch[0] : stretch[-1] + 1] if stretch else None
        if words is None or len(words) > _MOST_WORDS_OF_AGENT or any(w.is_punct or w.i in self.taken for w in words):
            return participle
        by = "by" if self.language == "en" else "par"
        text = tidy(self.word(words[0]) + words.text[len(words[0]) :])
        return f"{participle} {by} {text}"

    def _participle(self, verb: Token, noun: Token) -> str:
        word = verb.lower_
        if self.language == "en":
            modals = {child.lower_ for child in verb.children if child.tag_ == "MD" or child.lower_ == "to"}
            if modals - _FUTURE or verb.tag_ == "VBG":
                return ""
            if modals:
                return f"to be {_english_participle(verb.lemma_.lower())}"
            return _english_participle(word if word.endswith("ed") else verb.lemma_.lower())
        auxiliary = any(child.pos_ == "AUX" and child.lemma_ == "avoir" for child in verb.children)
        if not auxiliary or not word.endswith(("é", "i", "u", "is", "it", "rt")):
            return ""
        if "Fem" in noun.morph.get("Gender", []):
            word += "e"
        return word if word.endswith("s") or self.numeral.number.value == 1 else word + "s"


def _english_participle(verb: str) -> str:
    """From the infinitive or a form in -ed."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("ed") and len(verb) > 4:
        return verb
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    doubles = len(verb) < 5 and verb[-1:] in "bdgmnpt" and verb[-2:-1] in "aeiou" and verb[-3:-2] not in "aeiou"
    return verb + verb[-1] + "ed" if doubles else verb + "ed"
