// Hands a bundle to the notebook's page, or prints its plain text where no Jupyter kernel is running.

/** One thing in several media types, of which a page takes the richest that it knows. */
export interface Bundle {
  readonly "text/plain": string;
  readonly "text/html"?: string;
  /** In base64: the kernel takes no bytes. */
  readonly "image/png"?: string;
}

/** Displays a bundle; with an `id` the display can be replaced later by the same id and `update: true`. */
export async function displayBundle(
  bundle: Bundle,
  { id, update = false }: { id?: string; update?: boolean } = {},
): Promise<void> {
  const jupyter = findJupyter();
  if (jupyter) await jupyter.display(bundle, { raw: true, update, display_id: id });
  else console.log(bundle["text/plain"]);
}

/** Whether this code runs in a cell of a notebook. */
export function isInNotebook(): boolean {
  return findJupyter() !== undefined;
}

// Outside of the kernel Deno.jupyter is not missing: reading it throws.
function findJupyter(): Pick<typeof Deno.jupyter, "display"> | undefined {
  try {
    return Deno.jupyter;
  } catch {
    return undefined;
  }
}
