/** "Did you mean": the known name that is closest to a misspelt one. */
import { closest, distance } from 'fastest-levenshtein';

/** The payload for a diagnostic: a suggestion when one is near enough to be likely. */
export function suggest(name: string, known: Iterable<string>): { readonly suggestion?: string } {
  const names = [...known];
  if (names.length === 0) return {};
  const swapped = names.find((each) => isTransposed(name, each));
  if (swapped !== undefined) return { suggestion: swapped };
  const suggestion = closest(name, names);
  const tolerance = Math.max(1, Math.floor(name.length / 3));
  const near = distance(name, suggestion) <= tolerance && suggestion !== name;
  // A name of one letter is near every other one.
  return near && name.length > 1 ? { suggestion } : {};
}

/** Whether two neighbouring letters are swapped, `MVO` for `MOV`: one slip of the fingers, but two edits. */
function isTransposed(name: string, known: string): boolean {
  if (name.length !== known.length || name === known) return false;
  const at = [...name].findIndex((letter, index) => letter !== known[index]);
  const letters = /^[a-z]{2}$/i.test(name.slice(at, at + 2));
  return letters && name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2) === known;
}
