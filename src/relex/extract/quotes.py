"""Who said what: quoted stretches and reported clauses with the mention that points to their speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ..match.matcher import Hit, Match, Matcher, Reading, Stream
from ..text.quotation import Quoted
from .figures import Cast, Figure
from .outline import is_speech
from .within import head_of, members

_PASSIVE = ("voice", "passive")  # set by rules whose sentence's subject does not speak
_DEED = ("voice", "deed")  # set by rules that tell of a deed more than of words: declined to, agreed to
_BEHIND = 6  # tokens behind a clause at the start of a sentence in which the subject is sought
_SHORTEST_PART = 6  # the same where they are part of a sentence of the text, and somebody has just spoken
_LONGEST_DATELINE = 9  # tokens: two towns and an agency
_LEAD = 3  # paragraphs, the title is one, in which somebody is spoken of who is named soon
_SOON = 3  # speakers after them among whom the first person may be they
_SHORTEST_UNATTRIBUTED = 4  # words between marks that stand alone and are taken for speech


_BREAKS = frozenset((",", ";", ":", "—", "–", "-"))
_ENDS = _BREAKS | {".", ""}
_BLOCK = 64  # tokens


class _Labels:
    """What is asked of the labels of cues and speakers."""

    def __init__(self, matcher: Matcher) -> None:
        below = matcher.alphabet.below
        self.verbs = below("SpeechVerb")
        self.judging = (below("Judge") | below("Judging")) - (below("Accuse") | below("Accusing"))
        self.denials = below("Negation")
        self.outlets = below("Outlet")
        self.agencies = below("Agency")
        self.lists = below("List")
        self.prepositions = below("Preposition")
        self.any_office = below("AnyOffice")
        self.determiners = below("Determiner")


class Attribution(NamedTuple):
    """A quote as tokens: its content, the quoted stretches in it, its cue, and where its speaker is named.

    ``match`` is all that the rule matched, ``via`` an agency named where the speaker is, ``verb`` the cue's plain form.
    ``others`` are those who speak together with ``figure``: "Russia and China said". ``judges`` tells that the cue only
    tells of praise or blame, and of no words: "they praised the deal"; ``unsaid`` that the words were not said: "he did
    not mention the deal".
    """

    rule: str
    content: tuple[int, int]
    quoted: tuple[Quoted, ...] = ()
    cue: tuple[int, int] | None = None
    mention: tuple[int, int] | None = None
    figure: int | None = None
    certain: bool = True
    addressee: tuple[int, int] | None = None
    via: tuple[int, int] | None = None
    match: tuple[int, int] | None = None
    verb: str | None = None
    others: tuple[int, ...] = ()
    judges: bool = False
    unsaid: bool = False
    passive: bool = False

    @property
    def start(self) -> int:
        return self.content[0]


def attributions(
    matcher: Matcher, reading: Reading, cast: Cast, sayings: Sequence[Attribution], stretches: Sequence[Quoted]
) -> tuple[Attribution, ...]:
    """Return the quotes of a text in its order: what rules found (``sayings``), and who says it.

    A quoted stretch that no rule reached goes on with the speaker of the one before it in its paragraph, or, less
    certainly, of the paragraph before.
    """
    found = _named_soon(matcher, reading, cast, _with_figures(matcher, reading, cast, sayings))
    return _continued(matcher, reading, cast, found, stretches)


def sayings_of(
    matcher: Matcher, reading: Reading, outline: Stream, stretches: Sequence[Quoted]
) -> tuple[Attribution, ...]:
    """Return the words that rules attribute to somebody, before it is known whom the mentions of speakers mean."""
    labels = matcher.fact(_Labels)
    candidates = _unbeaten(_candidate(reading, match, stretches) for match in matcher.find_quotes(reading, outline))
    taken: dict[int, list[_Taken]] = {}  # by blocks of tokens
    cues: set[int] = set()
    kept: list[Attribution] = []
    for candidate in sorted(candidates, key=_precedence):
        if candidate.cue and not cues.isdisjoint(range(*candidate.cue)):
            continue
        contents = [content for content in candidate.contents if _is_free(taken, candidate, content)]
        if not contents or contents[0] != candidate.contents[0]:
            continue
        if candidate.cue:
            cues.update(range(*candidate.cue))
        said = reading.told(*candidate.cue, labels.verbs) if candidate.cue else ()
        judges, unsaid = candidate.deed or _judges(labels, said), _is_unsaid(reading, labels, candidate)
        for content in contents:
            entry = _Taken(content, (candidate.start, candidate.stop), candidate.mention is not None)
            for block in _blocks(content):
                taken.setdefault(block, []).append(entry)
            quoted = _inside(stretches, content) if stretches else ()
            kept.append(
                Attribution(
                    candidate.rule,
                    content,
                    quoted,
                    candidate.cue,
                    candidate.mention,
                    addressee=candidate.addressee,
                    via=candidate.via,
                    match=(candidate.start, candidate.stop),
                    verb=_verb(said),
                    judges=judges and not quoted,
                    unsaid=unsaid and not quoted,
                    passive=candidate.passive,
                )
            )
    return tuple(_told_once(_outermost(sorted(kept, key=lambda attribution: attribution.start))))


def voices_of(sayings: Sequence[Attribution]) -> list[tuple[int, int]]:
    """Return where the speakers of words are named; whoever only praises or blames need be nobody."""
    return [each.mention for each in sayings if each.mention and not each.judges]


def _unbeaten(found: Iterable[_Candidate | None]) -> list[_Candidate]:
    """The candidates of whose cue no rule that beats theirs has read a word, too."""
    candidates = [candidate for candidate in found if candidate is not None]
    beaten = {(rule, token) for each in candidates for rule in each.beats for token in range(*each.cue or (0, 0))}
    if not beaten:
        return candidates
    return [
        each for each in candidates if not any((each.rule, token) in beaten for token in range(*each.cue or (0, 0)))
    ]


def _outermost(kept: Sequence[Attribution]) -> list[Attribution]:
    """Leave out what is reported, without marks, inside words that are reported themselves: it is part of these.

    Where a whole sentence that reports is itself passed on ("X said so, according to Y"), both are told.
    """
    result: list[Attribution] = []
    widest: Attribution | None = None  # of those so far the one that ends last
    for attribution in kept:
        if attribution.quoted or widest is None or not _is_part(attribution, widest):
            result.append(attribution)
        if widest is None or attribution.content[1] > widest.content[1]:
            widest = attribution
    return result


def _is_part(attribution: Attribution, other: Attribution) -> bool:
    start, stop = attribution.match or attribution.content
    passed_on = (start, stop) == other.content and other.cue is not None and other.cue > other.content
    return other.start <= start and stop <= other.content[1] and not passed_on


def _told_once(kept: Sequence[Attribution]) -> list[Attribution]:
    """Give each quoted stretch to the innermost quote that holds it, so that nothing is said twice."""
    owner: dict[Quoted, Attribution] = {}
    twice = False
    for attribution in kept:
        for quoted in attribution.quoted:
            twice |= quoted in owner
            owner[quoted] = min(owner.get(quoted, attribution), attribution, key=_length)
    if not twice:
        return list(kept)
    return [each._replace(quoted=tuple(q for q in each.quoted if owner[q] is each)) for each in kept]


def _length(attribution: Attribution) -> int:
    return attribution.content[1] - attribution.content[0]


class _Taken(NamedTuple):
    """A content that has been given away, and all the tokens of its match."""

    content: tuple[int, int]
    match: tuple[int, int]
    named: bool


def _is_free(taken: Mapping[int, Sequence[_Taken]], candidate: _Candidate, content: tuple[int, int]) -> bool:
    """Tell whether a content overlaps none but those that it lies in, cue and all, or that lie in it."""
    start, stop = content
    for block in _blocks(content):
        for other in taken.get(block, ()):
            first, after = other.content
            if first >= stop or after <= start:
                continue
            within = candidate.mention and first <= candidate.start and candidate.stop <= after
            around = other.named and start <= other.match[0] and other.match[1] <= stop
            if not within and not around:
                return False
    return True


def _blocks(content: tuple[int, int]) -> range:
    """The blocks of tokens in which a content lies."""
    return range(content[0] // _BLOCK, (content[1] - 1) // _BLOCK + 1) if content[0] < content[1] else range(0)


class _Candidate(NamedTuple):
    """A match of a rule for quotes; ``direct`` tells that its first content is all between marks."""

    rule: str
    start: int
    stop: int
    contents: tuple[tuple[int, int], ...]
    direct: bool
    cue: tuple[int, int] | None
    mention: tuple[int, int] | None
    addressee: tuple[int, int] | None
    via: tuple[int, int] | None
    beats: tuple[str, ...]
    passive: bool
    deed: bool


def _candidate(reading: Reading, match: Match, stretches: Sequence[Quoted]) -> _Candidate | None:
    found, rule = match.found, match.rule.rule
    contents: list[tuple[int, int]] = []
    roles: dict[str, tuple[int, int]] = {}
    for name, start, stop in found.roles:
        if name == "content":
            content = _closed(reading, stretches, _undated(reading, *_trimmed(reading, start, stop)))
            if content[1] > content[0]:
                contents.append(content)
        else:
            roles.setdefault(name, (start, stop))
    if not contents:
        return None
    whole = [_whole(stretches, content) for content in contents] if stretches else []
    if any(whole):
        contents = [quoted.inner if quoted else content for quoted, content in zip(whole, contents, strict=True)]
    mention = roles.get("speaker")
    return _Candidate(
        found.rule,
        found.start,
        found.stop,
        tuple(contents),
        bool(whole and whole[0]),
        roles.get("trigger"),
        mention and _undated(reading, *mention),
        roles.get("addressee"),
        roles.get("via"),
        rule.beats,
        bool(rule.set) and _PASSIVE in rule.set,
        bool(rule.set) and _DEED in rule.set,
    )


def _precedence(candidate: _Candidate) -> tuple[bool, bool, int, int, str]:
    """Who is named first, then words between marks: a clause must not swallow them. Then the longer, the earlier."""
    length = candidate.stop - candidate.start
    return candidate.mention is None, not candidate.direct, -length, candidate.start, candidate.rule


def _closed(reading: Reading, stretches: Sequence[Quoted], content: tuple[int, int]) -> tuple[int, int]:
    """A content that ends in a quoted stretch ends with its closing mark, and the stop before it."""
    if not stretches:
        return content
    start, stop = content
    last = bisect_left(stretches, (stop,)) - 1
    if last >= 0 and start <= stretches[last].start and stop < stretches[last].stop <= stop + 3:
        between = range(stop, stretches[last].stop)
        if all(reading.shape(token) == "mark" for token in between):
            return start, stretches[last].stop
    return content


def _whole(stretches: Sequence[Quoted], content: tuple[int, int]) -> Quoted | None:
    """The quoted stretch that a content is, its outer marks aside."""
    first = bisect_left(stretches, content[:1])
    for quoted in stretches[max(0, first - 1) : first + 1]:
        start, stop = quoted.inner
        if quoted.start <= content[0] <= start and content[1] <= quoted.stop and content[1] >= stop - 1:
            return quoted
    return None


def _inside(stretches: Sequence[Quoted], content: tuple[int, int]) -> tuple[Quoted, ...]:
    """The quoted stretches within a content, whose outer marks may be left out (the list is in order)."""
    first, after = bisect_left(stretches, (content[0] - 1,)), bisect_left(stretches, content[1:])
    start, stop = content[0], content[1] + 1
    return tuple(quoted for quoted in stretches[first:after] if start <= quoted.inner[0] and quoted.stop <= stop)


def _trimmed(reading: Reading, start: int, stop: int) -> tuple[int, int]:
    """Cut marks of punctuation off a clause; quotation marks stay."""
    words = reading.offsets.words
    while stop > start and words[stop - 1] in _ENDS:
        stop -= 1
    while stop > start and words[start] in _BREAKS:
        start += 1
    return start, stop


def _undated(reading: Reading, start: int, stop: int) -> tuple[int, int]:
    """Cut a dateline without a dash off what opens a sentence: "SEOUL China said", "NEW YORK/PARIS A French bank"."""
    if reading.shape(start) != "upper" or reading.sentence(reading.base, start)[0] != start:
        return start, stop
    towns = reading.matcher.alphabet.below("City")
    after = start
    for first, last, row in sorted(reading.hits(start, min(stop, start + _LONGEST_DATELINE)), key=lambda hit: hit[:2]):
        beside = first == after or first == after + 1 and after > start and reading.offsets.form(after) == "/"
        if beside and row.label in towns and all(_in_capitals(reading, token) for token in range(first, last)):
            after = last
    if start < after < stop and reading.offsets.form(after) == "(":
        closing = (token + 1 for token in range(after, min(stop, after + 4)) if reading.offsets.form(token) == ")")
        after = next(closing, stop)
    opens = start < after < stop and reading.offsets.form(after)[:1].isupper()
    return (after, stop) if opens and not _in_capitals(reading, after) else (start, stop)


def _in_capitals(reading: Reading, token: int) -> bool:
    """Tell whether a word is all in capitals, and no initials or article: not "A", "U.S."."""
    form = reading.offsets.form(token)
    return reading.shape(token) == "upper" and len(form) > 1 and "." not in form


def _with_figures(matcher: Matcher, reading: Reading, cast: Cast, kept: Sequence[Attribution]) -> list[Attribution]:
    """Resolve the speakers' mentions; a cue without one ("adding that") has its sentence's speaker or subject."""
    speaking: tuple[int, tuple[int, int]] | None = None  # the sentence's first token and its speaker's mention
    result: list[Attribution] = []
    for attribution in sorted(kept, key=lambda each: each.cue or each.content):
        place = attribution.cue[0] if attribution.cue else attribution.start
        sentence = reading.sentence(reading.base, place)[0]
        mention = attribution.mention
        if mention is None and attribution.passive:
            result.append(attribution)
            continue
        if mention is None and speaking and speaking[0] == sentence:
            mention = speaking[1]
        elif mention is None:
            mention = _subject(matcher, reading, cast, sentence, place)
            if mention is None and attribution.cue:  # "Noting that ..., he said"
                behind = attribution.content[1]
                end = reading.base.symbols.find(matcher.alphabet.paragraph, behind)
                mention = _subject(matcher, reading, cast, behind, min(behind + _BEHIND, end))
        if mention is not None:
            speaking = sentence, mention
            passes_on, figure = _speaker(matcher, reading, cast, mention)
            pair = cast.pairs.get(mention[0], ()) if figure is None else ()
            via = mention if passes_on else attribution.via
            others = pair[1:] or _with_them(matcher, reading, cast, mention, figure)
            figure = pair[0] if pair else figure
            attribution = attribution._replace(mention=mention, figure=figure, via=via, others=others)
        result.append(attribution)
    return sorted(result, key=lambda attribution: attribution.start)


def _named_soon(matcher: Matcher, reading: Reading, cast: Cast, found: Sequence[Attribution]) -> Sequence[Attribution]:
    """Give the words of whom a report opens with to whom it names next: "an official said"; "Jana Kovac, the envoy".

    Whoever speaks next must be named there for the first time, and hold the office, or any where none is told.
    """
    breaks = islice(matcher.paragraph_end.finditer(reading.base.symbols), _LEAD)
    lead = max((match.start() for match in breaks), default=0) or len(reading.base.symbols)
    told = [each for each in found if each.figure is not None and not each.judges]
    spoken = [(each.mention[0], each.figure) for each in told if each.mention and each.figure is not None]
    longer = {number for token, number in spoken if token >= lead}
    for at, (token, number) in enumerate(spoken):
        if token >= lead:
            break
        if number in longer or cast.figures[number].kind != "Unnamed":
            continue
        others = islice(_others(spoken, at), _SOON)
        behind = next((other for other in others if cast.figures[other].kind == "Person"), None)
        if behind is not None and _may_be(matcher, reading, cast.figures[number], cast.figures[behind]):
            return [each._replace(figure=behind) if each.figure == number else each for each in found]
    return found


def _others(spoken: Sequence[tuple[int, int]], at: int) -> Iterator[int]:
    """Yield who speaks after somebody, each once."""
    seen = {spoken[at][1]}
    for later in range(at + 1, len(spoken)):
        other = spoken[later][1]
        if other not in seen:
            seen.add(other)
            yield other


def _may_be(matcher: Matcher, reading: Reading, unnamed: Figure, named: Figure) -> bool:
    """Tell whether somebody unnamed may be somebody whom a text names only later."""
    first = unnamed.mentions[0]
    if " " not in named.name:
        return False
    if any(each.start < first.start and each.stop > each.start + 1 for each in named.mentions):
        return False  # a headline may have told the family name
    if unnamed.code not in (None, named.code) or unnamed.gender not in (None, named.gender):
        return False
    labels = matcher.fact(_Labels)
    last = reading.hits(first.stop - 1, first.stop)
    return not unnamed.heads.isdisjoint(named.heads) or any(row.label in labels.any_office for *_, row in last)


def _speaker(matcher: Matcher, reading: Reading, cast: Cast, mention: tuple[int, int]) -> tuple[bool, int | None]:
    """Whether who is named only passes words on, as an agency or paper does ("the daily reported"); and who speaks."""
    labels, head = matcher.fact(_Labels), head_of(matcher, reading, mention)
    if any(after == head[1] for _, after, _ in reading.told(*head, labels.outlets)):
        return True, None
    spoken = cast.voice(*mention)
    if spoken is not None and all(found.label in labels.agencies for found in cast.figures[spoken].mentions):
        return True, None
    figure = spoken if head == mention else cast.voice(*head)
    figure = spoken if figure is None else figure
    alone = figure is None and mention[1] - mention[0] == 1
    return False, cast.family(reading.offsets.form(mention[0]).lower()) if alone else figure


def _with_them(
    matcher: Matcher, reading: Reading, cast: Cast, mention: tuple[int, int], figure: int | None
) -> tuple[int, ...]:
    """Those who speak together with somebody: the rest of a list, or of "the two ministers"."""
    if figure is None:
        return ()
    if len(cast.named(mention[0])) > 1:
        return tuple(number for number in cast.named(mention[0]) if number != figure)
    labels = matcher.fact(_Labels)
    found = reading.mention_at.get(mention[0])
    if found is None and reading.is_labelled(mention[0], labels.determiners):
        found = reading.mention_at.get(mention[0] + 1)
    if found is None or found.label not in labels.lists:
        return ()
    among = {number for each in members(matcher, reading, found) for number in cast.named(each.start)}
    return tuple(sorted(among - {figure}))


def _verb(said: Iterable[Hit]) -> str | None:
    """The plain form of a cue's verb, as the lexicon of such verbs has it."""
    return next((row.id for _, _, row in said if row.id), None)


def _judges(labels: _Labels, said: Collection[Hit]) -> bool:
    """Tell whether the verbs of a cue are of nothing but praise or dislike; who accuses says of what."""
    return bool(said) and labels.judging.issuperset([row.label for _, _, row in said])


def _is_unsaid(reading: Reading, labels: _Labels, candidate: _Candidate) -> bool:
    """Tell whether a word that denies stands between a speaker and the words: "did not say", "said nothing about"."""
    if not candidate.cue or not candidate.mention or candidate.mention[1] > candidate.cue[0]:
        return False
    start, stop = candidate.mention[1], candidate.cue[1]
    if not reading.may_tell(start, stop, labels.denials):
        return False
    # What stands in an aside, "who asked not to be named", denies nothing here.
    marks = (token for token in range(candidate.cue[0] - 1, start - 1, -1) if reading.shape(token) == "mark")
    return reading.row(next(marks, start), stop, labels.denials) is not None


def _subject(matcher: Matcher, reading: Reading, cast: Cast, start: int, stop: int) -> tuple[int, int] | None:
    """The first mention among some tokens that neither a preposition nor a possessive makes part of something else."""
    prepositions = matcher.fact(_Labels).prepositions
    token, stop = start, min(stop, len(reading.base.symbols))
    while token < stop:
        mention = reading.mention_at.get(token)
        after = mention.stop if mention else token + 1
        if token == start and token in cast.at and after in cast.at and reading.shape(token) == "upper":
            token = after  # a dateline without a dash: "SINGAPORE China said"
            continue
        if token in cast.at:
            behind = reading.offsets.form(after) if after < stop else ""
            as_example = token > start and reading.offsets.form(token - 1).lower() == "as"
            attached = token > start and reading.is_labelled(token - 1, prepositions)
            if behind != "'s" and not as_example and not attached:
                return token, after
        token = after
    return None


def unreached(
    matcher: Matcher, reading: Reading, sayings: Sequence[Attribution], stretches: Sequence[Quoted]
) -> list[Quoted]:
    """Return the stretches that no rule reached and before which nobody is quoted in their paragraph.

    Who says them may only be told in the paragraph before.
    """
    lost = _lost(reading, sayings, stretches)
    if not lost:
        return []
    paragraphs = [match.start() for match in matcher.paragraph_end.finditer(reading.base.symbols)]
    first: dict[int, int] = {}
    for each in sayings:
        if each.mention and each.quoted:
            first.setdefault(bisect_left(paragraphs, each.start), each.start)
    return [q for q in lost if first.get(bisect_left(paragraphs, q.start), q.start) >= q.start]


def _lost(reading: Reading, found: Sequence[Attribution], stretches: Sequence[Quoted]) -> list[Quoted]:
    covered = {quoted for attribution in found for quoted in attribution.quoted}
    return [quoted for quoted in stretches if quoted not in covered and _may_stand_alone(reading, quoted)]


def _continued(
    matcher: Matcher, reading: Reading, cast: Cast, found: Sequence[Attribution], stretches: Sequence[Quoted]
) -> tuple[Attribution, ...]:
    """Give the stretches that no rule reached the speaker who is still speaking."""
    lost = _lost(reading, found, stretches)
    if not lost:
        return tuple(found)
    paragraphs = [match.start() for match in matcher.paragraph_end.finditer(reading.base.symbols)]
    result: list[Attribution] = []
    last: Attribution | None = None
    told = [(each.start, each, None) for each in found]
    for _, attribution, quoted in sorted(told + [(each.start, None, each) for each in lost], key=lambda row: row[0]):
        announced = _announced(matcher, reading, cast, last, quoted, paragraphs) if quoted is not None else None
        if announced is not None:
            attribution = announced
        elif quoted is not None and last is not None:
            certain = _goes_on(last, quoted, paragraphs)
            alone = is_speech(reading, quoted)
            if certain is not None and (certain or alone):
                content = quoted.inner if alone else _with_rest(reading, quoted)
                attribution = Attribution(
                    "continued", content, (quoted,), None, last.mention, last.figure, certain=certain and alone
                )
        if attribution is not None:
            result.append(attribution)
            last = attribution if attribution.mention and not _is_aside(reading, last, attribution) else last
    return tuple(result)


def _is_aside(reading: Reading, last: Attribution | None, attribution: Attribution) -> bool:
    """Tell whether words without marks stand behind quoted ones in one sentence: "Q," said a man who asked for help."""
    if last is None or attribution.quoted or not last.quoted:
        return False
    cue = last.cue or last.content
    return reading.sentence(reading.base, cue[0]) == reading.sentence(reading.base, attribution.start)


def _announced(
    matcher: Matcher,
    reading: Reading,
    cast: Cast,
    last: Attribution | None,
    quoted: Quoted,
    paragraphs: Sequence[int],
) -> Attribution | None:
    """A stretch that opens a paragraph after one that ends in a colon: the line before tells who speaks."""
    at = bisect_left(paragraphs, quoted.start) - 1
    if at < 0 or paragraphs[at] + 1 != quoted.start:
        return None
    colon = paragraphs[at]
    while colon > 0 and reading.base.symbols[colon] == matcher.alphabet.paragraph:
        colon -= 1
    if reading.offsets.form(colon) != ":":
        return None
    start = reading.sentence(reading.base, colon)[0]
    mention = last.mention if last and last.start >= start else None
    mention = mention or _subject(matcher, reading, cast, start, colon)
    if mention is None:
        return None
    verbs = matcher.fact(_Labels).verbs
    told = reading.told(max(start, colon - _BEHIND), colon, verbs)
    cue = (told[-1][0], told[-1][0] + 1) if told else (colon, colon + 1)
    _, figure = _speaker(matcher, reading, cast, mention)
    verb = _verb(reading.told(*cue, verbs))
    return Attribution("announced", quoted.inner, (quoted,), cue, mention, figure, verb=verb)


def _may_stand_alone(reading: Reading, quoted: Quoted) -> bool:
    start, stop = quoted.inner
    if stop - start < _SHORTEST_UNATTRIBUTED:
        return False
    words = sum(map("mark".__ne__, map(reading.matcher.shapes.__getitem__, reading.base.symbols[start:stop])))
    if is_speech(reading, quoted):
        return words >= _SHORTEST_UNATTRIBUTED
    begins = reading.sentence(reading.base, quoted.start)[0] == quoted.start
    return words >= _SHORTEST_PART and (begins or reading.offsets.form(start)[:1].islower())


def _with_rest(reading: Reading, quoted: Quoted) -> tuple[int, int]:
    """The content of a stretch that is part of a sentence: with it begins what is said, and ends the sentence."""
    start, stop = reading.sentence(reading.base, quoted.start)
    if quoted.start != start or quoted.stop > stop:
        return quoted.inner
    return _trimmed(reading, quoted.start, stop)


def _goes_on(last: Attribution, quoted: Quoted, paragraphs: Sequence[int]) -> bool | None:
    """Tell whether a speaker goes on in a later stretch: surely, perhaps (False), or not (None)."""
    between = bisect_left(paragraphs, quoted.start) - bisect_left(paragraphs, last.start)
    open_end = any(not stretch.closed for stretch in last.quoted)
    if between == 0 or between == 1 and open_end:
        return True
    return False if between <= 1 else None
