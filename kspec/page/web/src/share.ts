// The permalink: name and text, deflated, in the hash of the address, which browsers never send.
// A rule that is run though it is not by default stands behind the name: `a.json?extend-select=KS507`.

export interface Shared {
  name: string;
  text: string;
  also: string;
}

const ALSO = "?extend-select=";

export const LONG_LINK = 8192;

export async function pack(shared: Shared): Promise<string> {
  const text = `${shared.name}${shared.also && ALSO + shared.also}\n${shared.text}`;
  const bytes = await through(new Blob([text]), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What a hash holds; null where it holds nothing that was packed. */
export async function unpack(hash: string): Promise<Shared | null> {
  try {
    const binary = atob(hash.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    const bytes = await through(new Blob([packed]), new DecompressionStream("deflate-raw"));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const end = text.indexOf("\n");
    const [name, also] = text.slice(0, end).split(ALSO);
    return end < 0 ? null : { name: name!, text: text.slice(end + 1), also: also ?? "" };
  } catch {
    return null;
  }
}

async function through(blob: Blob, transform: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(transform)).arrayBuffer());
}
