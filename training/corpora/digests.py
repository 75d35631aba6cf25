"""What every corpus must be: how many rows, and which bytes."""

from dataclasses import dataclass
from typing import Final

__all__ = ["CORPORA", "Corpus"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One gzipped JSON-lines file.

    Attributes
    ----------
    rows : int
    sha256 : str
        Of the file as it is on disk, in hexadecimal.
    """

    rows: int
    sha256: str


# name (the file is <name>.jsonl.gz) -> its rows and digest
CORPORA: Final[dict[str, Corpus]] = {
    "abp": Corpus(37040, "3d3908aead51444f4a3734ab4489b0f98300c2c8e991d0616de829a5790a256b"),
    "agnews": Corpus(7524, "819fb619eda1c89bb3e1066c472502b092e85cd17160b7c26a9c66502a68b5b6"),
    "babe": Corpus(3674, "6a85e3c1feb76eabee865267c8aa5075ed020cf1e66abed9c1a91b9d9a73423d"),
    "bbc": Corpus(2165, "b7ed8b3585b86d07f7c4d652e377332c685d5e0bfa9a81585a978ed00202c4cc"),
    "dse": Corpus(14605, "479ac0553e1232346e7d2c5c4c7e670ae9c9e4b9b8f5bfe3140c465a817e6697"),
    "editorials": Corpus(257, "b39636d62e90647b96c763b6cc3ee1855dee4d87e01f1d95da559d633fb618d8"),
    "gwsd": Corpus(2050, "cb869dc2f2a2b7f078983cea4da5907e751707dbbf795eb33a2ce59667a78414"),
    "intl5": Corpus(3235, "7bbd60bf444fc511b7f66568dabd80ba3c1853a78edc46a00df58e6848f13d17"),
    "newsmtsc": Corpus(9524, "09ddaea41c46937e8d13ad86dc3e061b20fa389e8e7356f2bdd809a76c9aa9c0"),
    "newssd": Corpus(1049, "0099f7d8db021f30610015d08bf475dd1d0874412eec815ec057862253a604fd"),
    "persent_dev": Corpus(550, "18f00e7a253eabae002b60c0561e6eca2df9a15fded22309aa3be4622d7ecaac"),
    "polnear": Corpus(984, "cc9750d97a877673f8bc4008001413252ca3018e9ea2ceb95ed9f4ef55930873"),
    "reuters21578": Corpus(
        17458, "f2bcafc937221d116c4222f9e17a414377ee7dc2fad4c85bcc80fc5785f14c08"
    ),
    "rusentne_en_dev": Corpus(
        2843, "2c0cbc7860c5d09b42ac1af3aefc67e125d36d98521b9b34fa4202cc82c61ba2"
    ),
    "semeval25": Corpus(290, "a620b2661d42075876778881f6923cf73485bf681aeeac92e9bfd1f69746ebf1"),
    "sentfin": Corpus(14405, "51390d67c24dd2d87445707ae7b1477b3ee8cf55cf2a955a1e97d7e7b2078827"),
    "ukrbias": Corpus(74, "a19f5877dd0bb1465997f4f0d323d6e08de6c4967944828216fc318fd5eb4a97"),
}
