"""powertools without its whole: the packages' ``__init__`` modules wait until they are needed.

``aws_lambda_powertools`` and its ``event_handler`` import all of powertools, asyncio included, to
offer a few names. The REST resolver needs none of it, and without it a cold start takes a sixth
less processor time (docs/architecture.md). So whoever needs them imports them from here.
"""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

__all__ = [
    "APIGatewayProxyEvent",
    "APIGatewayRestResolver",
    "CORSConfig",
    "NotFoundError",
    "Response",
    "ResponseBuilder",
    "Route",
    "defer",
]


def defer(package: str) -> None:
    """Put a package in place without running its ``__init__``.

    Its submodules are imported as ever. The first name that is none of them, and that whoever
    asks therefore expects of the ``__init__``, runs it.
    """
    if package in sys.modules or (spec := find_spec(package)) is None or spec.loader is None:
        return
    module, loader = module_from_spec(spec), spec.loader

    def find(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if not find_spec(f"{package}.{name}"):
            del module.__dict__["__getattr__"]
            loader.exec_module(module)
            return getattr(module, name)
        return import_module(f"{package}.{name}")

    module.__dict__["__getattr__"] = find
    sys.modules[package] = module
    _bind(package, module)


def _bind(package: str, module: ModuleType) -> None:
    """Make a package an attribute of the one that it is in, as an import does."""
    parent, _, name = package.rpartition(".")
    if parent:
        setattr(sys.modules[parent], name, module)


defer("aws_lambda_powertools")
defer("aws_lambda_powertools.event_handler")

from aws_lambda_powertools.event_handler.api_gateway import (  # noqa: E402
    APIGatewayRestResolver,
    CORSConfig,
    Response,
    ResponseBuilder,
    Route,
)
from aws_lambda_powertools.event_handler.exceptions import NotFoundError  # noqa: E402
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent  # noqa: E402
