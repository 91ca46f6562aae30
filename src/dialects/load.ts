/** The whole front end: a source to a test, whatever its dialect. */

import { lowerAssembly } from '../lower/assembly/lower-assembly.js';
import { type Lowered, lowerC } from '../lower/lower-c.js';
import { parseState } from '../syntax/question.js';
import type { ConditionTree } from '../syntax/tree.js';
import { byPosition, type Diagnostic, errorAt, hasErrors } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import { DIALECTS } from './index.js';
import { type ParsedTest, parseTest } from './parse.js';

/** So many threads and locations are far more than any search comes to an end with. */
const MOST = { threads: 1000, locations: 50_000 } as const;

/** Parses and lowers; where the text has faults and still gave a tree, the tree's faults are found too. */
export function loadTest(source: Source): Lowered {
  return withinStack(source, () => lowered(parseTest(source)));
}

/** Each kind of nesting is bounded, but not all kinds within each other: what exhausts the stack is a fault of the text. */
function withinStack(source: Source, load: () => Lowered): Lowered {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof RangeError && /call stack/.test(error.message))) throw error;
    const span = { source, start: 0, end: 0 };
    return { test: null, diagnostics: [errorAt(span, { code: 'too-deep', what: 'the test' })] };
  }
}

/** The test with another question: whether some final state is as `state` says, a proposition of its own. */
export function loadTestAsking(source: Source, state: Source): Lowered {
  const { proposition, diagnostics } = parseState(state);
  if (proposition === null) return { test: null, diagnostics };
  const { span } = proposition;
  const condition: ConditionTree = { quantifier: 'exists', proposition, span };
  return withinStack(source, () => {
    const { tree, ...parsed } = parseTest(source);
    return lowered({ ...parsed, tree: tree === null ? null : asking(tree, condition) });
  });
}

function asking(tree: NonNullable<ParsedTest['tree']>, condition: ConditionTree): ParsedTest['tree'] {
  return tree.dialect === 'C' ? { ...tree, condition } : { ...tree, condition, ownCondition: tree.condition };
}

function lowered({ tree, diagnostics }: ParsedTest): Lowered {
  if (tree === null) return { test: null, diagnostics };
  const large = tooMany(tree);
  if (large !== null) return { test: null, diagnostics: [...diagnostics, large].sort(byPosition) };
  const whole = !hasErrors(diagnostics);
  const { test, diagnostics: own } =
    tree.dialect === 'C' ? lowerC(tree, whole) : lowerAssembly(tree, DIALECTS[tree.dialect], whole);
  const all = [...diagnostics, ...own].sort(byPosition);
  return { test: hasErrors(all) ? null : test, diagnostics: all };
}

/** What no search could hold. */
function tooMany({ threads, init }: NonNullable<ParsedTest['tree']>): Diagnostic | null {
  const locations = init.filter(({ thread }) => thread === null);
  for (const [what, list, span] of [
    ['threads', threads, threads[MOST.threads]?.name.span],
    ['locations', locations, locations[MOST.locations]?.name.span],
  ] as const) {
    const most = MOST[what];
    if (span !== undefined) return errorAt(span, { code: 'too-many', what, found: list.length, most });
  }
  return null;
}
