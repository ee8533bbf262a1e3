"""The server: the tools and resources over the official SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from kspec.mcp import resources
from kspec.mcp.tools import TOOLS
from kspec.service.errors import AnswerError
from kspec.version import __version__

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp.server.context import ServerRequestContext

    Context = ServerRequestContext[Any, Any]
    Call = Callable[[str, dict[str, Any]], Awaitable[str]]

INSTRUCTIONS = (
    "kspec checks Keras models without running them. Loop: lint_spec, then fix_spec for safe "
    "fixes, mend the rest by each finding's help, and lint again until ok. describe has the fields "
    "of a layer; start_spec writes a first spec for a task."
)
HARMLESS = types.ToolAnnotations(
    read_only_hint=True, idempotent_hint=True, open_world_hint=False, destructive_hint=False
)


def make_server(call: Call, *, files: bool) -> Server[Any]:
    """A server that has ``call`` answer its tools; with ``files`` they may name files."""
    tools = [
        types.Tool(
            name=tool.name,
            description=tool.text,
            input_schema=tool.schema(files=files),
            annotations=HARMLESS,
        )
        for tool in TOOLS.values()
    ]

    async def list_tools(_: Context, __: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call_tool(_: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            text, failed = await call(params.name, dict(params.arguments or {})), False
        except AnswerError as error:
            text, failed = str(error), True
        content = types.TextContent(type="text", text=text)
        return types.CallToolResult(content=[content], is_error=failed)

    return Server(
        "kspec",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=_list_resources,
        on_list_resource_templates=_list_templates,
        on_read_resource=_read_resource,
    )


async def _list_resources(_: Context, __: object) -> types.ListResourcesResult:
    examples = [
        types.Resource(uri=one.uri, name=one.name, mime_type=one.media)
        for one in resources.examples()
    ]
    return types.ListResourcesResult(resources=examples)


async def _list_templates(_: Context, __: object) -> types.ListResourceTemplatesResult:
    templates = [
        types.ResourceTemplate(uri_template=uri, name=name, description=text)
        for uri, name, text in resources.TEMPLATES
    ]
    return types.ListResourceTemplatesResult(resource_templates=templates)


async def _read_resource(
    _: Context, params: types.ReadResourceRequestParams
) -> types.ReadResourceResult:
    uri = str(params.uri)
    try:
        media, text = resources.read(uri)
    except AnswerError as error:
        raise MCPError(types.INVALID_PARAMS, str(error), {"uri": uri}) from error
    content = types.TextResourceContents(uri=params.uri, mime_type=media, text=text)
    return types.ReadResourceResult(contents=[content])
