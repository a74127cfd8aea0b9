// A memory of what was worked out before: prompts quote the same texts and pictures again and again.

/**
 * Gives what `make` made of a key before, or has it made. At most `most` values are held: then all are forgotten, since
 * what one stage asks about is seldom asked about in the next.
 */
export function openMemory<Value>(most: number): (key: string, make: () => Value) => Value {
  const values = new Map<string, Value>();
  return (key, make) => {
    const value = values.get(key) ?? make();
    if (values.size >= most && !values.has(key)) values.clear();
    values.set(key, value);
    return value;
  };
}
