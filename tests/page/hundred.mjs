// Asks the kspec of a playground, in Node, for the findings of documents: node hundred.mjs SITE DOCUMENTS
// where DOCUMENTS is JSON, base64 by name; prints JSON, findings by name.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [site, documents] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${site}/pyodide/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${site}/pyodide/` });
const sources = new Uint8Array(gunzipSync(readFileSync(`${site}/pyodide/kspec.bin`)));
python.unpackArchive(sources, "zip", { extractDir: "/lib/kspec" });
const extension = new Uint8Array(readFileSync(`${site}/pyodide/pydantic_core.wasm`));
python.FS.writeFile("/lib/kspec/pydantic_core/_pydantic_core.so", extension);
python.runPython('import sys; sys.path.insert(0, "/lib/kspec")\nfrom kspec.page.answers import answer');
const answer = python.globals.get("answer");
const found = {};
for (const [name, content] of Object.entries(JSON.parse(readFileSync(documents, "utf8")))) {
  python.FS.writeFile("/opened", new Uint8Array(Buffer.from(content, "base64")));
  const { value, error } = JSON.parse(answer("check", JSON.stringify([{ name, file: "/opened" }])));
  found[name] = error ?? value.report.findings;
}
process.stdout.write(JSON.stringify(found));
