"""Articles in several voices, written for these tests."""

from dataclasses import dataclass
from typing import Final

__all__ = ["ARGUING", "REPORTING", "Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """An article and what is true of it.

    `shows`: words of the sentences in which the author's voice speaks.
    """

    name: str
    title: str
    text: str
    topics: tuple[str, ...]
    shows: tuple[str, ...] = ()


POLITICS: Final = "medtop:11000000"

ARGUING: Final[tuple[Piece, ...]] = (
    Piece(
        "translated-report",
        "The “peacemaker” of the Kremlin and his Brussels admirers",
        "Vladimir Putin has once again discovered his love of peace. On Tuesday the master of the "
        "Kremlin presented, before cameras that his own people hold, what he is pleased to call a "
        "“settlement”: Kyiv is to hand over what Moscow has not managed to take, and then everybody "
        "may go home. One has to admire the generosity of it.\n\nThe so-called plan has four points, "
        "none of them new. The “neutral observers” are, it turns out, to be chosen by the side that "
        "did the shelling. And the “referendums” – but why speak of referendums, when the result was "
        "printed before the ballots were?\n\nIn Brussels, where nobody likes to spoil a good lunch, "
        "the reaction was what it always is. Officials spoke of “interesting elements”. A "
        "commissioner, who asked not to be named (and no wonder), found the tone “constructive”. The "
        "tone! As if the tone of a burglar were what mattered about a burglary.\n\nLet us call the "
        "thing by its name. This is not an offer but an ultimatum, delivered by a man who has broken "
        "every signature he ever gave. Those who applaud it are not naive; naivety would be "
        "forgivable. They are tired, and they would like others to pay for their rest.",
        (POLITICS, "medtop:16000000"),
        (
            "not an offer but an ultimatum",
            "naivety would be",
            "They are tired",
            "One has to admire",
        ),
    ),
    Piece(
        "column",
        "Stop pretending the buses will fix themselves",
        "I have stood at the same stop on Mill Road for eleven years, and I can tell you exactly when "
        "the council gave up on it. It was not when the timetable vanished from the pole. It was when "
        "they put up a sign that said the timetable would return.\n\nWe are told that there is no "
        "money. There is always money for a consultant. There was money for a report on why there is "
        "no money, and I have read it, all ninety pages, so that you do not have to. It concludes that "
        "more work is needed.\n\nThis is cowardice dressed up as prudence. A city that cannot get a "
        "nurse to her shift at six in the morning has no business calling itself modern. The mayor "
        "should be ashamed, and if she is not, we ought to be ashamed on her behalf and vote "
        "accordingly.\n\nWhat should be done is not a mystery. Run the buses every ten minutes, paint "
        "the lanes, and charge the people who park in them. It worked elsewhere and it would work "
        "here. All it takes is somebody in that building with a spine.",
        (POLITICS, "medtop:04000000", "medtop:14000000"),
        (
            "cowardice",
            "ought to be ashamed",
            "not a mystery",
            "We are told",
            "spine",
            "There is always",
        ),
    ),
    Piece(
        "state-media-aside",
        "Western “experts” lose their tongues over the harvest",
        "For two years the chorus of so-called specialists in London and Washington promised the world "
        "that the Volgan economy would collapse by Christmas. Christmas came, and then another. The "
        "collapse, alas, seems to have missed its train.\n\nInstead the ministry reported on Friday a "
        "record harvest of wheat, and what did the free and independent press of the “civilised” world "
        "do? It found an economist who had “doubts”. Naturally. There is always an economist with "
        "doubts, especially if somebody pays for his flight.\n\nThe sanctions were supposed to bring "
        "the country to its knees. It is the German housewife who is on her knees today, in front of "
        "her gas meter, while her chancellor lectures her about values. One would laugh if it were not "
        "so sad.\n\nPerhaps the gentlemen across the ocean should ask themselves who has really been "
        "isolated. But that would take honesty, and honesty, unlike grain, cannot be imported.",
        (POLITICS, "medtop:04000000"),
        ("alas", "Naturally", "One would laugh", "honesty, unlike grain", "ask themselves"),
    ),
)

REPORTING: Final[tuple[Piece, ...]] = (
    Piece(
        "wire-with-angry-quotes",
        "Parliament passes pension bill after night of protests",
        "LISBON, March 3 - Portugal's parliament on Thursday approved a bill raising the retirement age "
        "to 67 by 2031, after a night of protests in which police detained 43 people.\n\nThe bill "
        "passed by 118 votes to 104, the speaker's office said. It will take effect in January if the "
        "president signs it.\n\n“This is a disgrace and a betrayal of everybody who works with their "
        "hands,” union leader Marta Silva told reporters outside the building. “They are thieves, and "
        "history will remember them as thieves.”\n\nFinance Minister Paulo Reis said the change would "
        "save about 1.2 billion euros a year. “Those who shout lies in the street should be ashamed of "
        "themselves,” he said.\n\nPolice said officers used tear gas after protesters threw bottles. "
        "Six people were treated in hospital for minor injuries, according to the emergency service. "
        "The unions have called a general strike for March 15.",
        (POLITICS, "medtop:09000000"),
    ),
    Piece(
        "match-report",
        "Late goal gives Harwick first win at Eastfield in nine years",
        "Substitute Tom Adeyemi scored in the 89th minute as Harwick beat Eastfield 2-1 on Saturday, "
        "their first victory at the ground since 2015.\n\nEastfield led through Luca Moretti's header "
        "after 12 minutes. Harwick equalised from a penalty just before half-time, converted by captain "
        "Ben Shaw after Moretti was judged to have handled the ball.\n\nAdeyemi, who came on with ten "
        "minutes left, turned in a low cross from the right. The win moves Harwick up to sixth in the "
        "table, two points behind Eastfield.\n\n“The referee was a joke, an absolute joke,” said "
        "Eastfield manager Ian Crewe. “We were robbed.” Harwick travel to Dunmore on Tuesday.",
        ("medtop:15000000",),
    ),
    Piece(
        "science",
        "Telescope finds water vapour around a small distant planet",
        "Astronomers have detected water vapour in the atmosphere of a planet about twice the size of "
        "Earth, according to a study published on Wednesday in a scientific journal.\n\nThe planet "
        "orbits a faint red star about 70 light years away. Researchers used an infrared space telescope "
        "to observe starlight passing through the planet's atmosphere on four occasions.\n\nThe "
        "measurements do not show whether there is liquid water on the surface, the authors wrote. The "
        "planet receives four times as much radiation as Earth.\n\n“We were surprised by how clear the "
        "signal was,” said Ines Kaltenbach, an astronomer who led the analysis. Scientists who were not "
        "involved in the study said further observations were needed.",
        ("medtop:13000000",),
    ),
    Piece(
        "court-brief",
        "Former treasurer jailed for stealing from hospice",
        "A former treasurer who stole more than £180,000 from a hospice has been sentenced to three "
        "years in prison.\n\nGraham Pell, 58, of Westbourne, admitted fraud by abuse of position at an "
        "earlier hearing. Northgate Crown Court heard that he transferred money to his own account over "
        "six years.\n\nJudge Anita Rao told him that he had betrayed people at the most vulnerable time "
        "of their lives. Prosecutors said the hospice had been forced to close two beds.\n\nDefence "
        "lawyer Mark Lund said his client was deeply ashamed and had begun to repay the money. A hearing "
        "about the remaining sum will be held in June.",
        ("medtop:02000000",),
    ),
)
