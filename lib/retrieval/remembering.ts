/**
 * The function with a memory of what it found: for the same words and texts, which come again and again. The memory is
 * emptied when it holds `most` of them.
 */
export function remembering<T>(most: number, find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      if (known.size >= most) known.clear();
      found = find(text);
      known.set(text, found);
    }
    return found;
  };
}
