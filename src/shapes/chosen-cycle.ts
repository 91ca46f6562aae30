/** The one cycle that somebody means by a name or by edges; or what is wrong with it, and what was probably meant. */
import { closest, distance } from 'fastest-levenshtein';
import { FAMILIES } from './families.js';
import { parseEdges } from './parse-edges.js';
import { edgeNames, parseName } from './parse-name.js';
import type { ShapeCycle } from './shape-cycle.js';
import { canonical, nameOf } from './shape-name.js';
import type { Vocabulary } from './vocabulary.js';

/** A cycle as its name has it, or why there is none. */
export type ChosenCycle =
  | { readonly kind: 'cycle'; readonly cycle: ShapeCycle; readonly name: string }
  | { readonly kind: 'fault'; readonly fault: string; readonly hint: string | null };

/** The cycle of a name. Of several that it may mean it is the one with the fewest edges. */
export function cycleNamed(name: string, vocabulary: Vocabulary): ChosenCycle {
  const reading = parseName(name, vocabulary);
  if (reading.kind === 'no shape')
    return {
      kind: 'fault',
      fault: `'${reading.word}' is no shape`,
      hint: nearestNamed(name, reading.word, vocabulary),
    };
  if (reading.kind === 'fault')
    return { kind: 'fault', fault: reading.fault, hint: nearestEdges(name, vocabulary) };
  const cycles = reading.cycles.map((each) => canonical(each, vocabulary));
  const least = Math.min(...cycles.map(({ edges }) => edges.length));
  const shortest = cycles.filter(({ edges }) => edges.length === least);
  const names = [...new Set(shortest.map((each) => nameOf(each, vocabulary)))];
  const [cycle] = shortest;
  if (names.length === 1) return { kind: 'cycle', cycle, name: names[0] };
  const listed = names.map((each) => `'${each}'`).join(' or ');
  return { kind: 'fault', fault: `'${name}' may mean ${listed}`, hint: null };
}

/** The cycle of edges as the diy tools write them. */
export function cycleOfEdges(text: string, vocabulary: Vocabulary): ChosenCycle {
  const cycle = parseEdges(text, vocabulary);
  if ('fault' in cycle) return { kind: 'fault', fault: cycle.fault, hint: null };
  const own = canonical(cycle, vocabulary);
  return { kind: 'cycle', cycle: own, name: nameOf(own, vocabulary) };
}

/** The name with a shape that is near its own; or that shape alone, where the rest of the name is not of it. */
function nearestNamed(name: string, word: string, vocabulary: Vocabulary): string | null {
  const shape = nearestShape(word);
  const whole = shape === null ? name : name.replace(word, () => shape);
  return parseName(whole, vocabulary).kind === 'read' ? whole : shape;
}

function nearestShape(word: string): string | null {
  return nearest(
    word,
    FAMILIES.flatMap(({ name, aliases }) => [name, ...aliases]),
  );
}

/** The name with each word that is no edge put right, where something is near. */
function nearestEdges(name: string, vocabulary: Vocabulary): string | null {
  const known = edgeNames(vocabulary);
  const all = vocabulary.edges.flatMap(({ aliases }) => aliases);
  const isKnown = (word: string): boolean =>
    [...known, ...all].some((each) => word.startsWith(each)) || FAMILIES.some((each) => each.name === word);
  let changed = false;
  const put = name.replace(/[^+-]+/g, (word, at: number) => {
    if (at === 0 || isKnown(word) || /^[RW\d.]+$/.test(word)) return word;
    const near = nearest(word, known);
    changed ||= near !== null;
    return near ?? word;
  });
  return changed && parseName(put, vocabulary).kind === 'read' ? put : null;
}

function nearest(word: string, words: readonly string[]): string | null {
  const lower = word.toLowerCase();
  const same = words.find((each) => each.toLowerCase() === lower);
  if (same !== undefined) return same;
  const near = closest(word, words);
  return distance(word, near) <= Math.ceil(word.length / 2) ? near : null;
}
