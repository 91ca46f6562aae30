/** Says at the end of a run which tests were skipped and why: what is not checked should not be silent. */
import type { Reporter, TestModule } from 'vitest/node';

/** Prints a line for each reason that tests gave when they were skipped. */
export class SkipReasons implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const note = result.state === 'skipped' ? result.note : undefined;
        // Without a note a test was left out by whoever started the run, with a pattern of names.
        if (note === undefined) continue;
        const reason = `${module.relativeModuleId}: ${note}`;
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
      }
    }
    for (const [reason, count] of counts)
      console.log(`${count} ${count === 1 ? 'test' : 'tests'} skipped in ${reason}`);
  }
}
