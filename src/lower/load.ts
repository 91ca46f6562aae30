/** The whole front end: a source to a test, by the dialect that its first word names. */
import { byPosition, type Diagnostic, hasErrors } from '../diagnostic/diagnostic.js';
import type { Source } from '../diagnostic/source.js';
import { isAssembly, parseAssembly } from '../syntax/assembly/frame.js';
import type { AssemblyTest } from '../syntax/assembly/tree.js';
import { parseState } from '../syntax/condition.js';
import { parseC } from '../syntax/parse.js';
import type { ConditionTree, CTest } from '../syntax/tree.js';
import { lowerAssembly } from './assembly/lower.js';
import { type Lowered, lowerC } from './lower.js';

/** Parses and lowers; where the text has faults and still gave a tree, the tree's faults are found too. */
export function loadTest(source: Source): Lowered {
  return isAssembly(source.text) ? load(parseAssembly(source), lowerAssembly) : load(parseC(source), lowerC);
}

/** The test with another question: whether some final state is as `state` says, a proposition of its own. */
export function loadTestAsking(source: Source, state: Source): Lowered {
  const { proposition, diagnostics } = parseState(state);
  if (proposition === null) return { test: null, diagnostics };
  const { span } = proposition;
  const condition: ConditionTree = { quantifier: 'exists', proposition, span };
  const asking = <Tree extends CTest | AssemblyTest>({ tree, diagnostics }: Parsed<Tree>): Parsed<Tree> => ({
    tree: tree === null ? null : { ...tree, condition },
    diagnostics,
  });
  return isAssembly(source.text)
    ? load(asking(parseAssembly(source)), lowerAssembly)
    : load(asking(parseC(source)), lowerC);
}

interface Parsed<Tree> {
  readonly tree: Tree | null;
  readonly diagnostics: readonly Diagnostic[];
}

function load<Tree>(parsed: Parsed<Tree>, lower: (tree: Tree) => Lowered): Lowered {
  if (parsed.tree === null) return { test: null, diagnostics: parsed.diagnostics };
  const lowered = lower(parsed.tree);
  const diagnostics = [...parsed.diagnostics, ...lowered.diagnostics].sort(byPosition);
  return { test: hasErrors(diagnostics) ? null : lowered.test, diagnostics };
}
