/** The words of a walk: what steps do, why accesses wait, what comes of a command, and the help. */
import type { TestInfo } from '../../check/result.js';
import type { Hindered, Hindrance, Listed, Presumption, Step } from '../../step/screen.js';
import type { Note } from '../../step/session.js';
import { visible } from '../../text/visible.js';
import { limitText } from '../check/verdict-words.js';
import { spellings } from '../text/final-state.js';
import { listed, wrapped } from '../text/layout.js';
import { quoted } from '../text/proposition.js';

/** The source text of an access, and where it stands among those of one instruction that have not performed. */
export function subject({ text, round }: Listed): string {
  return `${visible(text)}${round === 0 ? '' : ` (${round} more first)`}`;
}

/** `reads 0 from x` */
export function deedText({ deed: { kind, location, read, written } }: Step): string {
  switch (kind) {
    case 'read':
      return `reads ${read} from ${location}`;
    case 'forward':
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

/** What else is to be said of a step. */
export function remarksOf({ ahead, breaks, assumes }: Step): readonly string[] {
  return [
    ...(ahead.length === 0 ? [] : [`ahead of ${lines(ahead)}`]),
    ...breaks.map((thread) => `makes ${thread}'s store-conditional fail`),
    ...assumes.map((each) => `if ${presumptionText(each)}`),
  ];
}

function lines(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'line' : 'lines'} ${listed(numbers.map(String))}`;
}

/** `line 12 goes on to line 13` */
export function presumptionText(presumption: Presumption): string {
  const { line } = presumption.at;
  switch (presumption.kind) {
    case 'branch': {
      const { to } = presumption;
      if (to === null) return `line ${line} goes to the end`;
      return to.line === line
        ? `line ${line} goes on to ${visible(to.text)}`
        : `line ${line} goes on to line ${to.line}`;
    }
    case 'select':
      return `line ${line} chooses its ${presumption.first ? 'first' : 'second'} value`;
    case 'update':
      return `line ${line} ${presumption.writes ? 'writes' : 'leaves what it finds'}`;
    case 'conditional':
      return `line ${line} succeeds`;
  }
}

/** `waits for line 12: smp_mb() (line 13)` */
export function waitingText({ half, hindrance, assumes }: Hindered): string {
  const said = hindrance.kind === 'order' && hindrance.control;
  const granted = said ? '' : assumes.map((each) => `, if ${presumptionText(each)}`).join('');
  const part = half === null ? '' : `its ${half} `;
  return `${part}${obstacleText(hindrance)}${granted}`;
}

function obstacleText(hindrance: Hindrance): string {
  switch (hindrance.kind) {
    case 'order':
      return hindrance.own ? 'waits for its read' : `waits for line ${hindrance.earlier}: ${hindrance.why}`;
    case 'value':
      return `waits for another value: ${hindrance.location} is ${hindrance.content}`;
    case 'pair':
      return `may not come between the read and the write of ${hindrance.thread}'s ${visible(hindrance.at.text)} (line ${hindrance.at.line})`;
    case 'prediction':
      return `would prove wrong that ${listed(hindrance.wrong.map(presumptionText))}`;
    case 'overtaken':
      return hindrance.by === null
        ? 'would prove wrong what a later access has done ahead of it'
        : `would read a newer value than line ${hindrance.by} has read ahead of it`;
    case 'nowhere':
      return 'uses an address at which there is nothing';
  }
}

/** A step that was taken: `2  P0 32  wb = PageWriteback(page): reads 0 from page.flags, ahead of line 31`. */
export function takenLines(number: number, step: Step, width: number): readonly string[] {
  const lead = `step ${number}  ${step.thread} ${step.line}  `;
  const said = [deedText(step), ...remarksOf(step)].join(', ');
  return wrapped(`${subject(step)}: ${said}`, width - lead.length).map(
    (line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line,
  );
}

/** What is said after a command, apart from the steps that were taken; nothing when those say it all. */
export function noteText(note: Note, step: Step | null, model: string, info: TestInfo): string {
  switch (note.kind) {
    case 'taken':
      return '';
    case 'returned':
      return note.to === 0
        ? 'Back to the start, and along the witness:'
        : `Back to step ${note.to}, where the walk left the witness, and along it:`;
    case 'undone':
      return `Step ${note.number} is undone.`;
    case 'no-choice':
      return `There is no choice ${note.index + 1}: they are numbered from 1 to ${note.choices}.`;
    case 'at-start':
      return 'At the start.';
    case 'at-end':
      return 'There is no step to take: the walk has ended. Go back with u or b.';
    case 'wild':
      return 'Whether there is a witness is not known: some execution uses an address at which there is nothing.';
    case 'no-witness':
      return info.asked.quantifier === 'forall'
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
        : `Step ${note.number} of the witness, marked *, leaves SC behind: ${subject(step)} ${deedText(step)} ahead of ${lines(step.ahead)}.`;
  }
}

function condition(info: TestInfo): string {
  return quoted(info.asked, spellings(info, []));
}

/** What a terminal shows meanwhile. */
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
