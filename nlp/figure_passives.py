"""The passive of an active verb, so that a phrase can begin with what is counted: `appeals heard by the board`."""

from __future__ import annotations

import re

from spacy.tokens import Token

from nlp.figure_cues import COUNTING
from nlp.figure_stretches import NOUNS, OBJECTS, PARTICLES, RELATIVE, RELATIVE_PRONOUNS, SUBJECTS, Stretches, tidy
from nlp.number_words import word_set
from nlp.reporting import is_reporting

_FUTURE = frozenset({"will", "would", "'ll", "’ll", "shall"})
# What moves by an amount does not do anything to it: `shares leapt $2`.
_MOVING = word_set(
    "rise fall climb drop decline leap leapt jump sink slip slide tumble plunge plummet surge soar skid dip "
    "ease advance edge increase decrease grow shrink augmenter baisser diminuer chuter bondir grimper reculer "
    "progresser grossir gonfler"
)
# What may be done to a sum, but reports everything else: `$30 million demanded by Paris`.
_ASKING = word_set("demand request seek promise pledge announce propose claim réclamer demander promettre annoncer")
_POSSIBLE = frozenset({"can", "could", "may", "might", "must", "should"})
_HAVING = frozenset({"have", "own", "hold", "employ", "need", "run", "operate"})
# Verbs whose object a relative clause restricts where their passive would not: `seats the party got`.
_RELATIVE_ONLY = word_set("make get include do see average reach exceed contain feature boast involve require")
_PREPOSITIONS = word_set("in at on for from with into to over against through across under between among")
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_MOST_WORDS_OF_AGENT = 6
_MOST_WORDS_OF_CLAUSE = 5
LIGHT = word_set("be have do make get include say être avoir faire voir")
STATES = word_set(
    "be reach total hit stand amount equal number average exceed near top become remain surpass approach cost weigh "
    "last être atteindre totaliser élever établir dépasser chiffrer représenter rester compter coûter passer"
)
# The past participles of irregular verbs; those that are the infinitive or the past with `-n` included.
_IRREGULAR = dict(
    pair.split(":")
    for pair in word_set(
        "arise:arisen awake:awoken beat:beaten become:become begin:begun bend:bent bet:bet bid:bid bind:bound "
        "bite:bitten bleed:bled blow:blown break:broken breed:bred bring:brought broadcast:broadcast build:built "
        "burst:burst buy:bought cast:cast catch:caught choose:chosen cling:clung come:come cost:cost creep:crept "
        "cut:cut deal:dealt dig:dug do:done draw:drawn drink:drunk drive:driven eat:eaten fall:fallen feed:fed "
        "feel:felt fight:fought find:found flee:fled fling:flung fly:flown forbid:forbidden forecast:forecast "
        "forget:forgotten forgive:forgiven forgo:forgone freeze:frozen get:got give:given go:gone grind:ground "
        "grow:grown hang:hung have:had hear:heard hide:hidden hit:hit hold:held hurt:hurt keep:kept know:known "
        "lay:laid lead:led leave:left lend:lent let:let lie:lain light:lit lose:lost make:made mean:meant meet:met "
        "mislead:misled mow:mown offset:offset outbid:outbid outdo:outdone overcome:overcome oversee:overseen "
        "overtake:overtaken overthrow:overthrown pay:paid prove:proven put:put quit:quit read:read rebuild:rebuilt "
        "repay:repaid resell:resold reset:reset rethink:rethought rid:rid ride:ridden ring:rung rise:risen run:run "
        "say:said see:seen seek:sought sell:sold send:sent set:set sew:sewn shake:shaken shed:shed shine:shone "
        "shoot:shot show:shown shrink:shrunk shut:shut sing:sung sink:sunk sit:sat slay:slain sleep:slept slide:slid "
        "slit:slit sow:sown speak:spoken spend:spent spin:spun split:split spread:spread stand:stood steal:stolen "
        "stick:stuck sting:stung strike:struck string:strung strive:striven swear:sworn sweep:swept swell:swollen "
        "swim:swum swing:swung take:taken teach:taught tear:torn tell:told think:thought throw:thrown thrust:thrust "
        "tread:trodden undercut:undercut undergo:undergone understand:understood undertake:undertaken undo:undone "
        "uphold:upheld upset:upset wake:woken wear:worn weave:woven weep:wept win:won wind:wound withdraw:withdrawn "
        "withhold:withheld withstand:withstood wring:wrung write:written"
    )
)
# Verbs of several syllables that double their last letter, the stress being on it, or by their spelling.
_DOUBLING = word_set(
    "abet abhor acquit admit allot annul commit compel concur confer control corral defer deter dispel embed emit "
    "equip excel expel format incur infer input kidnap occur omit outfit patrol permit prefer propel rebut recur "
    "refer regret remit repel submit transfer transmit transship unplug worship"
)
_ONE_SYLLABLE = re.compile(r"(?:[^aeiou]|qu)*[aeiou][bdgklmnprtvz]")


class Passives(Stretches):
    def passive(self, verb: Token, noun: Token) -> str:
        """`intercepted by the RCMP`, `interceptées par la GRC`; empty where the verb's form gives none."""
        asks = self.numeral.money and verb.lemma_.lower() in _ASKING
        if not asks and (is_reporting(verb) or verb.lemma_.lower() in LIGHT | COUNTING | STATES | _MOVING):
            return ""
        if self.negated(verb):
            return ""
        if any(child.dep_ in ("auxpass", "aux:pass", "nsubjpass") for child in verb.children):
            return ""
        participle = self._participle(verb, noun)
        agent = self.agent(verb) if participle else ""
        if not agent:
            return participle
        return f"{participle} {'by' if self.language == 'en' else 'par'} {agent}"

    def having(self, verb: Token, verbs: frozenset[str] = _HAVING) -> str:
        """`the clinic has` of `The clinic has 900 doctors`: `doctors the clinic has`."""
        if self.language != "en" or verb.lemma_.lower() not in verbs or self.negated(verb):
            return ""
        auxiliaries = [child.lower_ for child in verb.children if child.dep_ == "aux"]
        finite = auxiliaries or verb.tag_ in _FINITE
        agent = self.agent(verb) if finite and not any(word in ("to", "not") for word in auxiliaries) else ""
        return " ".join([agent, *auxiliaries, verb.lower_]) if agent else ""

    def relative(self, noun: Token) -> str:
        """`the package includes`, `the team looked at`: the clause without a pronoun that restricts `noun`, the object
        of its verb or of the preposition behind it."""
        if self.language != "en":
            return ""
        if noun.dep_ in OBJECTS and noun.head.pos_ == "VERB":
            return self.having(noun.head, _RELATIVE_ONLY)
        preposition, verb = noun.head, noun.head.head
        if noun.dep_ != "pobj" or preposition.lower_ not in _PREPOSITIONS or not verb.i < preposition.i < noun.i:
            return ""
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        if verb.pos_ != "VERB" or self.negated(verb) or (is_reporting(verb) and not passive):
            return ""
        agent = self.agent(verb, SUBJECTS)
        auxiliaries = [child.i for child in verb.children if child.dep_ in ("aux", "auxpass") and child.i < verb.i]
        words = [*auxiliaries, *range(verb.i, preposition.i + 1)]
        finite = auxiliaries or verb.tag_ in _FINITE
        if not agent or not finite or len(words) > _MOST_WORDS_OF_CLAUSE:
            return ""
        if any(self.doc[i].tag_ == "TO" for i in auxiliaries):
            return ""
        if any(i in self.taken or i in self.dates or self.doc[i].is_punct for i in words):
            return ""
        return f"{agent} {' '.join(self.doc[i].lower_ for i in words)}"

    def agent(self, verb: Token, relations: frozenset[str] = frozenset({"nsubj"})) -> str:
        """The subject of `verb`, its own or, of an infinitive or participle, that of the verb it hangs on."""
        agent, stop = self._subject(verb, relations)
        if agent is None and verb.i == self.first + 1 and verb.tag_ in _FINITE:
            # a name that the tagger does not know
            return self.doc[self.first].text if self.doc[self.first].tag_ in ("RB", "JJ", "UH", "VB") else ""
        if agent is None or agent.pos_ not in NOUNS or not self.first <= agent.i < verb.i or agent.i in self.dates:
            return ""
        last = min(stop - 1, agent.right_edge.i)
        if not any(child.dep_ == "conj" for child in agent.children):
            # `Sun` of `Sun, a maker of computers,`
            last = next((i for i in range(agent.i + 1, last + 1) if self.doc[i].text in ",("), last + 1) - 1
        start = max(agent.left_edge.i, self.first)
        while start < last and (self.doc[start].pos_ in ("ADP", "ADV") or self.doc[start].is_punct):
            start += 1
        while last > start and self.doc[last].is_punct:
            last -= 1
        words = self.doc[start : last + 1]
        if not 0 < len(words) <= _MOST_WORDS_OF_AGENT or words[0].tag_ in ("WDT", "WP"):
            return ""
        if any(word.is_punct or word.i in self.taken for word in words):
            return ""
        return tidy(self.word(words[0]) + words.text[len(words[0]) :])

    def _subject(self, verb: Token, relations: frozenset[str]) -> tuple[Token | None, int]:
        """Who does what `verb` says, and the index that its phrase ends before."""
        agent = next((child for child in verb.children if child.dep_ in relations), None)
        stop = verb.i
        while agent is None and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and self.first <= verb.head.i < verb.i:
            verb = verb.head
            stop = verb.i
            agent = next((child for child in verb.children if child.dep_ in relations), None)
        if agent is None:
            agent, stop = self._controller(verb)
        elif agent.lower_ in ("it", "they"):
            agent = self.named_before(agent)
            stop = agent.right_edge.i + 1 if agent is not None else verb.i
        elif agent.lower_ in RELATIVE_PRONOUNS and verb.dep_ in RELATIVE:
            # `, which` may take up any name of a list before it
            lists = self.doc[agent.i - 1].text == "," and verb.head.dep_ in ("conj", "appos")
            agent, stop = (None if lists and agent.lower_ == "which" else verb.head), agent.i
        return agent, stop

    def _controller(self, verb: Token) -> tuple[Token | None, int]:
        """Who is to do what an infinitive or participle says: `Dell` of `Dell announced plans to lay off 60 people`."""
        if verb.tag_ not in ("VB", "VBG") or self.language != "en":
            return None, 0
        for above in list(verb.ancestors)[:4]:
            if above.i > verb.i or not self.first <= above.i:
                break
            subject = next((child for child in above.children if child.dep_ in SUBJECTS), None)
            if subject is not None:
                return (
                    (subject, above.i)
                    if subject.dep_ == "nsubj" and (above.pos_ == "VERB" or verb.tag_ == "VBG")
                    else (None, 0)
                )
        return None, 0

    def named_before(self, pronoun: Token) -> Token | None:
        """The noun of the same sentence that `it` or `they` takes up: a subject if there is one, else the nearest."""
        tags = ("NNS", "NNPS") if pronoun.lower_ == "they" else ("NN", "NNP")
        nouns = [
            token
            for token in self.doc[self.first : pronoun.i]
            if token.tag_ in tags and token.dep_ in (*SUBJECTS, *OBJECTS) and token.i not in self.dates
        ]
        return next((noun for noun in nouns if noun.dep_ in SUBJECTS), nouns[-1] if nouns else None)

    def _particle(self, verb: Token) -> str:
        """` back` of `turned back`, which makes another verb of it."""
        behind = self.doc[verb.i + 1].lower_ if verb.i + 1 < self.last else ""
        if behind in PARTICLES:
            return f" {behind}"
        return next((f" {child.lower_}" for child in verb.children if child.dep_ == "prt"), "")

    def _participle(self, verb: Token, noun: Token) -> str:
        word = verb.lower_
        if self.language == "en":
            modals = {child.lower_ for child in verb.children if child.tag_ == "MD"}
            if modals - _FUTURE - _POSSIBLE:
                return ""
            particle = self._particle(verb)
            said = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and word.endswith("ed"))
            participle = (word if said else _english_participle(verb.lemma_.lower())) + particle
            if modal := next(iter(modals & _POSSIBLE), ""):
                return f"that {modal} be {participle}"
            infinitive = any(child.tag_ == "TO" for child in verb.children)
            return f"to be {participle}" if infinitive or modals else participle
        auxiliary = any(child.pos_ == "AUX" and child.lemma_ == "avoir" for child in verb.children)
        if not auxiliary or not word.endswith(("é", "i", "u", "is", "it", "rt", "nt", "us", "os")):
            return ""
        if "Fem" in noun.morph.get("Gender", []):
            word += "e"
        return word if word.endswith("s") or self.numeral.number.value == 1 else word + "s"


def _english_participle(verb: str) -> str:
    """From the infinitive."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    doubles = verb in _DOUBLING or _ONE_SYLLABLE.fullmatch(verb) is not None
    return verb + verb[-1] + "ed" if doubles else verb + "ed"
