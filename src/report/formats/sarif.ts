/**
 * SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as code scanning of GitHub and others take it: a result a problem,
 * a rule for each kind of problem.
 */
import type { CodeFlow, Fix, Invocation, Location, Log, Region, ReportingDescriptor, Result } from 'sarif';
import type { Position } from '../../text/source.js';
import { jsonText } from '../../text/visible.js';
import {
  type ProblemFix,
  type ProblemLister,
  problemText,
  type RelatedPlace,
  type ReportedProblem,
} from '../reported-problem.js';
import { type Reporter, type ReportingCommand, type Reports, remarksOnRun } from '../reporter.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** What kinds of problems of a run there are, in words; faults of a text are told by their own messages. */
const HELP: Readonly<Record<string, readonly [string, string]>> = {
  'unexpected-verdict': [
    'A verdict is not what the test expects',
    'A model allows, or forbids, the state that the condition describes, and the Expect= or Result: line of the test says otherwise. `pinlitmus explain` shows the execution, or the cycle that forbids it.',
  ],
  'unexpected-states': [
    'The final states are not those that were kept',
    'A final state appeared or disappeared, against the file that --states keeps beside the test or the log that --against gives. `pinlitmus explain --state` shows how it comes about, or why it cannot; `pinlitmus check --states=update` keeps what is found now.',
  ],
  deadlock: [
    'Threads wait for each other',
    'Some execution ends in a deadlock that nothing in the test announces, or one that is announced does not come. It is announced by "(* Result: DEADLOCK *)", or by "+deadlock" behind a verdict of Expect=.',
  ],
  assertion: [
    'An assertion fails',
    'A WARN_ON(), a BUG_ON() or the like fires in some final state, which nothing in the test announces, or one that is announced does not. It is announced by "+assertion" behind a verdict of Expect=.',
  ],
  'data-race': [
    'The kernel memory model finds a data race',
    'Two accesses of which one is plain conflict, and nothing orders them: a compiler may do to them what it likes. They are to be marked, by READ_ONCE() and WRITE_ONCE(), or ordered. A race is announced by "(* Result: Sometimes DATARACE *)".',
  ],
  undecided: [
    'A limit was met before the verdict was known',
    'The search of all executions met a limit of states, time or memory, and what was found does not decide. See --timeout, --max-states and --max-memory.',
  ],
  'expects-nothing': [
    'The test expects nothing',
    '--require-expectations asks that every test states a verdict: `pinlitmus check --update` writes those that were found.',
  ],
  'port-fault': [
    "A machine allows what the kernel's model forbids",
    "What the kernel's model forbids no machine that runs the kernel may do: the port's mapping of a primitive, the model of the machine or the kernel's model is at fault.",
  ],
  'redundant-barrier': [
    'A barrier does nothing',
    'Without the barrier the condition has the same answer on every model that was asked. Either it can go, or the test does not show what it is for. Of two that cover for each other one must stay: `pinlitmus barriers` shows what can go together.',
  ],
  'redundant-order': [
    'The order of an access does nothing',
    'With the access written without its order the condition has the same answer on every model that forbids the state.',
  ],
  'weaker-barrier': [
    'A weaker barrier is enough',
    'With the weaker barrier in its place the state stays forbidden on every model that forbids it.',
  ],
  'weaker-order': [
    'A weaker order of an access is enough',
    'With the access written with the weaker order the state stays forbidden on every model that forbids it.',
  ],
  'missing-order': [
    'A change would forbid the state',
    'Some model allows the state that the condition describes. The cheapest change that forbids it was checked from the changed text; `pinlitmus barriers` shows it as a patch, with others.',
  ],
  'allowed-state': [
    'A model allows the state',
    'Some execution that the model allows ends in the state that the condition describes, or that --state gives. It was replayed; its steps are those of the code flow, in the order in which they take effect, or in one where the model has no time.',
  ],
  'forbidden-state': [
    'A model forbids the state',
    'No execution that the model allows ends in the state. The code flow is a cycle that executions which end so would close: each access would have to take effect before the next, and the last before the first.',
  ],
  'internal-error': ['A fault of pinlitmus', 'This is a bug of pinlitmus and not of the test.'],
};

/** The reporter of a command that has problems. */
export function sarifReporter<Command extends ReportingCommand>(
  list: ProblemLister<Command>,
): Reporter<Command> {
  const problems: ReportedProblem[] = [];
  let planned: Reports[Command]['plan'] | null = null;
  return {
    begin(plan) {
      planned = plan;
      return '';
    },
    async result(result) {
      if (planned !== null) problems.push(...list(result, planned));
      return '';
    },
    end: async (summary) => jsonText(logOf(planned?.version ?? '', problems, remarksOnRun(summary))),
  };
}

function logOf(version: string, problems: readonly ReportedProblem[], remarks: readonly string[]): Log {
  const rules = [...new Set(problems.map(({ rule }) => rule))].sort();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'pinlitmus', semanticVersion: version, rules: rules.map(ruleOf) } },
        ...(remarks.length === 0 ? {} : { invocations: [invocationOf(remarks)] }),
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => resultOf(problem, rules.indexOf(problem.rule))),
      },
    ],
  };
}

/** What is said of the run itself. */
function invocationOf(remarks: readonly string[]): Invocation {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: remarks.map((text) => ({ level: 'note', message: { text } })),
  };
}

/** A rule, with the help that GitHub shows as Markdown too. */
function ruleOf(id: string): ReportingDescriptor {
  const [short, help] = HELP[id] ?? [
    `The text of a test has a fault: ${id}`,
    'The test could not be read as it stands, or should be looked at. The message says what was found and what was expected.',
  ];
  const more = `pinlitmus help ${id}`;
  return {
    id,
    shortDescription: { text: short },
    help: { text: `${help} See: ${more}`, markdown: `${help} See: \`${more}\`` },
  };
}

function resultOf(problem: ReportedProblem, ruleIndex: number): Result {
  const { rule, level, file, start, end, command, related, steps, fixes } = problem;
  const text = problemText(problem);
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: command === null ? text : `${text}. See: ${command}` },
    locations: [locationOf(file, start, end)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, index) => ({
            id: index,
            ...locationOf(file, place.start, null),
            message: { text: place.message },
          })),
        }),
    ...(steps.length === 0 ? {} : { codeFlows: [flowOf(file, steps)] }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(file, fix)) }),
  };
}

/** An execution, whose steps are of several threads of the test, or a cycle. */
function flowOf(file: string, steps: readonly RelatedPlace[]): CodeFlow {
  const locations = steps.map(({ start, message }) => ({
    location: { ...locationOf(file, start, null), message: { text: message } },
  }));
  return { threadFlows: [{ locations }] };
}

function fixOf(file: string, { description, edits }: ProblemFix): Fix {
  const replacements = edits.map(({ start, end, text }) => ({
    deletedRegion: regionOf(start, end),
    insertedContent: { text },
  }));
  return {
    description: { text: description },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file) }, replacements }],
  };
}

function locationOf(file: string, start: Position | null, end: Position | null): Location {
  const artifactLocation = { uri: uriOf(file) };
  if (start === null) return { physicalLocation: { artifactLocation } };
  return { physicalLocation: { artifactLocation, region: regionOf(start, end) } };
}

function regionOf(start: Position, end: Position | null): Region {
  return {
    startLine: start.line,
    startColumn: start.column,
    ...(end === null ? {} : { endLine: end.line, endColumn: end.column }),
  };
}

/** A path as a relative reference, or an absolute one as a URI of its own. */
function uriOf(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
