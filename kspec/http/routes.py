"""The questions about a document that is sent."""

from fastapi import APIRouter, Request, Response

from kspec.http.asking import ask, documents_of
from kspec.http.described import DOCUMENT, TWO_DOCUMENTS, Plain, described
from kspec.http.negotiation import chosen, format_of
from kspec.http.queries import (
    ConvertQuery,
    DiffQuery,
    FixQuery,
    LintQuery,
    PlotQuery,
    ReportQuery,
    SummaryQuery,
    query_of,
)
from kspec.http.questions import JSON, PATCH, REPORTS, SVG, TABLES, TEXT
from kspec.http.state import state_of

router = APIRouter(
    prefix="/v1", tags=["Documents"], default_response_class=Response, route_class=Plain
)

LINT = {media: "lint" if media == JSON else None for media in REPORTS.values()}
FIX = {JSON: "fix", TEXT: None, PATCH: None}
CHECK = {JSON: "check"}
SUMMARY = {JSON: "summary", TEXT: None}
PLOT = {SVG: None}
CONVERT = {TEXT: None, JSON: "convert"}
UNABLE = ("no-network", "not-convertible")
DIFF = {JSON: "diff", TEXT: None}


@router.post("/lint", **described(LINT, DOCUMENT, ReportQuery))
async def lint(request: Request) -> Response:
    """The findings of a document: the report of `kspec lint`, also where it is empty."""
    query = query_of(request, ReportQuery)
    format_ = format_of(request, REPORTS, query.output_format)
    parameters = {"format": format_, "most": state_of(request).limits.findings}
    async with documents_of(request, query.filename) as documents:
        return await ask(request, "lint", documents, query, REPORTS[format_], **parameters)


@router.post("/fix", **described(FIX, DOCUMENT, FixQuery))
async def fix(request: Request) -> Response:
    """The document with its fixes made, and the remaining findings; as text, or as a diff."""
    query = query_of(request, FixQuery)
    media = PATCH if query.diff else chosen(request, FIX)
    parameters = {"unsafe": query.unsafe_fixes, "most": state_of(request).limits.findings}
    async with documents_of(request, query.filename) as documents:
        return await ask(request, "fix", documents, query, media, **parameters)


@router.post("/check", **described(CHECK, DOCUMENT, LintQuery))
async def check(request: Request) -> Response:
    """A document's findings with their fixes, sizes, places and drawings, at once."""
    query = query_of(request, LintQuery)
    chosen(request, CHECK)
    most = state_of(request).limits.findings
    async with documents_of(request, query.filename) as documents:
        return await ask(request, "check", documents, query, most=most)


@router.post("/summary", **described(SUMMARY, DOCUMENT, SummaryQuery, ["no-network"]))
async def summary(request: Request) -> Response:
    """Every layer's output shape and parameters, as `kspec summary` writes them."""
    query = query_of(request, SummaryQuery)
    media = TABLES[format_of(request, TABLES, query.output_format)]
    async with documents_of(request, query.filename) as documents:
        return await ask(request, "summary", documents, query, media, expand=query.expand)


@router.post("/plot", **described(PLOT, DOCUMENT, PlotQuery, ["no-network"]))
async def plot(request: Request) -> Response:
    """The network as SVG, with the findings on it, as `kspec plot` writes it."""
    query = query_of(request, PlotQuery)
    chosen(request, PLOT)
    drawing = {"theme": query.theme, "fold": query.fold, "expand": query.expand}
    async with documents_of(request, query.filename) as documents:
        return await ask(request, "plot", documents, query, SVG, **drawing)


@router.post("/convert", **described(CONVERT, DOCUMENT, ConvertQuery, UNABLE))
async def convert(request: Request) -> Response:
    """The model in another form, as `kspec convert` writes it."""
    query = query_of(request, ConvertQuery)
    media = chosen(request, CONVERT)
    async with documents_of(request, query.filename) as documents:
        return await ask(request, "convert", documents, query, media, to=query.to)


@router.post("/diff", **described(DIFF, TWO_DOCUMENTS, DiffQuery, ["no-network"]))
async def diff(request: Request) -> Response:
    """The differences of two models, sent as the files `old` and `new` of a form."""
    query = query_of(request, DiffQuery)
    media = TABLES[format_of(request, TABLES, query.output_format)]
    async with documents_of(request, query.old, query.new) as documents:
        return await ask(request, "diff", documents, query, media)
