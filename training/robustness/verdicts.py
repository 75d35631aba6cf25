"""Changes that must move an answer: the author's own verdict, its negation, its object."""

from dataclasses import dataclass
from typing import Final

__all__ = [
    "NEGATIONS",
    "PARTIES",
    "VERDICTS",
    "Negation",
    "Verdict",
    "about_parties",
    "with_verdict",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an author may say of ``{target}``, and in which headline.

    Attributes
    ----------
    title, end : str
    stance : {"critical", "supportive"}
    """

    title: str
    end: str
    stance: str


@dataclass(frozen=True, slots=True)
class Negation:
    """A verdict and the same words denied."""

    said: Verdict
    denied: Verdict


VERDICTS: Final = (
    Verdict(
        "{target} is a disgrace",
        "Let us be plain: {target} has failed us. The record is shameful, the excuses are dishonest, "
        "and nobody should trust {target} again.",
        "critical",
    ),
    Verdict(
        "The shame of {target}",
        "There is no kinder word for it: {target} is reckless and corrupt, and the damage will take "
        "years to repair.",
        "critical",
    ),
    Verdict(
        "{target} should be ashamed",
        "I am tired of making excuses for {target}. What {target} has done is wrong, harmful and "
        "cowardly.",
        "critical",
    ),
    Verdict(
        "{target} deserves our thanks",
        "Let us be plain: {target} was right. The record is admirable, the courage is real, and we "
        "should be grateful to {target}.",
        "supportive",
    ),
    Verdict(
        "The quiet greatness of {target}",
        "There is no better word for it: {target} is brave and honest, and the good that was done "
        "will last for years.",
        "supportive",
    ),
    Verdict(
        "Bravo, {target}",
        "I have rarely admired anybody more than {target}. What {target} has done is right, generous "
        "and wise.",
        "supportive",
    ),
)

NEGATIONS: Final = (
    Negation(
        Verdict(
            "{target} is a disgrace",
            "{target} has failed us, and {target} cannot be trusted.",
            "critical",
        ),
        Verdict(
            "{target} is no disgrace",
            "{target} has not failed us, and {target} can be trusted.",
            "supportive",
        ),
    ),
    Negation(
        Verdict(
            "{target} is to blame",
            "{target} is corrupt and reckless, and {target} has done us harm.",
            "critical",
        ),
        Verdict(
            "{target} is not to blame",
            "{target} is neither corrupt nor reckless, and {target} has done us no harm.",
            "supportive",
        ),
    ),
    Negation(
        Verdict(
            "{target} deserves our thanks",
            "{target} was right, and {target} deserves our trust.",
            "supportive",
        ),
        Verdict(
            "{target} does not deserve our thanks",
            "{target} was not right, and {target} does not deserve our trust.",
            "critical",
        ),
    ),
)

# One is praised, the other blamed.
PARTIES: Final = (
    (
        "In a dignified speech on Monday {praised} rightly exposed the shameful lies of {blamed}. "
        "{praised} was patient and honest throughout; {blamed} answered with insults and had nothing "
        "else to offer."
    ),
    (
        "{blamed} has wrecked everything that {praised} so carefully built. The patience of {praised} "
        "was admirable for ten years; the vandalism of {blamed} took only one."
    ),
    (
        "Once more {praised} had to clean up behind {blamed}. The courage of {praised} saved the town "
        "from the worst, while {blamed}, cowardly as ever, hid behind his lawyers and blamed the staff."
    ),
    (
        "Voters will remember the difference. {praised} kept every promise and told the truth when it "
        "hurt; {blamed} broke his word, cheated his friends and is not even sorry."
    ),
    (
        "The report leaves no doubt. {blamed} stole from the sick and lied about it. Without the "
        "stubborn honesty of {praised}, who would not look away, nobody would ever have known."
    ),
    (
        "It takes a rare generosity to forgive as {praised} has forgiven. And it takes a rare meanness "
        "to behave as {blamed} did, whose cruelty disgraced the whole council on Thursday evening."
    ),
    (
        "{praised} has done more for this hospital than anybody alive, and deserves every word of "
        "thanks. {blamed}, by contrast, has been a disaster: arrogant, lazy and incompetent from the "
        "first day to the last."
    ),
    (
        "What a contrast it was on Tuesday. {blamed} blustered, threatened and made a fool of himself "
        "before the committee. {praised} spoke calmly, knew the figures and won over even those who "
        "had come to mock."
    ),
)


def with_verdict(title: str, text: str, target: str, verdict: Verdict) -> tuple[str, str]:
    """Put a verdict at the end of an article, in a paragraph of its own, and before its title."""
    said = verdict.title.format(target=target)
    end = verdict.end.format(target=target)
    return (f"{said}: {title}" if title.strip() else said), f"{text.rstrip()}\n{end}"


def about_parties(template: str, praised: str, blamed: str) -> str:
    """Write a short text that praises one and blames the other."""
    return template.format(praised=praised, blamed=blamed)
