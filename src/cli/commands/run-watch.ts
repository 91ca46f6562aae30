/**
 * `pinlitmus check --watch`: runs the tests, and then again what changes and what is not as expected, until the user has seen
 * enough. Each run is one of `check` on a part of the files, so that options mean what they mean without `--watch`.
 */
import type { TestResult } from '../../check/result.js';
import { isWrong } from '../../check/verdict.js';
import { plural, wrapped } from '../../report/text/layout.js';
import { visible } from '../../text/visible.js';
import { pathsGiven } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import { codeOfTest, EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { STDIN } from '../io/document.js';
import { realPath, sameFile } from '../io/file-name.js';
import { columnsOf, type KeyPress, say } from '../io/streams.js';
import { type FileChanges, watchFiles } from '../io/watch-files.js';
import { parsePattern } from '../selection-options.js';
import type { CheckOptions } from './check.js';
import { runCheck } from './run-check.js';

/** What is to be done next. */
type Task =
  | { readonly kind: 'all' }
  | { readonly kind: 'failed' }
  /** What changed since the last run, and what is not as expected. */
  | { readonly kind: 'changed' }
  /** The last run once more. */
  | { readonly kind: 'again' }
  | { readonly kind: 'filter' }
  | { readonly kind: 'explain' }
  | { readonly kind: 'quit'; readonly code: ExitCode };

const KEYS: Readonly<Record<string, Task>> = {
  a: { kind: 'all' },
  f: { kind: 'failed' },
  t: { kind: 'filter' },
  p: { kind: 'filter' },
  e: { kind: 'explain' },
  q: { kind: 'quit', code: EXIT.expected },
  return: { kind: 'again' },
  enter: { kind: 'again' },
};

const HELP = 'a runs all, f what failed, t asks for a filter, e explains, Enter runs again, q quits';

/** Runs the command until it is ended, and gives its exit code. */
export async function runWatch(
  paths: readonly string[],
  options: CheckOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const given = pathsGiven(paths, options);
  if (given.includes(STDIN)) throw new UsageError('--watch cannot watch standard input');
  return new WatchSession(given, options, context).run();
}

class WatchSession {
  readonly #paths: readonly string[];
  readonly #context: CommandContext;
  #options: CheckOptions;
  /** Files that changed and were not run since. */
  readonly #changed = new Set<string>();
  /** Files that were not as expected, with the models that were not; by their paths without links. */
  readonly #failed = new Map<string, FailedTest>();
  /** The files of the last run; null for all. */
  #last: ReadonlySet<string> | null = null;
  #lastResult: FailedTest | null = null;
  /** What was asked for while something else was done. */
  #next: Task | null = null;
  #wake: (() => void) | null = null;
  #run: AbortController | null = null;

  constructor(paths: readonly string[], options: CheckOptions, context: CommandContext) {
    this.#paths = paths;
    this.#options = options;
    this.#context = context;
  }

  async run(): Promise<ExitCode> {
    const { streams } = this.#context;
    const watched = { tests: this.#paths, models: this.#modelPaths(), others: this.#configPaths() };
    const endWatching = await watchFiles(
      watched,
      (changes) => this.#note(changes),
      (reason) => say(streams, `pinlitmus: changes may go unnoticed: ${reason}`),
    );
    let endKeys = await this.#listen();
    try {
      let task: Task = { kind: 'all' };
      while (task.kind !== 'quit') {
        if (task.kind === 'filter') {
          // Reading a line takes the keyboard.
          endKeys();
          const asked = await this.#ask();
          endKeys = await this.#listen();
          task = asked ? { kind: 'all' } : await this.#wait();
        } else {
          await this.#do(task);
          task = await this.#wait();
        }
      }
      return task.code;
    } finally {
      endKeys();
      await endWatching();
    }
  }

  async #do({ kind }: Task): Promise<void> {
    const { streams } = this.#context;
    const failed = this.#failed.keys();
    if (kind === 'all') await this.#check(null, null);
    else if (kind === 'again') await this.#check(this.#last, null);
    else if (kind === 'explain') await this.#explain();
    else if (kind === 'changed') {
      const why = [...this.#changed];
      await this.#check(new Set([...why, ...failed]), why);
    } else if (this.#failed.size > 0) await this.#check(new Set(failed), null);
    else say(streams, 'pinlitmus: everything that was run is as expected');
  }

  /** Runs some of the files, or all of them; `why` is what has changed. */
  async #check(files: ReadonlySet<string> | null, why: readonly string[] | null): Promise<void> {
    const { streams } = this.#context;
    this.#last = files;
    for (const path of files ?? this.#changed) this.#changed.delete(path);
    const run = new AbortController();
    this.#run = run;
    try {
      const code = await runCheck(this.#paths, this.#options, this.#context, {
        signal: run.signal,
        isWanted: (file) => files?.has(realPath(file)) ?? true,
        begun: (wanted) => {
          const changed = wanted.filter((file) => why?.includes(realPath(file)));
          if (why !== null && wanted.length > 0) say(streams, `pinlitmus: ${whyText(changed, wanted)}`);
        },
        result: (result) => this.#take(result),
      });
      // A signal has ended the run, and no key.
      if (code === EXIT.interrupted && !run.signal.aborted) this.#next = { kind: 'quit', code };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      say(streams, `error: ${visible(error.message)}`);
    } finally {
      this.#run = null;
      // All that follows is about what is known now.
      this.#options = { ...this.#options, lastFailed: false };
    }
  }

  #take(result: TestResult): void {
    const path = realPath(result.file);
    const models = result.models.filter(isWrong).map(({ model }) => model);
    const test = { file: result.file, models };
    this.#lastResult = test;
    if (codeOfTest(result) === EXIT.expected) this.#failed.delete(path);
    else this.#failed.set(path, test);
  }

  /** Explains what is not as expected, the first of it; where all is, the test that was run last. */
  async #explain(): Promise<void> {
    const { streams } = this.#context;
    const [test = this.#lastResult] = this.#failed.values();
    if (test === null) {
      say(streams, 'pinlitmus: there is no test to explain');
      return;
    }
    const { runExplain } = await import('./run-explain.js');
    const { cat, bell, atomics, maxStates, timeout, maxMemory, configured, model } = this.#options;
    const names = test.models.filter((name) => !name.startsWith('cat:'));
    await runExplain(
      [test.file],
      {
        ...{ atomics, maxStates, timeout, maxMemory, configured },
        model: names.length > 0 ? names : model,
        ...(names.length < test.models.length ? { cat, bell } : {}),
      },
      this.#context,
    );
  }

  /** Asks for a filter; gives whether there was an answer. */
  async #ask(): Promise<boolean> {
    const { streams } = this.#context;
    const answer = await streams.stdin.ask?.('filter, a regular expression (none for all tests): ');
    if (answer === undefined || answer === null) return false;
    try {
      this.#options = { ...this.#options, filter: answer === '' ? undefined : parsePattern(answer) };
      return true;
    } catch (error) {
      say(streams, `error: ${visible(error instanceof Error ? error.message : String(error))}`);
      return false;
    }
  }

  /** What is asked for next, by keys or by changes. */
  async #wait(): Promise<Task> {
    const { streams } = this.#context;
    if (this.#next === null && this.#changed.size > 0) return { kind: 'changed' };
    if (this.#next === null) {
      const keys = this.#isTyped() ? `: ${HELP}` : '';
      say(streams, '');
      for (const line of wrapped(`pinlitmus: waiting for changes${keys}`, columnsOf(streams.stderr)))
        say(streams, line);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const task = this.#next ?? { kind: 'again' };
    this.#next = null;
    return task;
  }

  /** Takes in what happened to files; a run that is under way goes on, for it is of others, as a rule. */
  #note({ changed, gone, common }: FileChanges): void {
    const { streams } = this.#context;
    for (const path of changed) this.#changed.add(path);
    for (const path of gone) {
      this.#failed.delete(path);
      this.#changed.delete(path);
    }
    if (common === null) {
      if (changed.size > 0) this.#then({ kind: 'changed' });
    } else if (this.#configPaths().some((path) => sameFile(path, common)))
      // What it says is in the options by now, among what the command line says.
      say(streams, `pinlitmus: ${visible(common)} has changed: start again for it to hold`);
    else {
      say(streams, `pinlitmus: ${visible(common)} has changed`);
      this.#then({ kind: 'all' });
    }
  }

  #then(task: Task): void {
    // What changed is in a run of all, and a key is obeyed before it.
    if (task.kind !== 'changed' || this.#next === null) this.#next = task;
    this.#wake?.();
    this.#wake = null;
  }

  #isTyped(): boolean {
    const { stdin } = this.#context.streams;
    return stdin.isTTY === true && stdin.keys !== undefined;
  }

  /** Listens to the keyboard, where there is one; gives what ends that. */
  async #listen(): Promise<() => void> {
    const { stdin } = this.#context.streams;
    if (!this.#isTyped()) return () => undefined;
    return (await stdin.keys?.((key) => this.#press(key))) ?? (() => undefined);
  }

  /** Does what a key says; a run that is under way ends for it. */
  #press({ name, ctrl }: KeyPress): void {
    const task: Task | undefined = ctrl
      ? name === 'c'
        ? { kind: 'quit', code: EXIT.interrupted }
        : undefined
      : KEYS[name];
    if (task === undefined) return;
    this.#then(task);
    this.#run?.abort();
  }

  #configPaths(): readonly string[] {
    const { configured } = this.#options;
    return configured === undefined ? [] : [configured.config.file];
  }

  #modelPaths(): readonly string[] {
    const { cat = [], bell } = this.#options;
    return bell === undefined ? cat : [...cat, bell];
  }
}

/** A test with the models on which it is not as expected. */
interface FailedTest {
  readonly file: string;
  readonly models: readonly string[];
}

function whyText(changed: readonly string[], wanted: readonly string[]): string {
  const others = wanted.length - changed.length;
  const what =
    changed.length === 1
      ? `${visible(changed[0])} has changed`
      : `${plural(changed.length, 'file')} have changed`;
  return others === 0 ? what : `${what}; ${plural(others, 'other test')} failed last`;
}
