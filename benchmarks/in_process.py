"""Topic and genre of one article inside the process: copydesk against scikit-learn."""

import os
import statistics
import sys
import time
from collections.abc import Callable

from training.corpora import MissingCorporaError

# One core each: BLAS and OpenMP read this when they load.
os.environ.setdefault("OMP_NUM_THREADS", "1")

WORDS = 800
ROUNDS = 300


def main() -> int:
    from model.article import Article
    from model.classifier import Classifier
    from tests.articles.voices import ARGUING, REPORTING
    from training.dataset import load_dataset
    from training.peer import peer

    words = " ".join(piece.text for piece in ARGUING + REPORTING).split(" ")
    text = " ".join((words * 2)[:WORDS])
    title = REPORTING[0].title
    try:
        data = load_dataset()
    except MissingCorporaError as error:
        print(error, file=sys.stderr)
        return 1
    print("fitting the peer (two pipelines) ...", file=sys.stderr)
    texts = [f"{article.title_clean}\n{article.text}" for article in data.articles[: data.n]]
    pipelines = [peer().fit(texts, data.topic), peer().fit(texts, data.opinion)]
    classifier = Classifier.open()

    def ours() -> None:
        classifier.classify(Article.from_text(text, title), tasks=("topic", "genre"))

    def theirs() -> None:
        for pipeline in pipelines:
            pipeline.predict_proba([f"{title}\n{text}"])

    spent = _alternate(ours, theirs)
    medians = [statistics.median(times) for times in spent]
    for name, times, median in zip(("copydesk", "peer"), spent, medians, strict=True):
        p99 = sorted(times)[int(0.99 * len(times))]
        print(f"{name:10s} p50 {1000 * median:6.2f} ms   p99 {1000 * p99:6.2f} ms")
    print(f"ratio of the medians: {medians[0] / medians[1]:.2f}")
    return 0


def _alternate(*runs: Callable[[], None]) -> list[list[float]]:
    spent: list[list[float]] = [[] for _ in runs]
    for round_ in range(ROUNDS + 20):
        for times, run in zip(spent, runs, strict=True):
            started = time.perf_counter()
            run()
            if round_ >= 20:
                times.append(time.perf_counter() - started)
    return spent


if __name__ == "__main__":
    sys.exit(main())
