// Bundles the page into ../static: one script, one worker, one style sheet, one document.
import { build } from "esbuild";
import { copyFile, readFile, rm, mkdir, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";

const out = process.argv[2] ? `${process.argv[2]}/` : new URL("../static/", import.meta.url).pathname;
const src = new URL("./src/", import.meta.url).pathname;
await rm(out, { recursive: true, force: true });
await mkdir(`${out}assets`, { recursive: true });

const result = await build({
  entryPoints: { page: `${src}main.ts`, worker: `${src}worker.ts`, style: `${src}style.css` },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  outdir: `${out}assets`,
  write: false,
  external: ["./pyodide/*"],
});

const names = {};
for (const file of result.outputFiles) {
  const base = file.path.slice(`${out}assets/`.length);
  if (base.endsWith(".LEGAL.txt")) {
    await writeFile(`${out}assets/${base}`, file.contents);
    continue;
  }
  const [stem, suffix] = base.split(".");
  const hash = createHash("sha256").update(file.contents).digest("hex").slice(0, 10);
  names[base] = `assets/${stem}.${hash}.${suffix}`;
  await writeFile(out + names[base], file.contents);
}

let page = await readFile(`${src}index.html`, "utf8");
page = page
  .replace("{page}", names["page.js"])
  .replace("{style}", names["style.css"])
  .replace("{worker}", names["worker.js"]);
await writeFile(`${out}index.html`, page);
await copyFile(`${src}icon.svg`, `${out}icon.svg`);
