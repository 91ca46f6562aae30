/**
 * What is known of published tests on which pinlitmus and herd7 do not agree: that it is right to differ on some models,
 * or that the test is refused. test/conformance-known.json is a list of
 * `{ "file": …, "models": ["armv8"], "reason": … }` and `{ "file": …, "refused": true, "reason": … }`.
 */

/** An entry; the reason is for readers, and there must be one. */
export type Known = { readonly file: string; readonly reason: string } & (
  | { readonly models: readonly string[] }
  | { readonly refused: true }
);

/** Reads the list; an entry that says nothing that counts, or gives no reason, is a mistake. */
export function knownFrom(text: string): readonly Known[] {
  const entries: readonly Record<string, unknown>[] = JSON.parse(text);
  for (const { file, reason, models, refused } of entries) {
    const says = Array.isArray(models) !== (refused === true);
    if (typeof file === 'string' && typeof reason === 'string' && reason.trim() !== '' && says) continue;
    throw new Error(`conformance-known.json: '${String(file)}' needs a reason, and either models or refused`);
  }
  return entries as unknown as readonly Known[];
}

/** Whether the test is known to differ on that model. */
export function isKnown(known: readonly Known[], file: string, model: string): boolean {
  return known.some((each) => each.file === file && 'models' in each && each.models.includes(model));
}

/** Whether the test is known to be refused. */
export function isRefused(known: readonly Known[], file: string): boolean {
  return known.some((each) => each.file === file && 'refused' in each);
}
