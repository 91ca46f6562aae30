/** The words of `pinlitmus step`: what steps do, why accesses wait, what comes of a command, and the help. */
import type { TestInfo } from '../../check/result.js';
import type { BlockedBy, ListedAccess, ShownAssumption, ShownBlocked, ShownStep } from '../../step/screen.js';
import type { CommandResult } from '../../step/session.js';
import { visible } from '../../text/visible.js';
import { spellings } from '../text/final-state.js';
import { behind, listed, wrapped } from '../text/layout.js';
import { quoted } from '../text/test-words.js';
import { limitText } from '../text/verdict-words.js';

/** The source text of an access, and where it stands among those of one instruction that have not performed. */
export function subject({ text, round }: ListedAccess): string {
  return `${visible(text)}${round === 0 ? '' : ` (${round} more first)`}`;
}

/** `reads 0 from x` */
export function effectText({ effect: { kind, location, read, written } }: ShownStep): string {
  switch (kind) {
    case 'read':
      return `reads ${read} from ${location}`;
    case 'forward':
      if (read === null) return `takes for ${location} what its store buffer will hold`;
      return `takes ${read} for ${location} from its store buffer`;
    case 'write':
      return `writes ${written} to ${location}`;
    case 'update':
      return written === null
        ? `reads ${read} from ${location} and leaves it`
        : `reads ${read} from ${location} and writes ${written} at once`;
    case 'fail':
      return 'fails and writes nothing';
  }
}

/** The remarks about a step. */
export function remarksOf({ ahead, breaks, assumes }: ShownStep): readonly string[] {
  return [
    ...(ahead.length === 0 ? [] : [`ahead of ${lines(ahead)}`]),
    ...breaks.map((thread) => `makes ${thread}'s store-conditional fail`),
    ...assumes.map((each) => `if ${assumptionText(each)}`),
  ];
}

function lines(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'line' : 'lines'} ${listed(numbers.map(String))}`;
}

/** `line 12 goes on to line 13` */
export function assumptionText(assumption: ShownAssumption): string {
  const { line } = assumption.at;
  switch (assumption.kind) {
    case 'branch': {
      const { to } = assumption;
      if (to === null) return `line ${line} goes to the end`;
      return to.line === line
        ? `line ${line} goes on to ${visible(to.text)}`
        : `line ${line} goes on to line ${to.line}`;
    }
    case 'select':
      return `line ${line} chooses its ${assumption.first ? 'first' : 'second'} value`;
    case 'update':
      return `line ${line} ${assumption.writes ? 'writes' : 'leaves what it finds'}`;
    case 'store-conditional':
      return `line ${line} succeeds`;
  }
}

/** `waits for line 12: smp_mb() (line 13)` */
export function waitingText({ half, blockedBy, assumes }: ShownBlocked): string {
  const said = blockedBy.kind === 'order' && blockedBy.control;
  const granted = said ? '' : assumes.map((each) => `, if ${assumptionText(each)}`).join('');
  const part = half === null ? '' : `its ${half} `;
  return `${part}${obstacleText(blockedBy)}${granted}`;
}

function obstacleText(blockedBy: BlockedBy): string {
  switch (blockedBy.kind) {
    case 'order':
      return blockedBy.own ? 'waits for its read' : `waits for line ${blockedBy.earlier}: ${blockedBy.why}`;
    case 'value':
      return `waits for another value: ${blockedBy.location} is ${blockedBy.content}`;
    case 'pair':
      return `may not come between the read and the write of ${blockedBy.thread}'s ${visible(blockedBy.at.text)} (line ${blockedBy.at.line})`;
    case 'prediction':
      return `would prove wrong that ${listed(blockedBy.wrong.map(assumptionText))}`;
    case 'overtaken':
      return blockedBy.by === null
        ? 'would prove wrong what a later access has done ahead of it'
        : `would read a newer value than line ${blockedBy.by} has read ahead of it`;
    case 'nowhere':
      return 'uses an address at which there is nothing';
  }
}

/** A step that was taken: `2  P0 32  wb = PageWriteback(page): reads 0 from page.flags, ahead of line 31`. */
export function takenLines(number: number, step: ShownStep, width: number): readonly string[] {
  const lead = `step ${number}  ${step.thread} ${step.line}  `;
  const said = [effectText(step), ...remarksOf(step)].join(', ');
  return behind(lead, wrapped(`${subject(step)}: ${said}`, width - lead.length));
}

/** The text after a command, apart from the steps that were taken; empty where the steps say it all. */
export function noteText(note: CommandResult, step: ShownStep | null, model: string, info: TestInfo): string {
  switch (note.kind) {
    case 'taken':
      return '';
    case 'returned':
      return note.to === 0
        ? 'Back to the start, and along the witness:'
        : `Back to step ${note.to}, where the steps left the witness, and along it:`;
    case 'undone':
      return `Step ${note.number} is undone.`;
    case 'no-choice':
      return `There is no choice ${note.index + 1}: they are numbered from 1 to ${note.choices}.`;
    case 'at-start':
      return 'At the start.';
    case 'at-end':
      return 'There is no step to take: the execution has ended. Go back with u or b.';
    case 'wild':
      return 'Whether there is a witness is not known: some execution uses an address at which there is nothing.';
    case 'no-witness':
      return info.question.quantifier === 'forall'
        ? `There is no witness: ${condition(info)} is true of every final state on ${model}.`
        : `There is no witness: ${condition(info)} is true of no final state on ${model}.`;
    case 'limit':
      return `No witness was found: ${limitText(note.limit)}.`;
    case 'late':
      return `That was not done: ${limitText(note.limit)}.`;
    case 'keeps-sc':
      return 'SC would take every step of the witness.';
    case 'departs':
      return step === null
        ? ''
        : `Step ${note.number} of the witness, marked *, leaves SC behind: ${subject(step)} ${effectText(step)} ahead of ${lines(step.ahead)}.`;
  }
}

function condition(info: TestInfo): string {
  return quoted(info.question, spellings(info, []));
}

/** The message of a terminal during a search for a witness. */
export const SEARCHING = 'Looking for a witness …';

/** What the commands are, for the line protocol. */
export const COMMANDS = `a number     take that step
u            undo a step
r [n]        take n steps at random, or go to the end
w [n]        go n steps along the witness, or to the end: the shortest way to a
             state that the condition is about
s            go to where the witness leaves SC behind, which is before the first
             access that performs ahead of an earlier one of its thread
b            back to the start
p            print the screen again
h            this help
q            quit`;

/** What the keys are, for a terminal. */
export const KEYS = `1-9          take that step
up, down     move the cursor; enter takes the step there
u            undo a step
b            back to the start
r            go to the end at random
w, n         go along the witness, to the end or one step: the shortest way to a
             state that the condition is about
s            go to where the witness leaves SC behind, which is before the first
             access that performs ahead of an earlier one of its thread
t, y, p      all threads; all that waits, and why; all steps so far
h            this help
q            quit`;

/** What the signs on the screen mean. */
export const LEGEND = `✓  has performed: memory shows it, or its value is fixed
▸  is in the store buffer
·  has not performed
*  is the next step along the witness
?  a value that is not known yet
if …         what is taken for granted until it is known: when it proves wrong,
             no execution goes this way`;
