// The name of a run, which becomes a folder's: the one rule for notebooks and for the command line.

/** Throws unless the name can be a folder's on every system: one folder, not hidden, of a length that all can keep. */
export function checkRunName(name: string): void {
  const isFolder = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_. -]*$/u.test(name) && !/[. ]$/.test(name);
  if (isFolder && name.length <= 60 && !reserved.test(name)) return;
  throw new Error(
    "Cannot open a run: its name becomes a folder's, of at most 60 letters, digits, spaces and . _ - inside, " +
      `got "${name}". Choose one such as "wide-12".`,
  );
}

/** Devices on Windows, with or without an ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
