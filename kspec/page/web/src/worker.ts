/// <reference lib="webworker" />
// kspec in a worker: Pyodide from this site, kspec and its two libraries from one archive.

import type { Source } from "./engine.js";

interface Python {
  runPython(code: string): unknown;
  unpackArchive(buffer: ArrayBuffer, format: string, options: { extractDir: string }): void;
  globals: { get(name: string): (...values: unknown[]) => string };
  FS: {
    mkdirTree(path: string): void;
    mount(type: unknown, options: { blobs: { name: string; data: Blob }[] }, path: string): void;
    unmount(path: string): void;
    filesystems: Record<string, unknown>;
  };
}

const PLACE = "/opened";
const HOME = "/lib/kspec";

function say(progress: string): void {
  self.postMessage({ progress });
}

async function start(): Promise<Python> {
  say("loading Python…");
  const base = new URL("../pyodide/", import.meta.url).href;
  const packages = fetch(`${base}kspec.zip`).then((answer) => {
    if (!answer.ok) throw new Error(`kspec.zip: ${answer.status}`);
    return answer.arrayBuffer();
  });
  const { loadPyodide } = await import(/* @vite-ignore */ `${base}pyodide.mjs`);
  const [python, archive] = [(await loadPyodide({ indexURL: base })) as Python, await packages];
  say("loading kspec…");
  python.unpackArchive(archive, "zip", { extractDir: HOME });
  python.runPython(`import sys; sys.path.insert(0, "${HOME}")\nfrom kspec.page.answers import answer`);
  say("");
  return python;
}

const python = start();

async function answer(question: string, values: unknown[]): Promise<unknown> {
  const engine = await python;
  const ask = engine.globals.get("answer");
  const plain = await Promise.all(values.map((value) => (isSource(value) ? opened(engine, value) : value)));
  try {
    const { value, error } = JSON.parse(ask(question, JSON.stringify(plain)));
    if (error !== undefined) throw new Error(error);
    return value;
  } finally {
    if (plain.some((value) => isOpened(value))) engine.FS.unmount(PLACE);
  }
}

function isSource(value: unknown): value is Source {
  return typeof value === "object" && value !== null && "content" in value;
}

function isOpened(value: unknown): boolean {
  return typeof value === "object" && value !== null && "file" in value;
}

/** A source as kspec takes it: a text as it is; of a file only what is read is ever loaded. */
function opened(engine: Python, source: Source): unknown {
  if (typeof source.content === "string") return { name: source.name, text: source.content, also: source.also ?? "" };
  engine.FS.mkdirTree(PLACE);
  engine.FS.mount(engine.FS.filesystems["WORKERFS"], { blobs: [{ name: "model.keras", data: source.content }] }, PLACE);
  return { name: source.name, file: `${PLACE}/model.keras` };
}

self.onmessage = async ({ data }: MessageEvent<{ id: number; question: string; values: unknown[] }>) => {
  try {
    self.postMessage({ id: data.id, value: await answer(data.question, data.values) });
  } catch (error) {
    self.postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) });
  }
};
