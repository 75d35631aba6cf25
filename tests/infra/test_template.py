"""What `sam validate --lint` does not check."""

from pathlib import Path
from typing import Any

import pytest

from handlers.api import ROUTES
from tests.infra.cfn import load_template

ROOT = Path(__file__).parents[2]
TEMPLATE = load_template(ROOT / "template.yaml")
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
FUNCTION = RESOURCES["CopydeskApi"]["Properties"]
OPEN = {"/", "/docs", "/openapi.json", "/v1/health"}


def test_the_runtime_is_a_managed_one() -> None:
    assert FUNCTION["Runtime"] == "python3.13"
    assert FUNCTION["Handler"] == "handlers.entry.handler"


def test_snapstarts_rules_hold() -> None:
    assert TEMPLATE["Parameters"]["SnapStart"]["Default"] == "PublishedVersions"
    assert FUNCTION["AutoPublishAlias"] == "live"
    for forbidden in ("ProvisionedConcurrencyConfig", "FileSystemConfigs", "ImageUri"):
        assert forbidden not in FUNCTION
    assert FUNCTION.get("EphemeralStorage", {"Size": 512})["Size"] <= 512


def test_the_encoder_is_a_layer_that_one_parameter_attaches() -> None:
    layer = RESOURCES["CopydeskEncoderLayer"]
    assert (layer["Type"], layer["Condition"]) == ("AWS::Serverless::LayerVersion", "HasEncoder")
    assert layer["Properties"]["CompatibleRuntimes"] == [FUNCTION["Runtime"]]
    attached = {"Fn::If": ["HasEncoder", [{"Ref": "CopydeskEncoderLayer"}], []]}
    assert FUNCTION["Layers"] == attached
    model = FUNCTION["Environment"]["Variables"]["COPYDESK_MODEL"]
    assert model == {"Fn::If": ["HasEncoder", "/opt/copydesk", ""]}
    (rule,) = TEMPLATE["Rules"]["EncoderWantsX86"]["Assertions"]
    assert rule["Assert"] == {"Fn::Equals": [{"Ref": "Architecture"}, "x86_64"]}


def test_everything_is_built_by_the_makefile() -> None:
    for name in ("CopydeskApi", "CopydeskEncoderLayer"):
        assert RESOURCES[name]["Metadata"]["BuildMethod"] == "makefile"


def test_every_route_is_deployed_and_no_other() -> None:
    events = [event["Properties"] for event in FUNCTION["Events"].values()]
    deployed = {(event["Path"], event["Method"]) for event in events}
    routes = {(path, method) for path, methods in ROUTES.items() for method in methods}
    preflights = {(path, "OPTIONS") for path in ROUTES if path.startswith("/v1/")}
    assert deployed == routes | preflights
    assert all(event["RestApiId"] == {"Ref": "Api"} for event in events)


def test_what_costs_wants_a_key_and_what_explains_does_not() -> None:
    assert RESOURCES["Api"]["Properties"]["Auth"]["ApiKeyRequired"] is True
    for event in FUNCTION["Events"].values():
        wanted = event["Properties"].get("Auth", {}).get("ApiKeyRequired", True)
        preflight = event["Properties"]["Method"] == "OPTIONS"
        assert wanted is not (preflight or event["Properties"]["Path"] in OPEN)


def test_keys_have_a_throttle_and_a_quota() -> None:
    plan = RESOURCES["Api"]["Properties"]["Auth"]["UsagePlan"]
    assert plan["Throttle"]["RateLimit"] == {"Ref": "ThrottleRate"}
    assert plan["Quota"]["Limit"] == {"Ref": "MonthlyQuota"}


def test_the_role_may_only_write_its_own_logs() -> None:
    policies = RESOURCES["CopydeskApiRole"]["Properties"]["Policies"]
    (statement,) = policies[0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert statement["Resource"] == {"Fn::GetAtt": "CopydeskApiLogs.Arn"}
    traced = policies[1]["Fn::If"]
    assert traced[0] == "HasTracing"
    assert traced[2] == {"Ref": "AWS::NoValue"}


def test_logs_are_not_kept_for_ever() -> None:
    groups = [r for r in RESOURCES.values() if r["Type"] == "AWS::Logs::LogGroup"]
    assert groups
    for group in groups:
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_a_bad_version_is_rolled_back_by_alarms() -> None:
    alarms = [alarm["Ref"] for alarm in FUNCTION["DeploymentPreference"]["Alarms"]]
    metrics = {RESOURCES[name]["Properties"]["MetricName"] for name in alarms}
    assert metrics == {"Errors", "5XXError", "ItemErrors", "IntegrationLatency", "Throttles"}


@pytest.mark.parametrize("name", RESOURCES["Api"]["Properties"]["GatewayResponses"])
def test_the_gateways_own_errors_are_problems_too(name: str) -> None:
    import json

    response = RESOURCES["Api"]["Properties"]["GatewayResponses"][name]
    body = response["ResponseTemplates"]["application/json"]
    problem = json.loads(body.replace("$context.error.messageString", '"x"'))
    assert set(problem) >= {"type", "title", "detail", "instance"}
    # A default stands for several statuses: what it would say might not be the answer's.
    assert problem.get("status") == (
        int(response["StatusCode"]) if "StatusCode" in response else None
    )
    header = response["ResponseParameters"]["Headers"]["Content-Type"]
    assert header == "'application/problem+json'"


def test_access_logs_hold_no_query_and_no_body() -> None:
    wanted = RESOURCES["Api"]["Properties"]["AccessLogSetting"]["Format"]
    assert "querystring" not in wanted.lower()
    assert "body" not in wanted.lower()


def test_every_parameter_is_described_and_grouped() -> None:
    groups = TEMPLATE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = [name for group in groups for name in group["Parameters"]]
    assert sorted(grouped) == sorted(TEMPLATE["Parameters"])
    assert all(parameter.get("Description") for parameter in TEMPLATE["Parameters"].values())


def test_the_deployment_page_lists_every_parameter() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for name, parameter in TEMPLATE["Parameters"].items():
        assert f"| `{name}` | `{parameter['Default']}`" in page, name
