"""`comity serve`."""

from __future__ import annotations

import argparse
import os

from comity.web.commands.ground import add_ground, enter
from comity.web.commands.speaking import LANGUAGE, refused, say, tell


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("serve", help=say("serve"), description=say("serve"))
    add_address(parser)
    parser.add_argument("--processes", type=_count, default=1, metavar="N", help=say("serve_processes"))
    add_ground(parser)
    parser.set_defaults(run=run_serve)


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=say("serve_host"))
    parser.add_argument("--port", type=_port, default=8000, help=say("serve_port"))


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    set_address(arguments)
    enter(arguments)
    from django.db import connection

    if arguments.processes > 1 and connection.vendor == "sqlite":
        raise refused("serve_need_postgresql")
    connection.close()
    return open_doors(arguments.host, arguments.port, arguments.processes)


def set_address(arguments: argparse.Namespace) -> None:
    """Unless an address is published, the house answers on this machine under the port named."""
    os.environ.setdefault("COMITY_ADDRESS", f"http://localhost:{arguments.port}")


def open_doors(host: str, port: int, processes: int) -> int:
    from comity.web.serve import serve

    def ready(address: str) -> None:
        tell("serve_ready", address=os.environ["COMITY_ADDRESS"])

    return serve(
        "comity.web.asgi:application",
        host=host,
        port=port,
        processes=processes,
        ready=ready,
        language=LANGUAGE.get(),
    )


def _port(written: str) -> int:
    port = int(written)
    if not 1 <= port <= 65_535:
        raise argparse.ArgumentTypeError(say("serve_bad_port"))
    return port


def _count(written: str) -> int:
    count = int(written)
    if not 1 <= count <= 256:
        raise argparse.ArgumentTypeError(say("serve_bad_processes"))
    return count
