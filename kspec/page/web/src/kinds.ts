// What a text is, told by the text itself: people paste code over a spec, and notebooks over both.

const CODE = /^(?:import|from)[ \t]+[\w.]+/m;
const JSON_TEXT = /^\s*(?:\/[/*]|\{\s*(?:["}]|\/[/*])|\[)/;
const BRACKET = /^\s*[{[]/;
const COMMENT = /(?:^|[\s,[{])\/[/*]/m;
const YAML = /^(?:kspec|inputs|layers|model)[ \t]*:/m;
const SUFFIXES = { py: /\.pyw?$/i, json: /\.(?:jsonc?|keras)$/i, yaml: /\.ya?ml$/i } as const;

/** The name where its suffix fits the text, or else one whose suffix does. */
export function nameFor(name: string, text: string): string {
  const kind = kindOf(text);
  if (kind === null || SUFFIXES[kind].test(name)) return name;
  return `model.${kind === "json" && COMMENT.test(text) ? "jsonc" : kind}`;
}

function kindOf(text: string): keyof typeof SUFFIXES | null {
  if (JSON_TEXT.test(text)) return "json";
  if (BRACKET.test(text)) return null;
  if (CODE.test(text)) return "py";
  return YAML.test(text) ? "yaml" : null;
}

const LONG_LINE = 1000;
const TOKEN = /"(?:\\.|[^"\\])*"|\[[^[\]{}"]*\]|\{\s*\}|[{[\]},:]|\s+/g;

/** JSON that a program wrote into one line, with a line for each entry; any other text as it is. */
export function laidOut(text: string): string {
  if (!BRACKET.test(text) || text.split("\n").every((line) => line.length < LONG_LINE)) return text;
  let depth = 0;
  const line = () => `\n${" ".repeat(Math.max(depth, 0))}`;
  const laid = text.replace(TOKEN, (token) => {
    if (token === "{" || token === "[") return token + (depth++, line());
    if (token === "}" || token === "]") return (depth--, line()) + token;
    if (token === ",") return token + line();
    if (token === ":") return ": ";
    if (/^[[{]/.test(token)) return token.replace(/\s+/g, "").replaceAll(",", ", ");
    return token.trim();
  });
  return `${laid}\n`;
}

interface Cell {
  cell_type?: string;
  source?: string | string[];
}

/** The code of a notebook as a script, what is only IPython's as comments; null for any other text. */
export function scriptOf(text: string): string | null {
  if (!BRACKET.test(text) || !text.includes('"nbformat"')) return null;
  try {
    const cells: Cell[] = JSON.parse(text).cells;
    const sources = cells.map((cell) => (cell.cell_type === "code" ? [cell.source ?? ""].flat().join("") : ""));
    const blocks = sources.map((source, index) => `# %% cell ${index + 1}\n${plain(source).trimEnd()}\n`);
    return blocks.filter((_, index) => sources[index]!.trim()).join("\n");
  } catch {
    return null;
  }
}

function plain(source: string): string {
  if (/^\s*%%(?!time|timeit|capture|prun|debug)/.test(source)) return source.replace(/^/gm, "# ");
  return source
    .replace(/^(?=[%!?])/gm, "# ")
    .replace(/^([ \t]+)(?=[%!?])/gm, "$1pass  # ")
    .replace(/^([ \t]*[\w, ]+=[ \t]*)(?=[%!])/gm, "$1None  # ");
}
