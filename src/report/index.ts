/**
 * The reporters by name, for every command. A new one is a file of its own and an entry here. The first that serves a
 * command is its default. All but the usual one are loaded when they are asked for.
 */
import { prettyCheck } from './check/check-reporter.js';
import type { ProblemLister } from './reported-problem.js';
import type { ReporterEntry, ReporterLoader, ReportingCommand } from './reporter.js';

async function checkProblems(): Promise<ProblemLister<'check'>> {
  return (await import('./check/problem-list.js')).problemsOf;
}

async function auditProblems(): Promise<ProblemLister<'barriers'>> {
  return (await import('./barriers/barrier-problems.js')).problemsOfAudit;
}

async function explainProblems(): Promise<ProblemLister<'explain'>> {
  return (await import('./explain/explain-problems.js')).problemsOfExplanation;
}

export const REPORTERS: readonly ReporterEntry[] = [
  {
    name: 'pretty',
    about: 'for people',
    serves: {
      check: async (canvas) => prettyCheck(canvas),
      explain: async (canvas) => (await import('./explain/explain-reporter.js')).prettyExplain(canvas),
      barriers: async (canvas) => (await import('./barriers/barriers-reporter.js')).prettyBarriers(canvas),
    },
  },
  {
    name: 'json',
    about: 'one document with a published schema',
    serves: {
      check: async () => (await import('./formats/check-json.js')).jsonCheck(),
      explain: async () => (await import('./formats/explain-json.js')).jsonExplain(),
      barriers: async () => (await import('./formats/barriers-json.js')).jsonBarriers(),
    },
  },
  {
    name: 'jsonl',
    about: 'the same, a line a test as it finishes',
    serves: {
      check: async () => (await import('./formats/jsonl.js')).jsonLines(),
      explain: async () => (await import('./formats/jsonl.js')).jsonLinesExplain(),
      barriers: async () => (await import('./formats/jsonl.js')).jsonLinesBarriers(),
    },
  },
  {
    name: 'junit',
    about: 'XML as CI servers read it',
    serves: {
      check: async () => (await import('./formats/junit.js')).junitCheck(),
      barriers: async () => (await import('./formats/junit.js')).junitBarriers(),
    },
  },
  {
    name: 'github',
    about: 'annotations of GitHub Actions',
    serves: {
      check: async () => (await import('./formats/github.js')).githubReporter(await checkProblems()),
      explain: async () => (await import('./formats/github.js')).githubReporter(await explainProblems()),
      barriers: async () => (await import('./formats/github.js')).githubReporter(await auditProblems()),
    },
  },
  {
    name: 'markdown',
    about: 'a summary of the run',
    serves: {
      check: async () => (await import('./formats/markdown.js')).markdownCheck(),
      explain: async () => (await import('./formats/markdown.js')).markdownExplain(),
      barriers: async () => (await import('./formats/markdown.js')).markdownBarriers(),
    },
  },
  {
    name: 'sarif',
    about: 'SARIF 2.1.0 for code scanning',
    serves: {
      check: async () => (await import('./formats/sarif.js')).sarifReporter(await checkProblems()),
      explain: async () => (await import('./formats/sarif.js')).sarifReporter(await explainProblems()),
      barriers: async () => (await import('./formats/sarif.js')).sarifReporter(await auditProblems()),
    },
  },
  {
    name: 'tap',
    about: 'TAP 14',
    serves: {
      check: async () => (await import('./formats/tap.js')).tapCheck(),
      barriers: async () => (await import('./formats/tap.js')).tapBarriers(),
    },
  },
  {
    name: 'gcc',
    about: 'a line a problem, for editors',
    serves: {
      check: async () => (await import('./formats/gcc.js')).gccReporter(await checkProblems()),
      explain: async () => (await import('./formats/gcc.js')).gccReporter(await explainProblems()),
      barriers: async () => (await import('./formats/gcc.js')).gccReporter(await auditProblems()),
    },
  },
  {
    name: 'herd',
    about: 'what herd7 prints, for scripts that read that',
    serves: { check: async () => (await import('./formats/herd.js')).herdCheck() },
  },
];

/** The forms of `explain --graph`, which draw what the reporters tell. */
export const GRAPHS: readonly ReporterEntry[] = [
  {
    name: 'dot',
    about: "Graphviz's text of one diagram",
    serves: {
      explain: async () => (await import('./graph/graph.js')).graphReporter('dot'),
    },
  },
  {
    name: 'svg',
    about: 'one diagram',
    serves: {
      explain: async () => (await import('./graph/graph.js')).graphReporter('svg'),
    },
  },
  {
    name: 'html',
    about: 'a page with all diagrams and the source',
    serves: {
      explain: async () => (await import('./graph/graph.js')).graphReporter('html'),
    },
  },
];

/** The entries that serve a command. */
export function reportersOf(
  command: ReportingCommand,
  entries: readonly ReporterEntry[] = REPORTERS,
): readonly ReporterEntry[] {
  return entries.filter((entry) => entry.serves[command] !== undefined);
}

/** How the reporter of that name is loaded for a command; undefined where there is none. */
export function loaderOf<Command extends ReportingCommand>(
  command: Command,
  name: string,
  entries: readonly ReporterEntry[] = REPORTERS,
): ReporterLoader<Command> | undefined {
  return entries.find((entry) => entry.name === name)?.serves[command];
}
