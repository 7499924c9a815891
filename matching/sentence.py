"""The explanation as one Chinese sentence a layman understands."""

TYPES = {
    "patent": "专利",
    "paper": "论文",
    "project": "项目",
    "standard": "标准",
    "award": "获奖成果",
    "software": "软件",
    "book": "著作",
    "product": "产品",
}
PARTS = {"title": "题目", "problem": "难点", "indicators": "指标", "keywords": "关键词"}
TOPICS, NEIGHBOURS = "topics", "neighbours"  # parts of a score that come from no work alone
LONGEST_TITLE = 30


def title_of(work: dict) -> str:
    """Title of a work, or the beginning of its abstract."""
    title = " ".join(str(work.get("title") or "").split())
    abstract = " ".join(str(work.get("abstract") or "").split())
    return title or (abstract[:LONGEST_TITLE] + "…" if len(abstract) > LONGEST_TITLE else abstract)


def sentence_for(contributions: list, asked: bool, written: bool) -> str:
    """One sentence from contributions in falling order; says so when there is nothing to compare or no match."""
    if not asked:
        return "没有可以比对的文字。"
    if not written:
        return "其档案中还没有可以比对的文字。"
    if not contributions:
        return "其档案与所给文字没有相同的词。"
    named = [c for c in contributions if c.words]
    if not named:
        return _without_words(contributions)
    words = "、".join(_matches([c for c in named if c.work == named[0].work]))
    return f"{_who(named[0])}与{words}相符。"


def _without_words(contributions: list) -> str:
    """What made the score where no whole word is shared: the subject, the neighbours, or single characters."""
    given = {TOPICS: 0.0, NEIGHBOURS: 0.0, "": 0.0}
    for one in contributions:
        given[one.part if one.part in given else ""] += one.contribution
    strongest = max(given, key=lambda part: given[part])
    if strongest == TOPICS:
        return "其研究主题与所给文字相近，但没有相同的词语。"
    if strongest == NEIGHBOURS:
        return "其研究方向与最相符的几位专家相近，但与所给文字没有相同的词语。"
    return f"{_who(next(c for c in contributions if c.part not in given))}与所给文字只有零星用字相同。"


def _matches(contributions: list) -> list[str]:
    """Part and best word of at most three contributions; what an earlier one has said is not repeated."""
    told: list[str] = []
    matches = []
    for one in contributions[:4]:
        word = next((w for w in one.words if not any(w in t for t in told)), None)
        if word and len(told) < 3:
            told.append(word)
            matches.append(f"{label_of(one, word)}‘{word}’")
    return matches


def label_of(contribution, word: str) -> str:
    """What the asker calls the place where the word stands: the section of the problem, else the part."""
    labels = dict(zip(contribution.words, contribution.labels, strict=False))
    return labels.get(word) or PARTS[contribution.part]


def _who(contribution) -> str:
    if contribution.work is None:
        return "其研究方向"
    kind = (
        TYPES.get(contribution.type, contribution.type if not contribution.type.isascii() else "") or "成果"
    )
    title = contribution.title
    title = title[:LONGEST_TITLE] + "…" if len(title) > LONGEST_TITLE + 1 else title
    return f"其{kind}‘{title}’" if title else f"其{kind}"
