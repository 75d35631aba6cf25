"""People's names, swapped for other people's: a stance model must not know whom people hate."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from model.article import Article
from model.groups import Group, group, is_person
from model.masks import masked
from model.mention import Places
from model.names import BODIES, PLACES
from model.runs import find_names

__all__ = ["FEMALE", "MALE", "Swap", "people_of", "swap_of"]

# First names by which a person is known as one, and as he or she.
MALE: Final = frozenset(
    "Aaron Abdul Adam Adolf Ahmed Alan Albert Alex Alexander Alfred Ali Allen Andrew Angus Anthony "
    "Antonio Arnold Arthur Asif Barack Barry Bashar Ben Benjamin Bernard Bernie Bill Bob Boris Brad "
    "Brett Brian Bruce Carl Carlos Charles Chris Christian Christopher Chuck Clarence Clive "
    "Colin Corey Craig Dan Daniel Dave David Dean Dennis Derek Dick Dmitry Dominic Don Donald "
    "Doug Douglas Ed Eddie Edward Edwin Elon Emmanuel Eric Ernest Erik Eugene Evan Francis Frank "
    "Franklin Fred Frederick Gary Gavin George Gerald Glenn Gordon Graham Greg Gregory Hamid Harold "
    "Harry Harvey Hassan Henry Herbert Howard Hugh Ian Ibrahim Imran Ivan Jack Jacob Jair James "
    "Jared Jason Jay Jeb Jeff Jeffrey Jeremy Jerome Jerry Jesse Jim Jimmy Joe Joel John Johnny Jon "
    "Jonathan Jose Joseph Josh Joshua Juan Julian Justin Karl Keith Ken Kenneth Kevin Kyle Larry "
    "Lawrence Lee Leo Leon Leonard Lewis Liam Lindsey Lloyd Louis Luis Luke Mahmoud Malcolm Manuel "
    "Marc Marco Mario Mark Martin Matt Matteo Matthew Max Michael Miguel Mike Mitch Mitt Mohamed "
    "Mohammad Mohammed Muhammad Narendra Nathan Neal Neil Newt Nicholas Nick Nicolas Nigel Noah Norman "
    "Olaf Oliver Omar Oscar Patrick Paul Pedro Pete Peter Phil Philip Rahm Ralph Rand Randy Raul Ray "
    "Raymond Recep Rex Ricardo Richard Rick Rob Robert Roberto Rodrigo Roger Ron Ronald Roy Rudy "
    "Rupert Russell Ryan Sam Samuel Scott Sean Sebastian Sergei Sergey Seth Shane Shaun Silvio Simon "
    "Spencer Stanley Stephen Steve Steven Stuart Ted Terry Theodore Thomas Tim Timothy Todd Tom Tommy "
    "Tony Travis Trevor Troy Tyler Victor Viktor Vincent Vladimir Volodymyr Walter Warren Wayne "
    "Wendell Will William Zachary".split()
)
FEMALE: Final = frozenset(
    "Abigail Alexandra Alexandria Alice Alison Amanda Amber Amy Andrea Angela Angelina Anita Ann Anna "
    "Anne Annette April Ashley Barbara Beth Betsy Betty Beverly Bonnie Brenda Bridget Brittany Carla "
    "Carly Carmen Carol Caroline Carolyn Catherine Chelsea Cheryl Christina Christine "
    "Cindy Claire Claudia Condoleezza Connie Crystal Cynthia Dana Danielle Dawn Debbie Deborah Debra "
    "Diana Diane Dianne Donna Doris Dorothy Edith Eileen Elaine Elena Eleanor Elizabeth Ella Ellen "
    "Emily Emma Erica Erin Esther Eva Eve Evelyn Faye Fiona Frances Gabrielle Gail Gina Gloria Grace "
    "Greta Hannah Heather Heidi Helen Hillary Holly Ilhan Irene Ivanka Jackie Jacqueline Jane Janet "
    "Janice Jean Jennifer Jenny Jessica Jill Joan Joanna Joyce Juanita Judith Judy Julia Julie June "
    "Kamala Karen Kate Katherine Kathleen Kathryn Kathy Katie Kayleigh Kellyanne Kelly Kimberly "
    "Kirsten Kristen Laura Lauren Laurie Leah Linda Lisa Liz Loretta Lori Louise Lucy Lynn Madeleine "
    "Maggie Malala Margaret Maria Marie Marilyn Marine Marjorie Martha Mary Maureen Megan Meghan "
    "Melania Melissa Mia Michele Michelle Mildred Molly Monica Nancy Naomi Natalie Natasha Nicola "
    "Nicole Nikki Nina Nora Olga Olivia Pamela Patricia Patty Paula Pauline Peggy Penny Phyllis "
    "Priscilla Rachel Rashida Rebecca Renee Rita Roberta Robin Rosa Rose Roseanne Ruth Sally "
    "Samantha Sandra Sara Sarah Shannon Sharon Sheila Shirley Sonia Sophia Sophie Stacey Stephanie "
    "Susan Susie Suzanne Sylvia Tammy Tara Teresa Theresa Tiffany Tina Tracy Tulsi Ursula Valerie "
    "Vanessa Vera Veronica Victoria Vivian Wanda Wendy Yvonne".split()
)

# Whom they become: names that many people have, none of them known for it.
_NEW_MALE: Final = (
    "Clifford Desmond Duncan Edgar Elliot Gareth Godfrey Lionel Maurice Mervyn Milton Nelson Owen "
    "Percy Quentin Roland Rufus Stewart Wallace Wesley"
).split()
_NEW_FEMALE: Final = (
    "Agnes Audrey Beatrice Cecily Daphne Doreen Edwina Enid Felicity Flora Gwen Harriet Imogen Lorna "
    "Mabel Miriam Muriel Rosalind Tabitha Winifred"
).split()
_NEW_LAST: Final = (
    "Aldous Ashworth Brantley Calloway Dunleavy Eastman Fairbank Ferris Garrity Halloran Holbrook "
    "Ingram Kessler Langford Lockhart Merriman Norwood Oakshott Pemberton Prescott Quimby Rourke "
    "Rutledge Sandoval Stanhope Tillman Underhill Vickers Wexford Whitcombe Yardley Zellman"
).split()

# Words of names that are also other words or places: by themselves they stay as they are.
_DOUBTFUL: Final = frozenset(
    "Alexandria April Art Bill Carolina Chad Charlotte Chase Christian Dallas Dawn Dean Faith "
    "Frank Grace Grant Holly Hope Houston Israel Jack Jackson Jordan June Lee Lincoln Madison Marine "
    "Mark Mitch Park Penny Rand Ray Rich Robin Rose Victoria Virginia Washington Will".split()
)
# Last names that cannot be told from the word: such a person cannot be swapped.
_NOT_SWAPPED: Final = frozenset(
    "Banks Black Church Day East Fields Ford Green Hill House King Lake Law May Park Post Power "
    "State States Stone Street Times West White Wood Young".split()
)
_SUFFIXES: Final = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_SHORTEST: Final = 3  # letters of a part of a name that is swapped
_HE: Final = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
_SHE: Final = re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Swap:
    """Which words of names become which.

    Attributes
    ----------
    firsts : mapping of (first, last) to first
        First names, and whom they belong to.
    others : mapping of str to str
        Last and middle names.
    """

    firsts: Mapping[tuple[str, str], str]
    others: Mapping[str, str]

    def __call__(self, text: str) -> str:
        """Swap the names in a text, also in capitals, with ``'s`` or in the plural."""
        for (first, last), new in self.firsts.items():
            alone = "" if first in _DOUBTFUL else r"|(?!\w)"
            behind = rf"(?= (?:[A-Z][\w.]* ){{0,2}}(?i:{re.escape(last)})\b{alone})"
            text = _replaced(text, first, new, behind)
        for old, new in self.others.items():
            text = _replaced(text, old, new, r"(?=s?(?!\w))")
        return text

    @property
    def words(self) -> set[str]:
        """The words that are swapped away."""
        return {first for first, _ in self.firsts} | set(self.others)


def people_of(article: Article) -> list[tuple[str, ...]]:
    """Find who is surely a person in an article, by the words of the fullest name.

    They have a first name that we know, or stand behind a title or an office.
    """
    places = Places(article)
    groups = group(find_names(masked(article.text), "text", places))
    return [found.key for found in groups if _is_surely_person(found)]


def swap_of(article: Article, target: str | None, rng: Random) -> Swap | None:
    """Choose new names for the people of an article.

    Parameters
    ----------
    article : Article
    target : str or None
        Whom stance is asked toward. A person who cannot be swapped stops the whole change.
    rng : Random

    Returns
    -------
    Swap or None
        None where nobody can be swapped, or the target is a person who cannot be.
    """
    named = people_of(article)
    if target is not None and _is_known(target.split()):
        named.append(tuple(target.split()))
    people = list(dict.fromkeys(_first_and_last(words) for words in named))
    everything = f"{article.title}\n{article.text}"
    swappable = [words for words in people if _can_be_swapped(words, everything)]
    swap = _chosen(swappable, everything, rng)
    if target is None:
        return swap if swap.words else None
    mine = {word for words in people for word in words} & set(target.split())
    if mine and not mine <= swap.words | _DOUBTFUL:
        return None
    return swap if swap.words else None


def _chosen(people: Sequence[tuple[str, ...]], text: str, rng: Random) -> Swap:
    present = set(re.findall(r"\w+", text))
    lasts = _fresh(_NEW_LAST, present, rng)
    new_first = {True: _fresh(_NEW_MALE, present, rng), False: _fresh(_NEW_FEMALE, present, rng)}
    firsts: dict[tuple[str, str], str] = {}
    others: dict[str, str] = {}
    by_word: dict[str, str] = {}
    for words in people:
        first, last = words[0], words[-1]
        for word in (last, *(w for w in words[1:-1] if len(w) >= _SHORTEST and w.isalpha())):
            if word not in others and lasts:
                others[word] = lasts.pop()
        if len(words) == 1:  # "President Trump" and never in full
            continue
        choice = new_first[_is_man(first, text)]
        if first not in by_word and choice:
            by_word[first] = choice.pop()
        if first in by_word and last in others:
            firsts[first, last] = by_word[first]
    return Swap(firsts, others)


def _fresh(names: Iterable[str], present: set[str], rng: Random) -> list[str]:
    fresh = [name for name in names if name not in present]
    rng.shuffle(fresh)
    return fresh


def _is_man(first: str, text: str) -> bool:
    if first in MALE or first in FEMALE:
        return first in MALE
    return len(_HE.findall(text)) >= len(_SHE.findall(text))


def _is_surely_person(found: Group) -> bool:
    titled = any(name.office for name in found.names)
    alone = len(found.key) == 1 and found.key[0] not in BODIES | PLACES
    person = alone or is_person(found.key)
    return _is_known(found.key) or (titled and person and _is_plain(found.key))


def _is_known(words: Sequence[str]) -> bool:
    known = words[0] in MALE or words[0] in FEMALE
    return known and len(words) > 1 and is_person(tuple(words)) and _is_plain(words)


def _is_plain(words: Sequence[str]) -> bool:
    return all(word[0].isupper() for word in words) and not words[0].isupper()


def _first_and_last(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 2 and words[-1] in _SUFFIXES:
        words = words[:-1]
    return words


def _can_be_swapped(words: Sequence[str], text: str) -> bool:
    last = words[-1]
    written_small = re.search(rf"(?<!\w){re.escape(last.lower())}(?!\w)", text) is not None
    return len(last) >= _SHORTEST and last not in _NOT_SWAPPED and not written_small


def _replaced(text: str, old: str, new: str, behind: str) -> str:
    for word, other in ((old, new), (old.upper(), new.upper())):
        text = re.sub(rf"(?<![\w@]){re.escape(word)}{behind}", other, text)
    return text
