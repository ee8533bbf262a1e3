// The permalink: name and text, deflated, in the hash of the address, which browsers never send.

export interface Shared {
  name: string;
  text: string;
}

export const LONG_LINK = 8192;

export async function pack(shared: Shared): Promise<string> {
  const text = `${shared.name}\n${shared.text}`;
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
    return end < 0 ? null : { name: text.slice(0, end), text: text.slice(end + 1) };
  } catch {
    return null;
  }
}

async function through(blob: Blob, transform: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(transform)).arrayBuffer());
}
