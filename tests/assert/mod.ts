import a from "node:assert/strict"; export const assertEquals = a.deepStrictEqual as <T>(x: T, y: T, m?: string) => void;
