/** The whole front end: from a source to a test, whatever its dialect. */

import { lowerAssembly } from '../lower/assembly/lower-assembly.js';
import { lowerC } from '../lower/lower-c.js';
import { MODELS } from '../models/index.js';
import type { Test } from '../program/test.js';
import { readExpectations } from '../syntax/expectation.js';
import { parseState } from '../syntax/parse-question.js';
import type { ConditionTree } from '../syntax/tree.js';
import { byPosition, type Diagnostic, errorAt, hasErrors } from '../text/diagnostic.js';
import { invariant } from '../text/invariant.js';
import type { Source } from '../text/source.js';
import { assemblyDialectOf, type Dialect, dialectNamed, modelsToRun } from './dialect.js';
import { herdHash } from './herd-hash.js';
import { DIALECTS } from './index.js';
import { type ParsedTest, parseTest } from './parse.js';

/** A test fit to run, or null when there were errors; warnings stand beside either. */
export interface LoadedTest {
  readonly test: Test | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** No search ends with so many threads or locations. */
const MOST = { threads: 1000, locations: 50_000 } as const;

/** Parses and lowers. Where the text has errors and still gave a tree, the errors of the tree are found too. */
export function loadTest(source: Source, dialects: readonly Dialect[] = DIALECTS): LoadedTest {
  return withinStack(source, () => loaded(parseTest(source, dialects), dialects));
}

/** The test with another question: whether some final state is as `state` says, a proposition of its own. */
export function loadTestAsking(
  source: Source,
  state: Source,
  dialects: readonly Dialect[] = DIALECTS,
): LoadedTest {
  const { proposition, diagnostics } = parseState(state);
  if (proposition === null) return { test: null, diagnostics };
  const { span } = proposition;
  const condition: ConditionTree = { quantifier: 'exists', proposition, span };
  return withinStack(source, () => {
    const { tree, ...parsed } = parseTest(source, dialects);
    return loaded({ ...parsed, tree: tree === null ? null : asking(tree, condition) }, dialects);
  });
}

/** Each kind of nesting is bounded, but not all kinds within each other: a text that exhausts the stack is refused. */
function withinStack(source: Source, load: () => LoadedTest): LoadedTest {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof RangeError && /call stack/.test(error.message))) throw error;
    const span = { source, start: 0, end: 0 };
    return { test: null, diagnostics: [errorAt(span, { code: 'too-deep', what: 'the test' })] };
  }
}

type TestTree = NonNullable<ParsedTest['tree']>;

function asking(tree: TestTree, condition: ConditionTree): TestTree {
  return tree.language === 'C'
    ? { ...tree, condition }
    : { ...tree, condition, ownCondition: tree.condition };
}

function loaded({ tree, diagnostics: parsed }: ParsedTest, dialects: readonly Dialect[]): LoadedTest {
  if (tree === null) return { test: null, diagnostics: parsed };
  const large = tooMany(tree);
  if (large !== null) return { test: null, diagnostics: [...parsed, large].sort(byPosition) };
  const dialect = dialectNamed(tree.dialect, dialects);
  invariant(dialect !== null, 'a test was parsed in a dialect that nobody knows');
  const expected = readExpectations(tree, namesOfModels(dialect));
  const { expectations, names } = expected;
  const options = { names, whole: !hasErrors(parsed) && !hasErrors(expected.diagnostics) };
  const lowered =
    tree.language === 'C'
      ? lowerC(tree, options)
      : lowerAssembly(tree, assemblyDialectOf(tree, dialects).instructions, options);
  const diagnostics = [...parsed, ...lowered.diagnostics, ...expected.diagnostics].sort(byPosition);
  const { parts } = lowered;
  if (parts === null || hasErrors(diagnostics)) return { test: null, diagnostics };
  const { source, language, name, title, condition } = tree;
  const test: Test = {
    source,
    language,
    dialect: dialect.name,
    models: modelsToRun(dialect, [...expectations.models.keys()]),
    name: name.text,
    title,
    hash: hashOf(tree),
    question: parts.question,
    conditionSpan: condition?.span ?? name.span,
    names: parts.names,
    arrays: parts.arrays,
    expectations,
    diagnostics,
    plainAccesses: parts.plainAccesses,
    programFor: parts.programFor,
  };
  return { test, diagnostics };
}

/** The first `Hash=` of the header, to herd7 the case of letters in a key is nothing; else as herd7 finds it, where that is known. */
function hashOf(tree: TestTree): string | undefined {
  const given = tree.info.find(({ key }) => key.text.toLowerCase() === 'hash')?.value.text;
  return given ?? (tree.language === 'C' ? herdHash(tree) : undefined);
}

/** The models that an `Expect=` line may name: all that are registered, and the dialect's own. */
function namesOfModels(dialect: Dialect): readonly string[] {
  return [...new Set([...MODELS.map(({ name }) => name), ...dialect.models])];
}

/** The error about a test that no search could hold, or null. */
function tooMany({ threads, init }: TestTree): Diagnostic | null {
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
