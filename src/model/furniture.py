"""What stands beside an article on its page, by the names and phrases that give it away."""

import re
from typing import Final

__all__ = [
    "DROPPED",
    "DROPPED_ROLES",
    "doubtful_names",
    "is_call",
    "sure_names",
    "without_shortcodes",
]

# Elements that hold no prose.
DROPPED: Final = frozenset(
    "script style template noscript svg math canvas nav aside button input select textarea iframe "
    "object embed audio video picture map figcaption caption dialog menu head title noframes "
    "frameset datalist meter progress rp rt".split()
)
DROPPED_ROLES: Final = frozenset(
    "navigation complementary banner contentinfo search dialog alertdialog menu menubar toolbar "
    "tooltip".split()
)

# Class or id, whole or as a word of it: never the article's own prose.
_SURE: Final = re.compile(
    r"(?:^|\s)(?:(?:[\w-]*[_-])?(?:figcaption|caption(?:[_-]text)?)|sr-only|visually-?hidden|"
    r"screen-reader-text|comments(?:-area|-section|-list|-container|-wrapper)?|comment-?list|"
    r"comment-respond|respond|disqus_thread|sharedaddy|jp-relatedposts|addtoany\w*|"
    r"wp-block-(?:buttons?|social-links?|latest-(?:posts|comments)|embed|search|tag-cloud|"
    r"categories|archives)|kg-callout-emoji|kg-(?:bookmark|signup|cta|button|product|file|audio|video|embed|"
    r"nft|gallery)-card|(?:[\w-]*[_-])?(?:outbrain|taboola|adsbygoogle)(?:[_-][\w-]*)?)(?=\s|$)",
    re.IGNORECASE,
)
# Class or id with one of these as a word: furniture, unless there is a whole paragraph in it.
_DOUBTFUL: Final = re.compile(
    r"(?:^|[\s_-])(?:share(?:s|bar|tools?)?|sharing|social|newsletters?|subscri(?:be|ption)|"
    r"sign-?up|promos?|promotion|related|recommended|recommendations|recirc\w*|most-?(?:read|"
    r"popular)|trending|adverts?|advertisement|ads?|adslot|dfp|sponsored|sponsor|teasers?|cookies?|"
    r"consent|gdpr|comments?|breadcrumbs?|by-?lines?|authors?-?(?:bio|box|info|card)|bio|tags?|"
    r"taglist|tag-list|read-?more|see-?also|paywall|skip-?link|pagination|pager|credits?|copyright|"
    r"post-meta|entry-meta|article-meta|timestamp|toolbar|print|footer|sidebar|popup|modal|"
    r"donat(?:e|ion)|membership|disclaimer|masthead)(?=$|[\s_-])",
    re.IGNORECASE,
)

# Whole paragraphs of a few words.
_LABELS: Final = re.compile(
    r"(?:advertisement|ad|advert|sponsored(?: content)?|promoted(?: content)?|skip (?:advert\w*|ad|to "
    r"[\w ]{1,30})|story (?:continues?|continued) below(?: (?:the )?advert\w*)?|"
    r"article continues (?:below|after)(?: (?:the |this )?advert\w*)?|continue reading(?: below)?|"
    r"(?:read|see|find out|discover|learn) more(?: (?:here|about this(?: story)?|on this story))?|"
    r"read (?:next|also|this next|the full story)|(?:you may|you might) also (?:like|be interested in)|"
    r"(?:related|recommended|more|top|popular|trending|latest)(?: (?:stories|articles|posts|news|"
    r"topics|links|content|coverage|reading|videos?|internet links))?|more on this (?:story|topic)|"
    r"more from [\w' ’.-]{1,40}|most (?:read|popular|viewed|shared)|editors?['’]s? picks?|share"
    r"(?: this(?: (?:article|story|page|post|with))?| (?:on|via) [\w ,]{1,40})?|share(?: this)? "
    r"(?:article|story|page|post)|(?:facebook|twitter|whatsapp|email|e-mail|print|copy link|save|"
    r"tweet|pin it|linkedin|reddit)(?:[ ,|/·•](?:facebook|twitter|whatsapp|email|print|copy link|"
    r"save|tweet|linkedin|reddit))*|\d* ?comments?|leave a (?:comment|reply)|(?:post|add) a comment|"
    r"join the conversation|subscribe(?: now| today)?|sign (?:up|in)(?: now)?|log in|newsletter|"
    r"follow us|click here|loading(?:\.\.\.|…)?|getty images|(?:back to|return to) top|"
    r"(?:media playback|this video) is (?:not supported|unsupported) on (?:your|this) device|"
    r"(?:watch|play|listen)(?: now| live| video)?|gallery|photos?|video|image|menu|search|close|"
    r"\d+ min(?:ute)?s? read|reading time:? ?\d* ?min\w*|related topics|topics|tags)(?::|…)?",
    re.IGNORECASE,
)
# Paragraphs that begin so and are short.
_BEGINNINGS: Final = re.compile(
    r"(?:image (?:copyright|caption|source|credit)\b|media caption\b|video caption\b|"
    r"(?:photograph|photo|photo credit|image|picture|pictured|watch|watch more|video|read|"
    r"read more|read also|read next|also read|see also|see more|related|recommended|tags|topics|filed under|share this|source photo)\s?:|"
    r"read more (?:about|from|on)\b|follow (?:us|me|him|her|@\w+)\b.{0,80}\b(?:twitter|facebook|"
    r"instagram|whatsapp|linkedin|tiktok|youtube)\b|(?:like|find) us on (?:facebook|twitter)|"
    r"(?:sign up|subscribe|register)\b.{0,100}\b(?:newsletter|e-?mails?|inbox|briefing|alerts?|"
    r"podcast|channel|subscription|updates?)\b|(?:get|want)\b.{0,100}\b(?:in|to) your inbox\b|"
    r"click here (?:to|for)\b|share (?:this|on|via)\b.{0,60}\b(?:facebook|twitter|whatsapp|e-?mail)|"
    r"(?:we use|this (?:web)?site uses) cookies\b|by (?:clicking|signing up)\b.{0,100}\b(?:agree|"
    r"accept|terms|polic\w+)|©|copyright (?:©|\(c\)|\d{4})|all rights reserved)",
    re.IGNORECASE,
)
_CALL_LONGEST: Final = 160  # a call is short; a paragraph that begins like one is prose
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")

# WordPress: what a shortcode of these encloses is no prose either.
_ENCLOSED: Final = re.compile(
    r"\[(caption|wp_caption|embed|video|audio|youtube|tweet)\b[^\[\]]{0,500}\]"
    r"[^\[\]]{0,1000}\[/\1\]"
)
# A closing one, a well-known one, or one with an attribute: "[sic]" and "[the mayor]" are prose.
_SHORTCODE: Final = re.compile(
    r"\[/[a-z][\w-]{1,40}\]|\[(?:caption|gallery|embed|video|audio|playlist|youtube|vimeo|tweet|toc|"
    r"ads?|adsense|adrotate|contact-form(?:-7)?|wp_ad|(?:vc|et_pb|fusion|su)_[\w-]+)"
    r"(?=[\s\]/])[^\[\]]{0,500}\]|\[[a-z][\w-]{1,40}\s[^\[\]]{0,200}=[^\[\]]{0,500}\]"
)


def sure_names(names: str) -> bool:
    """Whether an element's classes and id say that it is no prose."""
    return _SURE.search(names) is not None


def doubtful_names(names: str) -> bool:
    """Whether they say that it is furniture, if there is no paragraph in it."""
    return _DOUBTFUL.search(names) is not None


def is_call(paragraph: str) -> bool:
    """Whether a paragraph is a label, a call to read, share or subscribe, or a bare address."""
    if len(paragraph) > _CALL_LONGEST:
        return False
    return (
        _LABELS.fullmatch(paragraph) is not None
        or _BEGINNINGS.match(paragraph) is not None
        or _ADDRESS.fullmatch(paragraph) is not None
    )


def without_shortcodes(text: str) -> str:
    """Take WordPress's shortcodes out of a text, and the captions and addresses in them."""
    if "[" not in text:
        return text
    return _SHORTCODE.sub(" ", _ENCLOSED.sub(" ", text))
