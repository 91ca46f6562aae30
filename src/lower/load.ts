/** The whole front end: a source to a test, whatever its dialect. */
import { byPosition, hasErrors } from '../diagnostic/diagnostic.js';
import type { Source } from '../diagnostic/source.js';
import { parseState } from '../syntax/condition.js';
import { type ParsedTest, parseTest } from '../syntax/test.js';
import type { ConditionTree } from '../syntax/tree.js';
import { lowerAssembly } from './assembly/lower.js';
import { type Lowered, lowerC } from './lower.js';

/** Parses and lowers; where the text has faults and still gave a tree, the tree's faults are found too. */
export function loadTest(source: Source): Lowered {
  return lowered(parseTest(source));
}

/** The test with another question: whether some final state is as `state` says, a proposition of its own. */
export function loadTestAsking(source: Source, state: Source): Lowered {
  const { proposition, diagnostics } = parseState(state);
  if (proposition === null) return { test: null, diagnostics };
  const { span } = proposition;
  const condition: ConditionTree = { quantifier: 'exists', proposition, span };
  const { tree, ...parsed } = parseTest(source);
  return lowered({ ...parsed, tree: tree === null ? null : { ...tree, condition } });
}

function lowered({ tree, diagnostics }: ParsedTest): Lowered {
  if (tree === null) return { test: null, diagnostics };
  const whole = !hasErrors(diagnostics);
  const { test, diagnostics: own } = tree.dialect === 'C' ? lowerC(tree, whole) : lowerAssembly(tree, whole);
  const all = [...diagnostics, ...own].sort(byPosition);
  return { test: hasErrors(all) ? null : test, diagnostics: all };
}
