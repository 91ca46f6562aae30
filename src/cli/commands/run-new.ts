/** `pinlitmus new`: the test goes to standard output or to a file, and what is to be said of it to standard error. */

import { shapeListText } from '../../report/shape-list.js';
import { listed } from '../../report/text/layout.js';
import {
  type ChosenCycle,
  cycleNamed,
  cycleOfEdges,
  makeTest,
  type Vocabulary,
  vocabularyOf,
} from '../../shapes/index.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { columnsOf, print, say } from '../io/streams.js';
import { writeNew } from '../io/write-new.js';
import type { NewOptions } from './new.js';
import { shapesAsked } from './shape-choice.js';

/** Runs the command and gives its exit code. */
export function runNew(names: readonly string[], options: NewOptions, { streams }: CommandContext): ExitCode {
  const vocabulary = vocabularyOf(options.dialect);
  if (vocabulary === null) throw new UsageError(`no edges of ${options.dialect} are known`);
  if (options.list) {
    print(streams, shapeListText(shapesAsked(names, vocabulary), columnsOf(streams.stdout)));
    return EXIT.expected;
  }
  const { cycle } = chosen(names, options, vocabulary);
  if (options.title !== undefined && /["\r\n]/.test(options.title))
    throw new UsageError('a title is one line, without quotation marks');
  const { text, verdicts, undecided } = makeTest(cycle, vocabulary, { title: options.title });
  if (options.output === undefined) print(streams, text);
  else {
    writeNew(options.output, text, options.force ?? false);
    const found = verdicts.map(({ model, observation }) => `${model} ${observation}`);
    say(streams, `${visible(options.output)} is written: ${found.join(', ')}`);
  }
  if (undecided.length > 0) say(streams, `not decided within the limits: ${listed(undecided)}`);
  return EXIT.expected;
}

function chosen(
  names: readonly string[],
  { cycle }: NewOptions,
  vocabulary: Vocabulary,
): Extract<ChosenCycle, { kind: 'cycle' }> {
  const [name, ...more] = names;
  if (more.length > 0 || (name === undefined) === (cycle === undefined))
    throw new UsageError(
      "expected the name of one test, or --cycle; 'pinlitmus new --list' shows the shapes",
    );
  const found = cycle === undefined ? cycleNamed(name, vocabulary) : cycleOfEdges(cycle, vocabulary);
  if (found.kind === 'cycle') return found;
  const hint = found.hint === null ? '' : `; did you mean '${found.hint}'?`;
  throw new UsageError(`${found.fault}${hint}`);
}
