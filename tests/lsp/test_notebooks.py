"""Notebooks: the cells are linted as one program, and each is told what stands in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.editor import Client, editor, run

TITLE = "# A title"
IMPORTS = "%matplotlib inline\nimport keras\nfrom keras import layers"
MODEL = """model = keras.Sequential([
    keras.Input((8, 8, 1)),
    layers.Conv2D(4, 3, activation="relu"),  # \N{BRAIN}
    layers.Flatten(),
    layers.Dense(1, activation="softmax"),
])"""
COMPILED = 'model.compile("adam", "binary_crossentropy", metrics=["accuracy"])'
CELLS = [(types.NotebookCellKind.Markup, TITLE)]
CELLS += [(types.NotebookCellKind.Code, text) for text in (IMPORTS, "", MODEL, COMPILED)]


class Notebook:
    """A notebook that a client has open."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.client = client
        self.uri = (folder / "train.ipynb").as_uri()
        self.cells = [f"vscode-notebook-cell:{folder}/train.ipynb#{n}" for n in range(len(CELLS))]
        self.texts = [text for _, text in CELLS]
        self.version = 1

    def open(self) -> None:
        cells = [
            types.NotebookCell(kind, uri) for (kind, _), uri in zip(CELLS, self.cells, strict=True)
        ]
        notebook = types.NotebookDocument(self.uri, "jupyter-notebook", 1, cells)
        texts = [
            types.TextDocumentItem(uri, "python", 1, text)
            for (_, text), uri in zip(CELLS, self.cells, strict=True)
        ]
        self.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, texts))

    def write(self, cell: int, text: str) -> None:
        self.version += 1
        self.texts[cell] = text
        whole = types.TextDocumentContentChangeWholeDocument(text)
        document = types.VersionedTextDocumentIdentifier(self.version, self.cells[cell])
        change = types.NotebookDocumentCellContentChanges(document, [whole])
        event = types.NotebookDocumentChangeEvent(
            cells=types.NotebookDocumentCellChanges(text_content=[change])
        )
        held = types.VersionedNotebookDocumentIdentifier(self.version, self.uri)
        self.client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(held, event))

    def text(self, cell: int) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.cells[cell])

    async def told(self) -> list[list[types.Diagnostic]]:
        """Diagnostics of every cell, once."""
        found: dict[str, list[types.Diagnostic]] = {}
        while len(found) < len(CELLS):
            params = await self.client.pushed.get()
            found[params.uri] = list(params.diagnostics)
        return [found[uri] for uri in self.cells]

    async def hints(self, cell: int) -> dict[int, str]:
        whole = types.Range(types.Position(0, 0), types.Position(100, 0))
        hints = await self.client.text_document_inlay_hint_async(
            types.InlayHintParams(self.text(cell), whole)
        )
        return {one.position.line: str(one.label) for one in hints or ()}


@asynccontextmanager
async def notebook(folder: Path, *, pulls: bool = True) -> AsyncIterator[Notebook]:
    async with editor(folder, pulls=pulls, notebooks=True) as (client, hello):
        assert hello.capabilities.notebook_document_sync is not None
        opened = Notebook(client, folder)
        opened.open()
        yield opened


def test_each_cell_has_its_findings_and_leads_to_others(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with notebook(tmp_path) as opened:
            found = await opened.told()
            assert list(map(len, found)) == [0, 0, 0, 1, 0]
            (finding,) = found[3]
            assert finding.code == "KS303"
            assert finding.range.start == types.Position(4, 31)
            (related,) = finding.related_information or ()
            assert related.location.uri == opened.cells[4]
            assert related.location.range.start.line == 0

    run(scenario)


def test_shapes_and_hovers_stand_in_their_cell(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with notebook(tmp_path) as opened:
            shapes = {
                1: "→ (None, 8, 8, 1)",
                2: "→ (None, 6, 6, 4)  40 params",
                3: "→ (None, 144)",
                4: "→ (None, 1)  145 params",
            }
            assert await opened.hints(3) == shapes
            assert await opened.hints(1) == await opened.hints(2) == {}
            place = types.Position(2, 8)
            hover = await opened.client.text_document_hover_async(
                types.HoverParams(opened.text(3), place)
            )
            assert hover is not None
            assert isinstance(hover.contents, types.MarkupContent)
            assert "**conv2d** `Conv2D`" in hover.contents.value
            assert hover.range is not None
            assert hover.range.start.line == 2

    run(scenario)


def test_a_fix_changes_its_cell_and_the_others_follow(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with notebook(tmp_path) as opened:
            window = types.Range(types.Position(4, 0), types.Position(4, 40))
            found = await opened.client.text_document_code_action_async(
                types.CodeActionParams(
                    opened.text(3),
                    window,
                    types.CodeActionContext([], only=[types.CodeActionKind.QuickFix]),
                )
            )
            action = (found or [])[0]
            assert isinstance(action, types.CodeAction)
            assert action.edit is not None
            ((uri, edits),) = (action.edit.changes or {}).items()
            assert uri == opened.cells[3]
            (edit,) = edits
            assert edit.range.start.line == 4
            await opened.told()
            opened.write(3, MODEL.replace("softmax", "sigmoid"))
            assert await opened.told() == [[]] * len(CELLS)
            opened.write(4, COMPILED.replace("binary", "categorical"))
            assert [one.code for one in (await opened.told())[4]] == ["KS301"]

    run(scenario)


@pytest.mark.parametrize("kind", ["source.fixAll", "notebook.source.fixAll.kspec"])
def test_all_fixes_change_every_cell_that_has_one(tmp_path: Path, kind: str) -> None:
    async def scenario() -> None:
        async with notebook(tmp_path) as opened:
            opened.write(4, COMPILED.replace("adam", "adem"))
            top = types.Range(types.Position(0, 0), types.Position(0, 0))
            asked = types.CodeActionContext([], only=[kind])
            (action,) = (
                await opened.client.text_document_code_action_async(
                    types.CodeActionParams(opened.text(1), top, asked)
                )
                or ()
            )
            assert isinstance(action, types.CodeAction)
            assert action.kind is not None
            assert action.kind.startswith(kind)
            if action.edit is None:
                action = await opened.client.code_action_resolve_async(action)
            assert action.edit is not None
            changes = action.edit.changes or {}
            assert set(changes) == {opened.cells[3], opened.cells[4]}
            for cell, (edit,) in zip((3, 4), changes.values(), strict=True):
                opened.write(cell, written(opened.texts[cell], edit))
            assert '"sigmoid"' in opened.texts[3]
            assert '"adam"' in opened.texts[4]
            while await opened.told() != [[]] * len(CELLS):
                pass

    run(scenario)


def written(text: str, edit: types.TextEdit) -> str:
    """A text with an edit inside one of its lines."""
    lines = text.split("\n")
    start, end = edit.range.start, edit.range.end
    line = lines[start.line]
    lines[start.line] = line[: start.character] + edit.new_text + line[end.character :]
    return "\n".join(lines)


def test_hints_survive_a_cell_that_does_not_parse(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with notebook(tmp_path) as opened:
            before = await opened.hints(3)
            opened.write(4, "model.compile(")
            assert await opened.hints(3) == before

    run(scenario)


@pytest.mark.parametrize("pulls", [True, False])
def test_findings_of_cells_are_pushed_and_not_asked_for(tmp_path: Path, *, pulls: bool) -> None:
    async def scenario() -> None:
        async with notebook(tmp_path, pulls=pulls) as opened:
            codes = [[one.code for one in found] for found in await opened.told()]
            assert codes == [[], [], [], ["KS303"], []]
            if pulls:
                report = await opened.client.text_document_diagnostic_async(
                    types.DocumentDiagnosticParams(opened.text(3))
                )
                assert not report.items  # type: ignore[union-attr]  # of a full report
            held = types.NotebookDocumentIdentifier(opened.uri)
            cells = [opened.text(cell) for cell in range(len(CELLS))]
            opened.client.notebook_document_did_close(
                types.DidCloseNotebookDocumentParams(held, cells)
            )
            assert await opened.told() == [[]] * len(CELLS)

    run(scenario)
