"""The server: in its own process as editors start it, and what it answers in this one."""

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import Client, editor, in_its_own_process, run
from tests.lsp.texts import GOOD, SINGLE


def open_text(client: Client, path: Path, text: str) -> str:
    item = types.TextDocumentItem(path.as_uri(), "json", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return path.as_uri()


def text_of(path: str) -> str:
    return Path(path).read_text("utf-8")


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def test_a_client_that_does_not_ask_is_told_with_the_version(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, pulls=False, connected=in_its_own_process) as (client, hello):
            assert hello.capabilities.diagnostic_provider is None
            assert hello.capabilities.position_encoding == types.PositionEncodingKind.Utf16
            uri = open_text(client, tmp_path / "a.kspec.json", SINGLE)
            first = await client.pushed.get()
            assert (first.version, [one.code for one in first.diagnostics]) == (1, ["KS303"])
            column = SINGLE.splitlines()[3].index('"softmax"')
            at = types.Range(types.Position(3, column), types.Position(3, column + 9))
            change = types.TextDocumentContentChangePartial(text='"sigmoid"', range=at)
            client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(2, uri), [change]
                )
            )
            second = await client.pushed.get()
            assert (second.version, list(second.diagnostics)) == (2, [])

    run(scenario)


def test_a_client_that_asks_is_told_nothing_unasked(tmp_path: Path) -> None:
    offered: list[types.PositionEncodingKind | str] = ["utf-8", "utf-16", "utf-32"]

    async def scenario() -> None:
        async with editor(tmp_path, pulls=True, encodings=offered) as (client, hello):
            assert hello.capabilities.position_encoding == types.PositionEncodingKind.Utf32
            document = types.TextDocumentIdentifier(
                open_text(client, tmp_path / "model.json", SINGLE)
            )
            report = await client.text_document_diagnostic_async(
                types.DocumentDiagnosticParams(document)
            )
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            (found,) = report.items
            assert found.code_description is not None
            page = str(found.code_description.href).removeprefix("file://")
            assert text_of(page).startswith("# KS303 softmax-single-unit")
            assert [one.message for one in found.related_information or []]
            assert client.pushed.empty()

    run(scenario)


def test_settings_beside_the_file_hold(tmp_path: Path) -> None:
    (tmp_path / "kspec.toml").write_text('ignore = ["KS303"]\n')

    async def scenario() -> None:
        async with editor(tmp_path, pulls=False) as (client, _):
            open_text(client, tmp_path / "a.kspec.json", SINGLE)
            assert list((await client.pushed.get()).diagnostics) == []
            (tmp_path / "kspec.toml").write_text("ignore = 3\n")
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
            (trouble,) = (await client.pushed.get()).diagnostics
            assert "kspec.toml" in trouble.message

    run(scenario)


def test_hints_follow_the_setting(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, pulls=True) as (client, _):
            document = types.TextDocumentIdentifier(
                open_text(client, tmp_path / "model.json", GOOD)
            )
            whole = types.Range(types.Position(0, 0), types.Position(99, 0))
            asked = types.InlayHintParams(document, whole)
            labels = [one.label for one in await client.text_document_inlay_hint_async(asked) or []]
            assert "→ (None, 6, 6, 4)  40 params" in labels
            client.workspace_did_change_configuration(
                types.DidChangeConfigurationParams({"kspec": {"inlayHints": "off"}})
            )
            assert not await client.text_document_inlay_hint_async(asked)

    run(scenario)


def test_the_commands_of_a_model_give_its_table_and_its_drawing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with editor(tmp_path, pulls=True) as (client, _):
            uri = open_text(client, tmp_path / "model.json", GOOD)
            table, drawing, nothing = [
                await client.workspace_execute_command_async(
                    types.ExecuteCommandParams(name, arguments=[address, 0])
                )
                for name, address in (
                    ("kspec.summary", uri),
                    ("kspec.plot", uri),
                    ("kspec.plot", "file:///nowhere/other.json"),
                )
            ]
            assert "conv (Conv2D)" in str(table)
            assert str(drawing).startswith("<svg")
            assert nothing is None

    run(scenario)


def test_files_that_are_not_open_are_reported_once_and_when_they_change(tmp_path: Path) -> None:
    for name in ("a.kspec.json", "ignored.kspec.json"):
        (tmp_path / name).write_text(SINGLE)
    (tmp_path / "kspec.toml").write_text('exclude = ["ignored.*"]\n')
    (tmp_path / "package.json").write_text('{"name": "a"}')
    uri = (tmp_path / "a.kspec.json").as_uri()

    async def scenario() -> None:
        async with editor(tmp_path, pulls=True, connected=in_its_own_process) as (client, hello):
            provider = hello.capabilities.diagnostic_provider
            assert provider is not None
            assert provider.workspace_diagnostics
            first = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
            (report,) = first.items
            assert isinstance(report, types.WorkspaceFullDocumentDiagnosticReport)
            assert (report.uri, [one.code for one in report.items]) == (uri, ["KS303"])
            known = [types.PreviousResultId(uri, str(report.result_id))]
            waiting = asyncio.ensure_future(
                client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
            )
            write(tmp_path / "a.kspec.json", SINGLE.replace("softmax", "sigmoid"))
            changed = types.FileEvent(uri, types.FileChangeType.Changed)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
            (report,) = (await waiting).items
            assert isinstance(report, types.WorkspaceFullDocumentDiagnosticReport)
            assert list(report.items) == []

    run(scenario)


def test_a_large_text_that_has_changed_since_is_not_linted(tmp_path: Path) -> None:
    layer = '\n    {"type": "Dense", "units": 4, "activation": "relu"},'
    large = '{\n  "inputs": {"shape": [4]},\n  "layers": [' + layer * 2000
    large += '\n    {"type": "Dense", "units": 1, "activation": "softmax"}\n  ]\n}\n'

    async def scenario() -> None:
        async with editor(tmp_path, pulls=True, connected=in_its_own_process) as (client, _):
            document = types.TextDocumentIdentifier(
                open_text(client, tmp_path / "model.json", large)
            )
            asked = types.DocumentDiagnosticParams(document)
            old = asyncio.ensure_future(client.text_document_diagnostic_async(asked))
            await asyncio.sleep(0)  # so that it is sent before the change
            changed = types.VersionedTextDocumentIdentifier(2, document.uri)
            whole = types.TextDocumentContentChangeWholeDocument(
                large.replace("softmax", "sigmoid")
            )
            client.text_document_did_change(types.DidChangeTextDocumentParams(changed, [whole]))
            new = await client.text_document_diagnostic_async(asked)
            assert isinstance(new, types.RelatedFullDocumentDiagnosticReport)
            assert "KS303" not in [one.code for one in new.items]
            with pytest.raises(JsonRpcException, match="the text has changed"):
                await old

    run(scenario)
