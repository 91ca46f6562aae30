/** "Did you mean": the known name that is closest to a misspelt one. */
import { closest, distance } from 'fastest-levenshtein';

/** The payload for a diagnostic: a suggestion when one is near enough to be likely. */
export function suggest(name: string, known: Iterable<string>): { readonly suggestion?: string } {
  const names = [...known];
  if (names.length === 0) return {};
  const suggestion = closest(name, names);
  const tolerance = Math.max(1, Math.floor(name.length / 3));
  const near = distance(name, suggestion) <= tolerance && suggestion !== name;
  // A name of one letter is near every other one.
  return near && name.length > 1 ? { suggestion } : {};
}
