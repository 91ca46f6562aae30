/** What each thread of a test in C becomes on each port, beside its source; and the tests that these are by themselves. */
import { COMPILE_TARGETS } from '../../compile/compile-target.js';
import { type CompiledTest, type CompileRefusal, compileTest } from '../../compile/compile-test.js';
import { loadTest } from '../../dialects/load.js';
import { parseTest } from '../../dialects/parse.js';
import { compileLines } from '../../report/compile/compile-view.js';
import { diagnosticLines } from '../../report/text/diagnostic-lines.js';
import { joinLines } from '../../report/text/layout.js';
import type { CompilePanel, PlaygroundQuestion } from '../protocol.js';
import { PAINT, sourceOf } from './asked.js';

/** Compiles a test to every port. */
export async function compilePanel(question: PlaygroundQuestion): Promise<CompilePanel> {
  const { columns } = question;
  const source = sourceOf(question);
  const { test, diagnostics } = loadTest(source);
  const problems = await diagnosticLines({ file: source.name, crash: null }, diagnostics, columns, PAINT);
  const { tree } = parseTest(source);
  if (test === null) return { report: joinLines(problems), tests: [] };
  if (tree?.language !== 'C')
    return { report: `The test is in ${test.dialect}, and only C is compiled.\n`, tests: [] };
  const results = COMPILE_TARGETS.map((target) => compileTest(test, tree, target));
  const compiled = results.filter((each): each is CompiledTest => 'text' in each);
  const refused = results.filter((each): each is CompileRefusal => 'what' in each);
  const { name, title } = test;
  const view = { source, info: { name, title }, compiled, refused, thread: null };
  return {
    report: joinLines(compileLines(view, columns, PAINT)),
    tests: compiled.map(({ target, text }) => ({ name: target.name, title: target.title, text })),
  };
}
