"""Pages of runs: in light and dark, on a wide screen, on a telephone, and on paper."""

from collections.abc import Iterable

from kspec.analysis.drawing.markup import escape
from kspec.executor.charts.chart import assets

STYLE = """
:root{color-scheme:light dark;--ground:#fff;--ink:#1f2937;--quiet:#6b7280;--line:#e5e7eb;
--card:#f9fafb;--faint:#d1d5db;--axis:#9ca3af;--train:#2563eb;--validation:#ea580c;
--good:#15803d;--good-ground:#f0fdf4;--bad-ground:#fff7ed}
@media(prefers-color-scheme:dark){:root{--ground:#0f172a;--ink:#e5e7eb;--quiet:#94a3b8;
--line:#263449;--card:#172136;--faint:#475569;--axis:#64748b;--train:#60a5fa;--validation:#fb923c;
--good:#4ade80;--good-ground:#10291d;--bad-ground:#33200f}}
body{font:15px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--ground);
max-width:920px;margin:2.5em auto;padding:0 1.2em;overflow-wrap:anywhere}
h1{font-size:1.7em;margin:0}h2{font-size:1.15em;margin:2.2em 0 .6em}h3{font-size:1em;margin:1em 0 0}
h2::after{content:"";display:block;border-bottom:1px solid var(--line);margin-top:.3em}
.state{font-size:.55em;vertical-align:middle;padding:.2em .7em;border-radius:1em;color:#fff;
background:#16a34a}.state.failed{background:#dc2626}.state.interrupted{background:#d97706}
.cards{display:flex;flex-wrap:wrap;gap:.8em;margin:1.2em 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:.5em;padding:.6em 1em;
min-width:7.5em}.card b{display:block;font-size:1.35em;font-variant-numeric:tabular-nums}
.card span{color:var(--quiet);font-size:.85em}
.curves{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20em,100%),1fr));gap:1em}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18em,100%),1fr));gap:1em;
margin-bottom:.8em}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{white-space:nowrap;padding:.25em .8em;text-align:left;border-bottom:1px solid var(--line)}
th{color:var(--quiet);font-weight:600}th.n,td.n{text-align:right}.quiet{color:var(--quiet)}
tr:last-child>.sum{border:0}.best{font-weight:600;color:var(--good)}
pre{background:var(--card);border:1px solid var(--line);border-radius:.5em;padding:.7em 1em;
overflow-x:auto}
.symptom{border-left:4px solid var(--validation);padding:.1em 1em;margin:.8em 0;
background:var(--bad-ground);border-radius:0 .5em .5em 0}
.healthy{border-color:#16a34a;background:var(--good-ground)}
svg{max-width:100%;height:auto}
.picture{width:max-content;min-width:100%;max-width:94vw;position:relative;left:50%;
transform:translateX(-50%)}.picture svg{max-width:none}
.gallery td{border:0;padding:.25em}.gallery th{border:0;padding-left:0}
.key{display:inline-block;width:.8em;height:.8em;margin-left:.6em;border:1px solid var(--axis);
border-radius:.2em;vertical-align:-.05em}.gallery img{display:block;width:96px;
image-rendering:pixelated;border-radius:.25em}
@media print{body{margin:0}h2,h2+.quiet{break-after:avoid}h2,svg,table,figure{break-inside:avoid}
.picture svg{max-width:100%}}
"""


def html_page(title: str, body: Iterable[str], style: str = "") -> str:
    """HTML of a page that needs nothing else, with the code of its charts."""
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}{style}</style>",
        *body,
        assets(),
        "</html>",
    ]
    return "\n".join(parts) + "\n"
