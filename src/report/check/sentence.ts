/**
 * The answer in one plain sentence: `"!PageWriteback && !page_pin" is forbidden on SC, allowed on Armv8.` Models
 * that say the same are named together, in the order in which they were run.
 */
import { kindOfModel } from '../../check/model-kind.js';
import type { JudgedTest, ModelResult, TestInfo, TestResult } from '../../check/result.js';
import { hasState } from '../../check/unexplained.js';
import { observationOf } from '../../check/verdict.js';
import { visible } from '../../text/visible.js';
import { spellings } from '../text/final-state.js';
import { listed } from '../text/layout.js';
import { quoted } from '../text/test-words.js';
import { FORALL_WORDS, STATE_WORDS, saidOfModels } from '../text/verdict-words.js';

/** The answer of a test that was run on at least one model. */
export function answer(result: TestResult, info: TestInfo): string {
  const spelling = spellings(
    info,
    result.rows.map((row) => row.values),
  );
  const finding = info.question.quantifier === 'forall' ? findingForAll : findingExists;
  const said = result.models.map((model) => ({ words: finding(model), title: model.title }));
  const state = quoted(info.question, spelling);
  if (info.question.text === '' && result.models.some((model) => observationOf(model) === 'Always'))
    return 'The test asks nothing: these are all its final states.';
  if (result.models.every((model) => observationOf(model) === 'None'))
    return `${state} is asked of no final state: there is none.`;
  return [`${state} is ${saidOfModels(said)}.`, ...remarks(result)].join(' ');
}

/** What has to be said of an answer, whatever the test expects. */
export function remarks(result: TestResult): readonly string[] {
  return [...portFaults(result), ...vainTexts(result)];
}

/** That machines allow what the kernel's model forbids, though what it forbids no machine that runs the kernel may do. */
export function portFaults({ info, models }: JudgedTest): readonly string[] {
  if (info === null) return [];
  const { quantifier } = info.question;
  const kernel = models.find(({ title }) => kindOfModel(title) === 'kernel');
  if (kernel === undefined || hasState(kernel, quantifier) !== false) return [];
  const isMachine = (title: string): boolean => ['hardware', 'abstract'].includes(kindOfModel(title));
  const found = models.filter((model) => isMachine(model.title) && hasState(model, quantifier) === true);
  if (found.length === 0) return [];
  const verb = found.length === 1 ? 'allows' : 'allow';
  const machines = listed(found.map(({ title }) => title));
  return [`${machines} ${verb} what the kernel's model forbids: a fault of a port or of a model.`];
}

/** Why a state that no execution could end in is forbidden: what it asks of something that no write makes so. */
function vainTexts({ diagnostics, models }: TestResult): readonly string[] {
  if (!models.some((model) => observationOf(model) === 'Never')) return [];
  const texts = diagnostics.flatMap((diagnostic): readonly string[] => {
    if (diagnostic.code === 'never-address')
      return [`No write puts the address of ${visible(diagnostic.of)} into ${visible(diagnostic.name)}.`];
    if (diagnostic.code !== 'never-holds') return [];
    const { name, operator, value } = diagnostic;
    const asked = operator === '=' ? value : `${operator} ${value}`;
    return [`No write makes ${visible(name)} ${visible(asked)}.`];
  });
  return [...new Set(texts)];
}

/** What a model without a final state says of any. */
const NOTHING = 'asked of no final state';

/** What a model says of a state that the condition describes, up to the model's name. */
function findingExists(model: ModelResult): string {
  switch (observationOf(model)) {
    case 'Never':
      return STATE_WORDS.forbidden;
    case 'Sometimes':
      return STATE_WORDS.allowed;
    case 'Always':
      return FORALL_WORDS.forbidden;
    case 'None':
      return NOTHING;
    default:
      return model.possible.includes('Never') ? STATE_WORDS.unknown : STATE_WORDS.allowed;
  }
}

/** The same for `forall`, where what counts is whether some final state refutes the condition. */
function findingForAll(model: ModelResult): string {
  if (observationOf(model) === 'None') return NOTHING;
  if (model.holds === null) return FORALL_WORDS.unknown;
  if (model.holds) return FORALL_WORDS.forbidden;
  return observationOf(model) === 'Never' ? 'true of no final state' : FORALL_WORDS.allowed;
}
