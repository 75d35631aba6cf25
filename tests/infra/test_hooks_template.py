"""The resources of the hooks: what `sam validate --lint` does not check."""

from typing import Any

import pytest

from tests.infra.test_template import RESOURCES, TEMPLATE

HOOKS = RESOURCES["CopydeskHooks"]["Properties"]
WORKER = RESOURCES["CopydeskWorker"]["Properties"]


def allowed(role: str) -> dict[str, Any]:
    """What a role may do: action -> resource; what is optional is left out."""
    found = {}
    for policy in RESOURCES[role]["Properties"]["Policies"]:
        for statement in policy.get("PolicyDocument", {}).get("Statement", ()):
            actions = statement["Action"]
            for action in [actions] if isinstance(actions, str) else actions:
                found[action] = statement["Resource"]
    return found


def arn(name: str) -> dict[str, str]:
    return {"Fn::GetAtt": f"{name}.Arn"}


def test_the_functions_are_the_handlers_that_exist() -> None:
    import handlers.hooks

    assert HOOKS["Handler"] == f"{handlers.hooks.handler.__module__}.handler"
    assert WORKER["Handler"] == "handlers.worker_entry.handler"  # which acts when it is imported
    assert HOOKS["Runtime"] == WORKER["Runtime"] == "python3.13"


def test_hooks_need_no_key_and_are_throttled() -> None:
    paths = []
    for event in HOOKS["Events"].values():
        properties = event["Properties"]
        assert properties["Auth"] == {"ApiKeyRequired": False}
        assert properties["Method"] == "POST"
        paths.append(properties["Path"])
    assert paths == ["/v1/hooks/{site}", "/v1/hooks/{site}/{event}"]
    settings = RESOURCES["Api"]["Properties"]["MethodSettings"]
    limited = {one["ResourcePath"] for one in settings if "ThrottlingRateLimit" in one}
    assert limited == {"/" + path.replace("/", "~1") for path in paths}


def test_the_hooks_function_may_do_what_it_does_and_no_more() -> None:
    may = allowed("CopydeskHooksRole")
    assert set(may) == {
        "logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage", "dynamodb:GetItem",
        "dynamodb:UpdateItem", "s3:PutObject", "ssm:GetParameter", "secretsmanager:GetSecretValue",
    }  # fmt: skip
    assert may["sqs:SendMessage"] == arn("HooksQueue")
    assert may["dynamodb:UpdateItem"] == arn("HooksTable")
    assert "*" not in [resource for resource in may.values() if isinstance(resource, str)]


def test_the_worker_may_do_what_it_does_and_no_more() -> None:
    may = allowed("CopydeskWorkerRole")
    assert set(may) == {
        "logs:CreateLogStream", "logs:PutLogEvents", "sqs:ReceiveMessage", "sqs:DeleteMessage",
        "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility", "sqs:SendMessage",
        "dynamodb:GetItem", "dynamodb:UpdateItem", "s3:GetObject", "s3:DeleteObject",
        "s3:ListBucket", "ssm:GetParameter", "secretsmanager:GetSecretValue",
    }  # fmt: skip
    assert may["sqs:SendMessage"] == arn("HooksDeadLetters")
    assert may["sqs:ReceiveMessage"] == arn("HooksQueue")


@pytest.mark.parametrize("role", ["CopydeskHooksRole", "CopydeskWorkerRole"])
def test_secrets_are_read_under_the_prefix_only(role: str) -> None:
    may = allowed(role)
    assert may["ssm:GetParameter"]["Fn::Sub"].endswith(":parameter/${SecretsPrefix}/*")
    assert may["secretsmanager:GetSecretValue"]["Fn::Sub"].endswith(":secret:${SecretsPrefix}/*")


def test_no_secret_is_in_the_template() -> None:
    for properties in (HOOKS, WORKER):
        names = set(properties["Environment"]["Variables"]) - {"COPYDESK_MODEL"}  # a folder
        assert names == {
            "COPYDESK_LOG_LEVEL", "COPYDESK_SITES", "COPYDESK_QUEUE", "COPYDESK_DEAD_QUEUE",
            "COPYDESK_TABLE", "COPYDESK_BUCKET",
        }  # fmt: skip


def test_the_queue_waits_longer_than_the_worker_and_gives_up_later() -> None:
    from handlers.flow.backoff import MAX_ATTEMPTS

    queue = RESOURCES["HooksQueue"]["Properties"]
    assert queue["VisibilityTimeout"] >= 6 * WORKER["Timeout"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == arn("HooksDeadLetters")
    assert queue["RedrivePolicy"]["maxReceiveCount"] > MAX_ATTEMPTS
    source = WORKER["Events"]["Queue"]["Properties"]
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    claims = RESOURCES["HooksBucket"]["Properties"]["LifecycleConfiguration"]["Rules"][0]
    kept = queue["MessageRetentionPeriod"] / 86_400
    assert claims["ExpirationInDays"] >= 2 * kept  # in the queue, then among the dead


def test_what_is_stored_is_encrypted_private_and_recoverable() -> None:
    table = RESOURCES["HooksTable"]["Properties"]
    assert table["SSESpecification"]["SSEEnabled"]
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    bucket = RESOURCES["HooksBucket"]["Properties"]
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    for name in ("HooksQueue", "HooksDeadLetters"):
        assert RESOURCES[name]["Properties"]["SqsManagedSseEnabled"] is True


def test_the_table_is_the_one_that_the_code_wants() -> None:
    table = RESOURCES["HooksTable"]["Properties"]
    assert table["KeySchema"] == [{"AttributeName": "pk", "KeyType": "HASH"}]


def test_somebody_is_told() -> None:
    alarms = {
        name for name, resource in RESOURCES.items() if resource["Type"] == "AWS::CloudWatch::Alarm"
    }
    wanted = {"DeadLettersAlarm", "QueueAgeAlarm", "HookErrorsAlarm", "WorkerErrorsAlarm"}
    assert wanted <= alarms
    for name in wanted:
        actions = RESOURCES[name]["Properties"]["AlarmActions"]["Fn::If"]
        assert actions == ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]


def test_cloudformation_can_read_the_template() -> None:
    """It knows no aliases of YAML."""
    from pathlib import Path

    text = (Path(__file__).parents[2] / "template.yaml").read_text(encoding="utf-8")
    lines = [line.split(": ", 1)[-1].strip() for line in text.splitlines()]
    assert not [line for line in lines if line.startswith(("&", "*"))]
    assert TEMPLATE["Transform"] == "AWS::Serverless-2016-10-31"
