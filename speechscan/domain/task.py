"""What is spoken in a recording: the tasks that training data, reference sets and jobs share."""

from __future__ import annotations

from enum import StrEnum


class Task(StrEnum):
    """`SYLLABLES` are repeated ones, as /pa-ta-ka/. Another task is one more line here; the database takes any word."""

    SUSTAINED_VOWEL_A = "sustained_vowel_a"
    SUSTAINED_VOWEL_I = "sustained_vowel_i"
    SUSTAINED_VOWEL_U = "sustained_vowel_u"
    SYLLABLES = "syllables"
    WORD = "word"
    NON_WORD = "non_word"
    SENTENCE = "sentence"
    PICTURE_DESCRIPTION = "picture_description"
    LETTER = "letter"
    DIGIT = "digit"
    DIGIT_0 = "digit_0"
    DIGIT_1 = "digit_1"
    DIGIT_2 = "digit_2"
    DIGIT_3 = "digit_3"
    DIGIT_4 = "digit_4"
    DIGIT_5 = "digit_5"
    DIGIT_6 = "digit_6"
    DIGIT_7 = "digit_7"
    DIGIT_8 = "digit_8"
    DIGIT_9 = "digit_9"
