/// <reference lib="webworker" />
// kspec in a worker: Pyodide from this site, kspec and its two libraries from one archive.

import type { Source } from "./engine.js";

interface Python {
  runPython(code: string): unknown;
  unpackArchive(buffer: ArrayBuffer, format: string, options: { extractDir: string }): void;
  globals: { get(name: string): (...values: unknown[]) => string };
  FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, data: Uint8Array): void;
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

async function bytes(address: string): Promise<Response> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** kspec's sources, which are one compressed archive whatever the host does. */
async function sources(address: string): Promise<ArrayBuffer> {
  const packed = (await bytes(address)).body!;
  return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function start(): Promise<Python> {
  say("loading Python…");
  const base = new URL("../pyodide/", import.meta.url).href;
  const archive = sources(`${base}kspec.bin`);
  const extension = bytes(`${base}pydantic_core.wasm`).then((answer) => answer.arrayBuffer());
  const { loadPyodide } = await import(/* @vite-ignore */ `${base}pyodide.mjs`);
  const python = (await loadPyodide({ indexURL: base })) as Python;
  say("loading kspec…");
  python.unpackArchive(await archive, "zip", { extractDir: HOME });
  python.FS.writeFile(`${HOME}/pydantic_core/_pydantic_core.so`, new Uint8Array(await extension));
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
