// Asks the kspec of a playground, in Node, for the findings of documents: node hundred.mjs SITE DOCUMENTS
// where DOCUMENTS is JSON, base64 by name; prints JSON, findings by name.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [site, documents] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${site}/pyodide/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${site}/pyodide/` });
python.unpackArchive(new Uint8Array(readFileSync(`${site}/pyodide/kspec.zip`)), "zip", { extractDir: "/lib/kspec" });
python.runPython('import sys; sys.path.insert(0, "/lib/kspec")\nfrom kspec.page.answers import answer');
const answer = python.globals.get("answer");
const found = {};
for (const [name, content] of Object.entries(JSON.parse(readFileSync(documents, "utf8")))) {
  python.FS.writeFile("/opened", new Uint8Array(Buffer.from(content, "base64")));
  const { value, error } = JSON.parse(answer("check", JSON.stringify([{ name, file: "/opened" }])));
  found[name] = error ?? value.report.findings;
}
process.stdout.write(JSON.stringify(found));
