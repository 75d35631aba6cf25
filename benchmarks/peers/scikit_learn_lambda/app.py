"""The peer's Lambda function, as the tutorials and powertools' own pages would have it written.

Two pipelines out of joblib files at module level; powertools' resolver, Logger and Metrics with
their decorators. No validation, no evidence, no calibration, no problem details.
"""

from pathlib import Path
from typing import Any

import joblib
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="peer")
metrics = Metrics(namespace="peer", service="peer")
app = APIGatewayRestResolver()

HERE = Path(__file__).parent
TOPIC = joblib.load(HERE / "topic.joblib")
GENRE = joblib.load(HERE / "genre.joblib")


def classify(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    texts = [f"{article.get('title', '')}\n{article['text']}" for article in articles]
    return [
        {
            "topics": [
                {"id": int(TOPIC.classes_[index]), "probability": float(topics[index])}
                for index in topics.argsort()[::-1]
            ],
            "genre": {"opinion": float(genre[1])},
        }
        for topics, genre in zip(
            TOPIC.predict_proba(texts), GENRE.predict_proba(texts), strict=True
        )
    ]


@app.post("/v1/classify")
def classify_one() -> dict[str, Any]:
    (answer,) = classify([app.current_event.json_body])
    metrics.add_metric(name="Articles", unit=MetricUnit.Count, value=1)
    logger.info("classified", extra={"topic": answer["topics"][0]["id"]})
    return answer


@app.post("/v1/classify/batch")
def classify_many() -> dict[str, Any]:
    articles = app.current_event.json_body["articles"]
    metrics.add_metric(name="Articles", unit=MetricUnit.Count, value=len(articles))
    return {"results": classify(articles)}


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
