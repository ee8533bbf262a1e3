/** A function from kspec's offsets (code points) to the editor's (UTF-16 code units). */
export function toUnits(text: string): (offset: number) => number {
  const wide: number[] = [];
  let points = 0;
  for (const letter of text) {
    if (letter.length === 2) wide.push(points);
    points++;
  }
  if (!wide.length) return (offset) => Math.min(offset, text.length);
  return (offset) => {
    let low = 0;
    let high = wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return Math.min(offset + low, text.length);
  };
}
