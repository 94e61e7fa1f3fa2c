"""`comity openapi`: what programs may ask of the house, as OpenAPI 3.1 describes it."""

from __future__ import annotations

import argparse
import json

from comity.web.commands.ground import add_ground, settle
from comity.web.commands.speaking import DONE, say


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("openapi", help=say("openapi"), description=say("openapi"))
    add_ground(parser)
    parser.set_defaults(run=run_openapi)


def run_openapi(arguments: argparse.Namespace) -> int:
    """Print the description."""
    settle(arguments)
    from comity.web.api.api import api

    print(json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2))
    return DONE
