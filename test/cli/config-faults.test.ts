/** What is wrong with a configuration, as it is printed. */
import { describe, expect, it } from 'vitest';
import { jsonDocument } from '../../src/cli/config/config-document.js';
import { configFaults } from '../../src/cli/config/config-faults.js';
import { configSchema } from '../../src/cli/config/config-schema.js';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';
import type { Diagnostic } from '../../src/text/diagnostic.js';

function faultsOf(text: string): readonly Diagnostic[] {
  const read = jsonDocument({ name: 'pinlitmus.config.json', text });
  if (read.document === null) return read.diagnostics;
  const { error } = configSchema.safeParse(read.document.value);
  return error === undefined ? [] : configFaults(read.document, error);
}

function messages(text: string, width = 80): string {
  return faultsOf(text)
    .map((fault) => `${renderDiagnostic(fault, { colour: false, width })}\n`)
    .join('\n');
}

const MISSPELT = `{
  "$schema": "./node_modules/pinlitmus/dist/config.schema.json",
  "path": ["litmus"],
  "modles": ["lkmm", "armv8"],
  "limits": { "timout": 30, "total": 600, "steps": 5 },
  "overrides": [
    { "file": ["litmus/slow/**"], "limits": { "total": 3 } },
    { "files": ["litmus/large/**"], "cat": ["mine.cat"] }
  ]
}
`;

const WRONG = `{
  "paths": "litmus",
  "ignore": ["!generated/**", ""],
  "models": ["lkmm", "amrv8", "POWER"],
  "atomics": "LSE",
  "limits": { "states": 1.5, "timeout": "30", "memory": 0, "total": -1 },
  "reporters": ["junti=report.xml", "pretty", "json="],
  "requireExpectations": "yes",
  "cat": ["-"],
  "bell": {},
  "overrides": [{ "models": [] }, 3, { "files": [] }]
}
`;

describe.each([80, 120])('a configuration at %i columns', (width) => {
  it('is told of keys that mean nothing, with what they may have been meant as', async () => {
    await expect(messages(MISSPELT, width)).toMatchFileSnapshot(`golden/config/misspelt-${width}.txt`);
  });

  it('is told of values that are of another kind', async () => {
    await expect(messages(WRONG, width)).toMatchFileSnapshot(`golden/config/wrong-${width}.txt`);
  });
});

describe('the form of JSON', () => {
  const first = (text: string): string => messages(text, 120).split('\n')[0];

  it('may have comments, and commas before brackets', () => {
    expect(faultsOf('// what we check\n{ "paths": ["litmus",], /* all */ }\n')).toEqual([]);
  });

  it.each([
    ['{\n  "paths": ["a"]\n  "models": ["sc"]\n}\n', "3:3: error: expected ',', found '\"models\"'"],
    ['{ "paths" ["a"] }', "1:11: error: expected ':' behind the key, found '['"],
    ['{ paths: ["a"] }', "1:3: error: expected a key in double quotes, found 'paths'"],
    ['{ \'paths\': ["a"] }', "1:3: error: expected a key in double quotes, found ''paths''"],
    ['{ "paths": ["a" }', "1:17: error: expected ']', found '}'"],
    ['{ "paths": ["a"]', "1:17: error: expected '}', found the end of the file"],
    ['{ "paths": }', "1:12: error: expected a value, found '}'"],
    ['{ "paths": ["a\n"] }', '1:13: error: the string that begins here has no end'],
    ['{ /* ', '1:3: error: the comment that begins here has no end'],
    ['{} {}', "1:4: error: expected nothing behind the value, found '{'"],
    ['', '1:1: error: expected a value, found the end of the file'],
    ['[]', '1:1: error: expected an object, found an empty list'],
    ['null', '1:1: error: expected an object, found null'],
  ])('%j: %s', (text, message) => {
    expect(first(text)).toContain(`pinlitmus.config.json:${message}`);
  });

  it('has each key once', () => {
    expect(
      messages('{\n  "paths": ["a"],\n  "models": ["sc"],\n  "paths": ["b"]\n}\n'),
    ).toMatchInlineSnapshot(`
      "pinlitmus.config.json:4:3: error: 'paths' is given twice [repeated-key]
        2 |   "paths": ["a"],
        3 |   "models": ["sc"],
      > 4 |   "paths": ["b"]
          |   ^^^^^^^
        5 | }
        6 |
      pinlitmus.config.json:2:3: note: first here
      > 2 |   "paths": ["a"],
          |   ^^^^^^^
      "
    `);
  });
});
