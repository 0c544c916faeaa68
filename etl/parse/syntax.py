"""Grammar over spaCy's trees: who does it, to whom, and whether it is told as having happened."""

from __future__ import annotations

from collections.abc import Iterator

from etl.parse.trees import Token, Tree

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
MODALS = frozenset(["will", "would", "could", "may", "might", "should", "must", "can", "shall", "'ll", "'d"])
UNREAL = frozenset(
    [
        "threaten", "plan", "intend", "vow", "prepare", "promise", "order", "urge", "want", "wish", "warn", "ready", "able", "demand",
        "call", "ask", "require", "refuse", "decline", "allow", "expect", "hope", "need", "agree", "rehearse", "simulate", "practise",
        "practice", "train", "aim", "fear", "consider", "avoid", "prevent", "forbid", "prohibit", "ban", "stop", "halt", "cease", "end",
        "authorize", "authorise", "instruct", "oblige", "commit", "pledge", "undertake", "propose", "risk", "capable", "suppose", "mean",
        "seek", "bar", "refrain",
    ])  # fmt: skip
AHEAD = frozenset(["fear", "expect", "plan", "threaten", "anticipate", "await"])  # whose object has not come
ATTEMPTS = frozenset(["try", "attempt", "begin", "start", "continue", "keep", "manage", "fail", "resume", "proceed"])
REPELLING = frozenset(["repel", "repulse", "foil", "thwart", "frustrate", "rebuff", "avert"])
FENDING = frozenset(["beat", "fight", "fend", "ward", "push", "drive", "throw", "hold", "force", "stave"])  # off, or back
INTRANSITIVE = frozenset(["resort", "retaliate", "respond", "indulge", "react"])
DENIALS = frozenset(["deny", "reject", "dismiss", "refute", "rebut", "disprove"])


TALES = frozenset(["statement", "claim", "allegation", "report", "assertion", "accusation", "information", "news", "rumour", "rumor"])
RUMOURS = frozenset(["rumour", "rumor", "hoax"])
FALSE = frozenset(
    [
        "false",
        "untrue",
        "disinformation",
        "misinformation",
        "lie",
        "lies",
        "baseless",
        "groundless",
        "unfounded",
        "fabrication",
        "fake",
        "nonsense",
    ]
)


def token_at(doc: Tree, offset: int) -> Token | None:
    """The token that covers this offset of the sentence."""
    low, high = 0, len(doc) - 1
    while low <= high:
        middle = (low + high) // 2
        token = doc[middle]
        if offset < token.idx:
            high = middle - 1
        elif offset >= token.idx + len(token.text):
            low = middle + 1
        else:
            return token
    return None


def child(token: Token, *deps: str) -> Token | None:
    """The first child in one of these relations."""
    return next((c for c in token.children if c.dep_ in deps), None)


def is_passive(verb: Token) -> bool:
    """A passive or a bare participle: "was killed", "men killed in the raid"."""
    if any(c.dep_ in ("auxpass", "nsubjpass") or (c.dep_ == "agent" and c.i > verb.i) for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return True
    hit = child(verb, "dobj")
    if verb.lower_ == "shot" and hit is None and any(c.lower_ == "dead" and c.i == verb.i + 1 for c in verb.children):
        return True  # "a policeman shot dead at a checkpoint", in headlines
    if verb.tag_ == "VBN" and hit is not None and verb.i < hit.i < verb.i + 4 and child(verb, "nsubj") is not None:
        return any(c.dep_ == "punct" and verb.i < c.i < hit.i for c in verb.children)  # "forces 5 times opened fire", not "base hit: army"
    if verb.lemma_ in INTRANSITIVE:  # "troops resorted to firing", whatever the tagger takes it for
        return any(c.dep_ == "auxpass" for c in verb.children)
    if verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.children):
        active = (
            verb.dep_ == "conj" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.head.children) and not is_passive(verb.head)
        )
        return not active  # "has shelled the town and wounded two"
    if any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children) and verb.tag_ == "VBN":
        return True
    return (
        verb.dep_ == "conj"
        and verb.tag_ in ("VBN", "VBD")
        and verb.head.tag_ == "VBN"
        and is_passive(verb.head)
        and child(verb, "nsubj", "dobj") is None
    )


def subject(verb: Token) -> Token | None:
    """The subject of a verb, its own, its conjunct's, its antecedent's or its controller's."""
    own = child(verb, "nsubj", "nsubjpass")
    if own is not None and own.i + 1 < verb.i and verb.doc[own.i + 1].text == ":":  # "Kyiv: rebels shelled the town"
        own = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i > own.i), own)
    if own is not None and (own.tag_ in ("WDT", "WP") or (own.lower_ == "that" and verb.dep_ == "relcl")):
        clause = verb
        while clause.dep_ == "conj":  # "who had been mayor and who died"
            clause = clause.head
        if clause.dep_ == "ccomp" and clause.head.lemma_ == "be":  # "it was Azerbaijan that attacked"
            return child(clause.head, "attr") or own
        return clause.head if clause.dep_ == "relcl" else own
    if own is not None:
        return _below_heading(own, verb)
    if verb.tag_ == "VBD" and verb.i > 0 and verb.doc[verb.i - 1].dep_ == "compound" and verb.doc[verb.i - 1].head.i == verb.i:
        return verb.doc[verb.i - 1]  # "a rebel sniper shot Corporal Lee", taken for a name
    if verb.dep_ == "acl":
        return verb.head
    if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("VERB", "AUX"):  # "accused Azerbaijan of shooting"
        return child(verb.head.head, "dobj", "nsubjpass") or subject(verb.head.head)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "of" and verb.head.head.dep_ in ("dobj", "nsubjpass"):
        return verb.head.head  # the same, "of" hung on Azerbaijan
    if verb.dep_ in ("conj", "xcomp", "advcl", "dep") and verb.head.pos_ in ("VERB", "AUX") and verb.head.i != verb.i:
        if verb.head.lemma_ == "summon":  # "summoned the envoy to protest", "was summoned to the ministry to receive its protest"
            return child(verb.head, "nsubj") or next(iter(prepositional(verb.head, "by", "to", "at")), None)
        if verb.dep_ == "xcomp" and verb.head.lemma_ != "use" and (thing := child(verb.head, "dobj")) is not None:
            return thing
        return subject(verb.head)
    return None


def _below_heading(own: Token, verb: Token) -> Token:
    """The subject that a heading was taken for: "Kashmir, Thursday: three villagers died"."""
    below = [c for c in (*own.children, *verb.children) if c.dep_ in ("appos", "nsubj") and own.i < c.i < verb.i]
    return next((c for c in below if any(t.text == ":" for t in verb.doc[own.i : c.i])), own)


def agent(verb: Token) -> Token | None:
    """The doer in a passive: "killed by Israeli fire"."""
    for by in verb.children:
        if by.i > verb.i and (by.dep_ == "agent" or (by.dep_ == "prep" and by.lower_ in ("by", "from"))):
            return child(by, "pobj")
    return None


def objects(verb: Token) -> list[Token]:
    """Direct objects of a verb."""
    return [c for c in verb.children if c.dep_ in ("dobj", "obj", "dative")]


def prepositional(token: Token, *preps: str) -> list[Token]:
    """What stands after these prepositions below the token."""
    return [
        o
        for p in token.children
        if p.dep_ in ("prep", "agent", "dative") and p.lower_ in preps
        for o in p.children
        if o.dep_ in ("pobj", "pcomp")
    ]


def conjuncts(token: Token) -> list[Token]:
    """The token and everything joined to it: "two soldiers, a boy and a nurse"."""
    found, queue = [token], [token]
    while queue:
        for c in queue.pop(0).children:
            if c.dep_ in ("conj",) and c not in found and c.pos_ not in ("VERB", "AUX"):
                found.append(c)
                queue.append(c)
    return found


def above(token: Token) -> Iterator[Token]:
    """The heads over a token, nearest first."""
    seen = {token.i}
    while token.head.i not in seen:
        token = token.head
        seen.add(token.i)
        yield token


def tense_of(verb: Token) -> str:
    """Whether a verb tells (past: "shelled", "were shelling") or recalls (pluperfect: "had shelled"); nothing for other forms."""
    aids = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if "had" in aids:
        return "pluperfect"
    return "past" if aids & {"was", "were"} or (verb.tag_ == "VBD" and not aids) else ""


def nobody(noun: Token) -> bool:
    """ "Nobody", "none of them", "neither side"."""
    return noun.lower_ in ("nobody", "none", "nothing", "neither") or any(c.lower_ in ("no", "neither") for c in noun.children)


def negated(token: Token) -> bool:
    """Whether the sentence says that it did not happen: "did not fire", "no shelling", "without losses"."""
    if token.dep_ in ("compound", "amod") and token.head.pos_ == "NOUN" and token.head.i > token.i:
        token = token.head  # "no Azerbaijani fire"
    if any(
        c.dep_ == "neg" or (c.lower_ in ("no", "never", "nor", "neither", "without") and c.dep_ in ("det", "preconj", "advmod", "cc"))
        for c in token.children
    ):
        return True
    if token.pos_ in ("VERB", "AUX") and any(c.dep_ in (*SUBJECTS, "dobj") and nobody(c) for c in token.children):
        return True
    for head in above(token):
        if head.lower_ == "without":
            return True
        if head.pos_ in ("VERB", "AUX"):
            if any(c.dep_ == "neg" for c in head.children) and token.dep_ in (
                "dobj",
                "attr",
                "xcomp",
                "nsubjpass",
                "nsubj",
                "ccomp",
                "pobj",
                "acomp",
            ):
                return True
            if (
                token.pos_ != "VERB"
                and any(c.dep_ in SUBJECTS and any(d.lower_ == "no" for d in c.children) for c in head.children)
                and token.dep_ in SUBJECTS
            ):
                return True
            break
        if head.dep_ == "pobj" and any(d.lower_ == "no" for d in head.children):
            return True
    return False


def unreal(token: Token) -> bool:
    """Whether it is only planned, feared, ordered or imagined: "would attack", "ready to fire", "if attacked"."""
    chain = [token, *above(token)]
    first = next(word for word in chain if word.dep_ != "conj" or word.pos_ in ("VERB", "AUX"))  # "against any raid or aggression"
    if any(word.lemma_ in RUMOURS for word in chain[1:]):
        return True
    for at, word in enumerate(chain):
        if word.lemma_ in UNREAL and at > 1 and chain[at - 1].lower_ == "from" and chain[at - 2].dep_ == "pcomp":
            return True  # "banned from carrying out attacks"
        if word.pos_ in ("VERB", "AUX"):
            if any(c.dep_ == "aux" and c.lower_ in MODALS for c in word.children):
                perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in word.children)
                if not perfect or any(c.lower_ in ("will", "could", "may", "might") for c in word.children if c.dep_ == "aux"):
                    return True
            if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "lest", "whether") for v in (word, *joined(word)) for c in v.children):
                return True
            if any(c.dep_ == "aux" and c.lower_ == "to" for c in word.children):
                head = chain[at + 1] if at + 1 < len(chain) else None
                if head is not None and head.lemma_ not in ATTEMPTS and (word.dep_ in ("xcomp", "acl", "advcl", "ccomp")):
                    return head.lemma_ in UNREAL or word.dep_ in ("acl", "advcl")
            if first.dep_ == "dobj" and first.head is word and word.lemma_ in AHEAD:
                return True  # "feared an attack"
            aimed = first.dep_ == "pobj" and first.head.head is word and first.head.lower_ in ("against", "for", "from")
            if aimed and word.lemma_ in UNREAL:
                return True  # "warned them against any raid"
            if word.dep_ in ("ccomp", "root", "ROOT", "conj", "relcl", "advcl", "parataxis"):
                break
        if at and word.lemma_ in UNREAL and first.dep_ in ("xcomp", "pcomp", "pobj", "acl"):
            return True
    return False


def repels(verb: Token) -> bool:
    """Whether a verb tells of defence: "repelled", "fought off", "beat back"."""
    return verb.lemma_ in REPELLING or (verb.lemma_ in FENDING and any(c.lower_ in ("off", "back") for c in verb.children))


def repelled(attack: Token) -> Token | None:
    """The verb that tells of the defence against what a noun names: "repelled the attack", "the raid was beaten off"."""
    while attack.dep_ == "conj" and attack.head.pos_ == "NOUN":
        attack = attack.head
    verb = attack.head
    hit = attack.dep_ in ("dobj", "nsubjpass") or (attack.dep_ == "pobj" and attack.head.lower_ in ("off", "back"))
    verb = verb.head if attack.dep_ == "pobj" else verb
    return verb if hit and repels(verb) else None


def joined(verb: Token) -> Iterator[Token]:
    """The verbs that a verb goes on from: "if you cheat and kill" is one condition."""
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
        yield verb


def asserted(verb: Token) -> bool:
    """Whether a clause says it, not an aside: "it hit a post", not "the column, which hit a post" or "after hitting a post"."""
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return verb.dep_ not in ("relcl", "acl", "advcl", "pcomp", "amod")


def denied(token: Token) -> bool:
    """Whether it stands under a denial: "denied shelling the village", "the claim that it had fired is false"."""
    return any(head.lemma_ in DENIALS for head in above(token)) or called_false(token)


def called_false(token: Token) -> bool:
    """Whether it is told in a statement that the sentence calls false."""
    return any(head.lemma_ in TALES and _false(head) for head in above(token))


def _false(tale: Token) -> bool:
    """ "The statement that … is another piece of disinformation"."""
    verb = tale.head
    if tale.dep_ not in SUBJECTS or verb.lemma_ != "be" or negated(verb):
        return False
    return any(w.lower_ in FALSE for c in verb.children if c.dep_ in ("attr", "acomp", "prep") for w in c.subtree)
