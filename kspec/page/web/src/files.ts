import type { Source } from "./engine.js";

const ARCHIVE = /\.keras$/i;

/** The file that a person chose or dropped: text, or the bytes of an archive. */
export async function sourceOf(file: File): Promise<Source> {
  return { name: file.name, content: ARCHIVE.test(file.name) ? file : await file.text() };
}

/** Calls back with each file that is dropped anywhere on the page. */
export function onDrop(take: (file: File) => void): void {
  const body = document.body;
  body.addEventListener("dragover", (event) => {
    event.preventDefault();
    body.classList.add("dropping");
  });
  body.addEventListener("dragleave", (event) => event.relatedTarget === null && body.classList.remove("dropping"));
  body.addEventListener("drop", (event) => {
    event.preventDefault();
    body.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  });
}
