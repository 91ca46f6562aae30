/** A document of JUnit under way: a suite for each folder of files. */
import builder, { type Builder, type TestCase, type TestSuite } from 'junit-report-builder';
import { visible } from '../../text/visible.js';
import { split } from '../check/batch.js';
import { remarksOnRun, type Summary } from '../reporter.js';

/** Columns of what is shown in a case. */
export const CASE_WIDTH = 100;

/** The suites, in the order in which folders come. */
export class JunitDocument {
  // The package is what its types say is in it as `default`.
  readonly #document = (builder as unknown as Builder).newBuilder();
  readonly #suites = new Map<string, TestSuite>();

  /** A new case of a file, in the suite of its folder; `on` tells several of a file apart. */
  add(file: string, on = ''): TestCase {
    const { directory, name } = split(file);
    return this.#suite(directory)
      .testCase()
      .className(`${directory.replaceAll('/', '.')}${name}`)
      .name(`${name}${on}`)
      .file(visible(file));
  }

  #suite(directory: string): TestSuite {
    const known = this.#suites.get(directory);
    if (known !== undefined) return known;
    const suite = this.#document.testSuite().name(directory === '' ? '.' : directory.replace(/\/$/, ''));
    this.#suites.set(directory, suite);
    return suite;
  }

  /** The whole of it, with the remarks on the run as properties of each suite. */
  endOf(summary: Summary): string {
    const remarks = remarksOnRun(summary);
    if (remarks.length > 0 && this.#suites.size === 0) this.#suite('');
    for (const suite of this.#suites.values()) {
      for (const remark of remarks) suite.property('remark', visible(remark));
    }
    return `${this.#document.build().trimEnd()}\n`;
  }
}
