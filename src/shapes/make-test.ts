/** A cycle as a whole test: its head, what its author is to write, and what the models say of it. */
import { checkSource } from '../check/check-source.js';
import type { TestResult } from '../check/result.js';
import { DEFAULT_SETTINGS } from '../check/settings.js';
import { observationOf } from '../check/verdict.js';
import type { Limits } from '../query/limits.js';
import { invariant } from '../text/invariant.js';
import type { Source } from '../text/source.js';
import { familyOf } from './families.js';
import { edgesText } from './parse-edges.js';
import { placed, type ShapeCycle } from './shape-cycle.js';
import { canonical, nameOf, suffixesOf } from './shape-name.js';
import type { Vocabulary } from './vocabulary.js';

/** A test that was made. */
export interface MadeTest {
  readonly name: string;
  readonly text: string;
  /** What each model that decided it says: `lkmm:Never`. */
  readonly verdicts: readonly { readonly model: string; readonly observation: string }[];
  /** The models that did not decide it within the limits, by their titles. */
  readonly undecided: readonly string[];
}

/** The widest line of a title, with its quotes. */
const WIDEST = 78;

/** The test of a cycle without a run: its head says nothing of models. */
export function bareTest(given: ShapeCycle, vocabulary: Vocabulary, name?: string): string {
  const cycle = canonical(given, vocabulary);
  const places = placed(cycle);
  invariant(!('fault' in places), 'a cycle was made that no test can be made of');
  const head = `${vocabulary.dialect} ${name ?? nameOf(cycle, vocabulary)}\n`;
  return `${head}\n${vocabulary.write(cycle, places)}`;
}

/** The test of a cycle, with a head that says what the models say of it: it is run. */
export function makeTest(given: ShapeCycle, vocabulary: Vocabulary, options: MakeOptions = {}): MadeTest {
  const { limits = DEFAULT_SETTINGS.limits } = options;
  const result = checkSource(bareSource(given, vocabulary), { ...DEFAULT_SETTINGS, limits });
  return testOf(given, vocabulary, result, options);
}

/** How a test is made. */
interface MakeOptions {
  readonly title?: string;
  readonly limits?: Limits;
}

/** The bare test of a cycle, for a run. */
export function bareSource(given: ShapeCycle, vocabulary: Vocabulary): Source {
  const name = nameOf(given, vocabulary);
  return { name: `${name}.litmus`, text: bareTest(given, vocabulary, name) };
}

/** The test of a cycle, with a head that says what came of a run of its bare test. */
export function testOf(
  given: ShapeCycle,
  vocabulary: Vocabulary,
  result: TestResult,
  { title }: Pick<MakeOptions, 'title'> = {},
): MadeTest {
  const cycle = canonical(given, vocabulary);
  const { name, text: bare } = bareSource(cycle, vocabulary);
  invariant(
    result.crash === null && result.models.length > 0,
    `the test of ${edgesText(cycle, vocabulary)} cannot be run`,
  );
  const answers = result.models.map((model) => ({ model, observation: observationOf(model) }));
  const verdicts = answers.flatMap(({ model: { model }, observation }) =>
    observation === null ? [] : [{ model, observation }],
  );
  const undecided = answers.flatMap(({ model, observation }) => (observation === null ? [model.title] : []));
  const [first, ...rest] = bare.split('\n');
  const expect = verdicts.map(({ model, observation }) => `${model}:${observation}`).join(' ');
  const head = [
    first,
    `"${title ?? titleOf(cycle, vocabulary)}"`,
    `Cycle=${edgesText(cycle, vocabulary)}`,
    ...(expect === '' ? [] : [`Expect=${expect}`]),
  ];
  const kernel = verdicts.find(({ model }) => model === 'lkmm');
  const story = [
    ...(kernel === undefined ? [] : [`Result: ${kernel.observation}`, '']),
    'Tell here who these threads are in your code, and what goes wrong if they',
    'can end in the state below.',
  ];
  const comment = ['(*', ...story.map((line) => ` * ${line}`.trimEnd()), ' *)'];
  const text = [...head, '', ...comment, ...rest].join('\n');
  return { name: name.replace(/\.litmus$/, ''), text, verdicts, undecided };
}

/** `Message passing with wmb and addr` */
function titleOf(cycle: ShapeCycle, vocabulary: Vocabulary): string {
  const { about } = familyOf(cycle);
  const orders = suffixesOf(cycle, vocabulary);
  const distinct = [...new Set(orders)];
  const [only] = distinct;
  if (distinct.length === 1 && (only === 'po' || only === 'pos')) return about;
  const many = distinct.length === 1 && orders.length > 1;
  const listed = many
    ? `${only} in each thread`
    : `${orders.slice(0, -1).join(', ')}${orders.length > 1 ? ' and ' : ''}${orders[orders.length - 1]}`;
  const title = `${about}${about.includes(',') ? ',' : ''} with ${listed}`;
  return title.length <= WIDEST ? title : about;
}
