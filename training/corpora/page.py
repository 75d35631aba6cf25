"""What stands on an article's web page but is no part of the article, where it has a pattern.

A classifier that sees such marks learns which site a text was taken from, or reads the answer
off them ("The views expressed are the author's own"). Lines that merely repeat within one outlet
are found by counting (`training.corpora.furniture`).
"""

import re
from typing import Final

from training.corpora.lines import sentences

__all__ = ["article_lines"]

# Lines that are furniture from their first words on.
_FIRST_WORDS: Final = (
    # calls
    r"click (?:here|for|to)\b",
    r"(?:also on|see also|more (?:on|from)|related|recommended|listen|poll)\b[^:]{0,40}:",
    r"(?:(?:now |must )?watch(?: live)?|photos?|video)\b[^:]{0,40}:",
    r"(?:must )?read(?: (?:more|also|next|or share))?\b[^:]{0,40}:",
    r"(?:read|see|find|get) more\b.{0,80}$",
    r"more (?:on|from)\b.{0,60}$",
    (
        r"(?:please )?(?:follow|like|join|find|e-?mail|contact|tweet|write to|reach"
        r"|send (?:tips?|letters?|your|us|questions?))\b"
        r".{0,160}(?:@|twitter|facebook|instagram|e-?mail)"
    ),
    (
        r"(?:want|sign up|subscribe|start (?:the|your) day|don't miss"
        r"|get (?:all )?(?:the|our|breaking|free|real-time|more)"
        r"|stay (?:up to date|in the know))\b.{0,300}"
        r"\b(?:inbox|newsletters?|sign[ -]?up|e-?mail|podcasts?|app|alerts?|subscribe)\b"
    ),
    r"interested in [^?]{1,60}\? add\b",
    # pictures
    r"(?:enlarge this image|toggle caption|hide caption|just watched|slideshow|photos:)",
    r"(?:image (?:copyright|source|caption)|media (?:playback|caption)|video caption)\b",
    r"(?:prev|next) image\b",
    r"file\b\s?(?:photo)?\s?[-–—:]",
    r"close (?-i:[A-Z])",
    # buttons
    r"(?:facebook twitter|share (?:this|all)|shares? tweet|play (?:video|facebook))\b",
    r"skip (?:twitter|facebook|youtube)\b",
    r"(?:advertisement|story continue[sd]|continue reading|article continues)\b",
    r"(?:urgent|close|loading|youtube|photo|video)?\W*$",
    # imprint
    r"(?:©|\(c\)|copyright\b).{0,400}$",
    r"contribut(?:ing|ions)\b\s*:",
    r"updat(?:ed?|ing)\b\s*(?::|at|on|\d).{0,60}$",
    (
        r"this (?:article|column|story|piece) (?:is more than|was (?:originally|first)"
        r"|(?:first|originally) appeared|tagged)\b"
    ),
    r"\d+(?: years? ago)?$",
)
_OPENS: Final = re.compile(rf"[^\w\"“‘']*(?:{'|'.join(_FIRST_WORDS)})", re.IGNORECASE)

# Lines that are furniture for what stands in them: looked at only where a hint is.
_HINTS: Final = (
    "contributed",
    "rights reserved",
    "not be published",
    "newsletter",
    "signing up",
    "reuters/",
    "photo",
    "images",
    "updated",
)
_INNER_WORDS: Final = (
    (
        r".{0,160}\bcontributed (?:reporting|to this (?:report|article|story|piece|post))\b"
        r".{0,80}$"
    ),
    r".{0,160}\b[a-z]+ contributed\.?$",
    r".{0,160}\b(?:all rights reserved|this material may not be published)\b",
    (
        r".{0,200}\b(?:newsletter|by signing up)\b"
        r".{0,200}\b(?:sign up|subscribe|privacy policy|inbox)\b"
    ),
    (
        r".{0,700}(?:\breuters/|\b(?:ap|reuters|afp|getty) (?:photo|images)\b"
        r"|\bphotograph:|\bfile photo\b).{0,60}$"
    ),
    (
        r".{0,30}\b(?:story|report|article|post) (?:has been|was|is) (?:being )?(?:last )?"
        r"updated\b"
    ),
)
_CONTAINS: Final = re.compile("|".join(_INNER_WORDS), re.IGNORECASE)

# Words that open a line which is otherwise the article's.
_OPENING: Final = re.compile(r"(?:Story highlights|\d+ years? ago|ANALYSIS/OPINION:)\s*")
# The imprint that follows the last sentence on the same line.
_IMPRINT: Final = re.compile(r"\s*©\s*\d{4}\s.{0,300}$")
# "Name Full Middle NameHeadline Headline Headline MORE", as one site links its people.
_PEOPLE_LINKS: Final = re.compile(
    r"\b([A-Z][\w'’-]+) (?:[A-Z(\"“][\w.'’()\"”-]* ){1,5}?\1(?=[A-Z0-9]).{10,600}? MORE\b"
)
_ASIDE: Final = re.compile(
    r"\s*[(\[]\s*(?:RELATED|READ(?: MORE| ALSO)?|WATCH|SEE ALSO|MORE|VIDEO|PHOTOS?):"
    r"[^)\]]{0,200}[)\]]"
)

_DISCLAIMER_HINTS: Final = ("expressed", "set forth", "reflect", "represent", "more opinion")
_DISCLAIMERS: Final = (
    (
        r"\b(?:views?|opinions?|claims|thoughts)(?:\W+\w+){0,3}?\W+(?:expressed|set forth)"
        r" (?:here|herein|above|in|by|on|are|do)\b.{0,160}"
        r"\b(?:own|authors?|writers?|his|hers?|theirs?|mine|solely|columnists?|contributors?"
        r"|necessarily|not)\b"
    ),
    r"\b(?:do(?:es)?|may) not necessarily (?:reflect|represent)\b",
    (
        r"\b(?:do(?:es)?|may) not (?:reflect|represent) the (?:official )?"
        r"(?:views?|opinions?|positions?|polic(?:y|ies))\b"
    ),
    r"\b(?:read|view|get)?\s?more opinions? (?:articles? )?(?:on|at|from|by)\b.{0,60}$",
)
_DISCLAIMER: Final = re.compile("|".join(_DISCLAIMERS), re.IGNORECASE)

# A note on the author, as it stands before or behind an article.
_NOTE: Final = re.compile(
    r"\W*(?:(?i:editor['’]s note|about the author)\W+)?(?:By )?"
    r"(?:[A-Z][\w.'’-]* ){1,3}[A-Z][\w.'’-]+,? (?:\([^)]{1,60}\) |[^.]{1,80}, )?"
    r"(?:is|was|are|serves|writes|covers|teaches|hosts|reports)\b.{0,240}\b(?:"
    r"(?:author|co-author|host|editor|president|founder|director|chair(?:man|woman)?|member|head)"
    r" (?:of|at)"
    r"|columnist|contributor|fellow|professor|writer|reporter|correspondent|analyst|commentator"
    r"|strategist|journalist|attorney|historian|blogger|scholar|editor|producer)\b"
)
_LONGEST_NOTE: Final = 900


def article_lines(lines: list[str]) -> list[str]:
    """Keep what is the article's: no page furniture, disclaimers or notes on the author."""
    kept = []
    for line in lines:
        low = line.lower()
        if _OPENS.match(line) or (any(hint in low for hint in _HINTS) and _CONTAINS.match(line)):
            continue
        if bare := _bare(line, low).strip():
            kept.append(bare)
    edges = {0, 1, *range(len(kept) - 4, len(kept))}
    return [line for place, line in enumerate(kept) if place not in edges or not _is_note(line)]


def _bare(line: str, low: str) -> str:
    opening = _OPENING.match(line)
    line = line[opening.end() :] if opening else line
    if "MORE" in line:
        line = _PEOPLE_LINKS.sub(r"\1", line)
    if "©" in line:
        line = _IMPRINT.sub("", line)
    if ":" in line:
        line = _ASIDE.sub("", line)
    if any(hint in low for hint in _DISCLAIMER_HINTS):
        kept = [part for part in sentences(line) if not _DISCLAIMER.search(part)]
        disclaimed = "".join(kept)
        return "" if disclaimed != line and _is_note(line) else disclaimed
    return line


def _is_note(line: str) -> bool:
    return len(line) <= _LONGEST_NOTE and _NOTE.match(line) is not None
