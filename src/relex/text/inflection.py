"""From a word to its inflected forms: what ``[lemma=hold]`` stands for."""

from __future__ import annotations

# Verb: past tense and past participle where they are not the regular -ed.
_IRREGULAR = {
    row[0]: tuple(row[1:])
    for row in (
        line.split()
        for line in """
        be am are is was were been being
        have has had having
        do does did done doing
        go went gone
        arise arose arisen
        awake awoke awoken
        bear bore borne
        beat beat beaten
        become became
        begin began begun
        bend bent
        bet bet
        bid bid
        bind bound
        bite bit bitten
        bleed bled
        blow blew blown
        break broke broken
        bring brought
        broadcast broadcast
        build built
        burn burnt
        buy bought
        cast cast
        catch caught
        choose chose chosen
        come came
        cost cost
        cut cut
        deal dealt
        dig dug
        draw drew drawn
        drink drank drunk
        drive drove driven
        eat ate eaten
        fall fell fallen
        feed fed
        feel felt
        fight fought
        find found
        flee fled
        fly flew flown
        forbid forbade forbidden
        forecast forecast
        foresee foresaw foreseen
        forget forgot forgotten
        forgive forgave forgiven
        freeze froze frozen
        get got gotten
        give gave given
        grow grew grown
        hang hung
        hear heard
        hide hid hidden
        hit hit
        hold held
        hurt hurt
        keep kept
        know knew known
        lay laid
        lead led
        learn learnt
        leave left
        lend lent
        let let
        lie lay lain lying
        light lit
        lose lost
        make made
        mean meant
        meet met
        overcome overcame
        oversee oversaw overseen
        pay paid
        put put
        quit quit
        read read
        ride rode ridden
        ring rang rung
        rise rose risen
        run ran
        say said
        see saw seen
        seek sought
        sell sold
        send sent
        set set
        shake shook shaken
        shed shed
        shoot shot
        show showed shown
        shut shut
        sing sang sung
        sink sank sunk
        sit sat
        sleep slept
        speak spoke spoken
        spend spent
        spread spread
        stand stood
        steal stole stolen
        stick stuck
        strike struck stricken
        strive strove striven
        swear swore sworn
        take took taken
        teach taught
        tear tore torn
        tell told
        think thought
        throw threw thrown
        undergo underwent undergone
        understand understood
        undertake undertook undertaken
        uphold upheld
        wear wore worn
        win won
        withdraw withdrew withdrawn
        withhold withheld
        write wrote written
        man men
        woman women
        child children
        person people
        foot feet
        """.strip().splitlines()
    )
}
# Regular verbs that double their last letter although the stress cannot be seen.
_DOUBLES = frozenset(
    "admit commit compel confer control equip expel incur occur omit permit prefer propel rebut refer "
    "regret submit transfer transmit travel cancel signal label model quarrel program patrol".split()
)
_VOWELS = frozenset("aeiou")


def forms(word: str) -> frozenset[str]:
    """Return every inflected form of a verb or noun, itself included, in lower case.

    >>> sorted(forms("hold"))
    ['held', 'hold', 'holding', 'holds']
    >>> sorted(forms("try"))
    ['tried', 'tries', 'try', 'trying']
    """
    word = word.lower()
    irregular = _IRREGULAR.get(word)
    if irregular and (word == "be" or len(irregular) > 1 and irregular[-1].endswith("ing")):
        return frozenset((word, *irregular, _third(word)))
    past = irregular or _past(word)
    return frozenset((word, _third(word), *_participle(word), *past))


def _third(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    return word + "s"


def _participle(word: str) -> tuple[str, ...]:
    if word.endswith("ie"):
        return (word[:-2] + "ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (word[:-1] + "ing",)
    return tuple(stem + "ing" for stem in _stems(word))


def _past(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return (word + "d",)
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return (word[:-1] + "ied",)
    return tuple(stem + "ed" for stem in _stems(word))


def _stems(word: str) -> tuple[str, ...]:
    """The stem before -ed and -ing: doubled, plain, or both where British and American spelling part."""
    if word in _DOUBLES:
        return (word, word + word[-1])
    vowels = sum(letter in _VOWELS for letter in word)
    closed = len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS
    return (word + word[-1],) if closed and vowels == 1 else (word,)
