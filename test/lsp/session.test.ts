/** The real server in an editing session over its streams, in C and in assembly. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type {
  DocumentSymbol,
  FoldingRange,
  Location,
  SemanticTokens,
} from 'vscode-languageserver-protocol/node';
import { MP, MP_AARCH64 } from '../language/texts.js';
import { EditorSession } from './session.js';

/** Six threads that each write and read everything: no search of it ends while somebody waits. */
function exploding(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const parameters = names.map((name) => `int *${name}`).join(', ');
  const threads = names.map((_, thread) => {
    const steps = names.map(
      (name, index) => `\tWRITE_ONCE(*${name}, ${thread + 1});\n\tint r${index} = READ_ONCE(*${name});`,
    );
    return `P${thread}(${parameters})\n{\n${steps.join('\n')}\n}\n`;
  });
  return `C explodes\n\n{}\n\n${threads.join('\n')}\nexists (0:r0=6 /\\ 5:r5=1)\n`;
}

/** The threads of the server, where the system tells; null elsewhere. */
function threadsOf({ process: { pid } }: EditorSession): number | null {
  const tasks = `/proc/${pid}/task`;
  return existsSync(tasks) ? readdirSync(tasks).length : null;
}

describe('an editing session in C', () => {
  it('from a fault to its fix, verdicts, explanations, names and layout', async () => {
    const editor = await EditorSession.open(MP);
    expect(editor.initialized.serverInfo?.name).toBe('pinlitmus');
    expect(await editor.diagnostics()).toEqual([]);
    expect(await editor.lens()).toBe(
      '25: LKMM Sometimes · SC Never · x86-TSO Never · PSO Sometimes · Armv8 Sometimes · RISC-V Sometimes: explain',
    );

    await editor.type('READ_ONCE(*flag);', 'READ_ONC(*flag);');
    const [fault] = await editor.diagnostics((list) => list.length > 0);
    expect(fault).toMatchObject({
      code: 'unknown-function',
      severity: 1,
      source: 'pinlitmus',
      range: editor.rangeOf('READ_ONC'),
    });
    expect(fault.message).toContain("did you mean 'READ_ONCE'");
    const [page, section] = (fault.codeDescription?.href ?? '').split('#');
    expect(readFileSync(fileURLToPath(page), 'utf8')).toContain(`## ${section}\n`);
    expect(section).toBe('unknown-function');
    expect(await editor.lens()).toBeNull();
    await editor.take('READ_ONC', "Change 'READ_ONC' to 'READ_ONCE'");
    expect(editor.text).toBe(MP);
    expect(await editor.lens()).toContain('RISC-V');

    expect(await editor.hover('WRITE_ONCE(*flag')).toContain('| LKMM | `W[once]` |');
    expect(await editor.hover('r0 = READ')).toContain('`int r0`: local of P1');
    await expect.poll(() => editor.hover('r0 = READ')).toContain('| Armv8 | 0, 1 |');

    const completions = await editor.completions('r1 = ¦READ');
    expect(completions.map(({ label }) => label)).toEqual(expect.arrayContaining(['r0', 'smp_load_acquire']));
    const acquire = completions.find(({ label }) => label === 'smp_load_acquire');
    const resolved = await editor.connection.sendRequest('completionItem/resolve', acquire);
    expect(resolved).toMatchObject({
      documentation: { kind: 'markdown', value: expect.stringContaining('ldar') },
    });

    await editor.rename('r0=1', 'seen');
    expect(editor.text).toBe(MP.replaceAll('r0', 'seen'));
    await expect(editor.rename('seen=1', 'r1')).rejects.toThrow("'r1' is used already");

    const definition = await editor.ask<Location[]>('definition', { position: editor.position('seen=1') });
    expect(definition.map(({ range }) => range)).toEqual(
      [editor.rangeOf('seen;')].map(({ start }) => ({
        start,
        end: { line: start.line, character: start.character + 4 },
      })),
    );
    const references = await editor.ask<Location[]>('references', {
      position: editor.position('seen=1'),
      context: { includeDeclaration: true },
    });
    expect(references).toHaveLength(4);

    await editor.type('\tWRITE_ONCE(*data, 1);', 'WRITE_ONCE( *data,1 );');
    await editor.diagnostics();
    await editor.apply(await editor.ask('formatting', { options: { tabSize: 8, insertSpaces: false } }));
    expect(editor.text).toContain('\tWRITE_ONCE(*data, 1);\n');
    expect(await editor.close()).toBe(0);
  });

  it('adds the order that is missing, and says what a barrier is for', async () => {
    const editor = await EditorSession.open(
      MP.replace('r0 = READ_ONCE(*flag);', 'r0 = smp_load_acquire(flag);'),
    );
    const hints = await editor.diagnostics((list) => list.some(({ code }) => code === 'missing-order'));
    expect(hints.find(({ code }) => code === 'missing-order')?.range).toEqual(
      editor.rangeOf('WRITE_ONCE(*flag, 1);'),
    );
    await editor.take('WRITE_ONCE(*flag, 1);', 'Make this smp_store_release()');
    expect(editor.text).toContain('\tsmp_store_release(flag, 1);\n');
    expect(await editor.lens()).toContain(' · Armv8 Never, expected Sometimes · ');
    // LKMM and Armv8 do not do as the header says any more.
    await editor.diagnostics((list) => list.some(({ code }) => code === 'unexpected-verdict'));
    await editor.take('Expect=', 'Write the verdicts into Expect=');
    expect(editor.text).toContain('Expect=lkmm:Never armv8:Never sc:Never tso:Never pso:Never riscv:Never\n');
    await editor.diagnostics((list) => list.every(({ code }) => code !== 'unexpected-verdict'));

    await editor.type('\tWRITE_ONCE(*data, 1);\n', '\tWRITE_ONCE(*data, 1);\n\tsmp_mb();\n');
    await editor.diagnostics((list) => list.some(({ code }) => code === 'redundant-barrier'));
    expect(await editor.hover('smp_mb()')).toContain('| Armv8 | redundant |');
    expect(await editor.hover('smp_store_release')).toContain('| Armv8 | redundant |');
    await editor.take('smp_mb()', 'Remove smp_mb()');
    expect(editor.text).not.toContain('smp_mb');
    expect(await editor.close()).toBe(0);
  });

  it('shows the values at the end of a local that nothing asks about', async () => {
    const editor = await EditorSession.open(MP.replace(' /\\ 1:r1=0', ''));
    await editor.lens();
    // A hover waits a while, and on a busy machine the next one has the answer.
    const values = async (): Promise<string | null> => editor.hover('r1 = READ');
    await expect.poll(values).toContain('| model | 1:r1 at the end |');
    expect(await values()).toContain('| SC | 0, 1 |');
    expect(await editor.close()).toBe(0);
  });

  it('explains the verdicts, in a file beside and in its answer', async () => {
    const editor = await EditorSession.open(MP);
    await editor.lens();
    const answer = await editor.connection.sendRequest('workspace/executeCommand', {
      command: 'pinlitmus.explain',
      arguments: [editor.uri],
    });
    expect(answer).toMatchObject({
      text: expect.stringContaining('SC forbids it too'),
      uri: editor.shown[0].uri,
    });
    const shown = fileURLToPath(editor.shown[0].uri);
    expect(readFileSync(shown, 'utf8')).toContain('PSO, Armv8 and RISC-V: how');
    await editor.connection.sendRequest('workspace/executeCommand', {
      command: 'pinlitmus.explainGraph',
      arguments: [editor.uri],
    });
    expect(editor.shown[1].external).toBe(true);
    expect(readFileSync(fileURLToPath(editor.shown[1].uri), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(await editor.close()).toBe(0);
    expect(existsSync(shown)).toBe(false);
  });

  it('gives up a search that explodes as soon as one types on', async () => {
    const editor = await EditorSession.open(exploding(), ['--timeout', '600']);
    await editor.diagnostics();
    const idle = threadsOf(editor);
    const lens = editor.lens().then(
      () => 'answered',
      (error: Error) => error.message,
    );
    // The search is under way, and would be for minutes.
    const early = await Promise.race([
      lens,
      new Promise((resolve) => setTimeout(() => resolve('searching'), 2000)),
    ]);
    expect(early).toBe('searching');
    if (idle !== null) expect(threadsOf(editor)).toBeGreaterThan(idle);
    await editor.apply([
      { range: { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } }, newText: MP },
    ]);
    await lens;
    expect(await editor.lens()).toContain('RISC-V');
    await editor.diagnostics((list) => list.some(({ code }) => code === 'missing-order'));
    if (idle !== null) await expect.poll(() => threadsOf(editor)).toBeLessThanOrEqual(idle);
    expect(await editor.close()).toBe(0);
  });

  it('ends a search in time, and says that it is not known', async () => {
    const editor = await EditorSession.open(exploding(), ['--timeout', '0.2', '--model', 'tso']);
    expect(await editor.lens()).toContain('x86-TSO Unknown: stopped after 200 ms');
    expect(await editor.close()).toBe(0);
  });

  it('obeys the configuration of the directory', async () => {
    const config = JSON.stringify({ models: ['sc', 'tso'] });
    const editor = await EditorSession.open(MP, [], { 'pinlitmus.config.json': config });
    expect(await editor.lens()).toBe('25: SC Never · x86-TSO Never: explain');
    expect(await editor.close()).toBe(0);
  });
});

describe('an editing session in assembly', () => {
  it('from a fault to its fix, verdicts, hover, completion, names and layout', async () => {
    const editor = await EditorSession.open(MP_AARCH64);
    expect(await editor.lens()).toBe('11: SC Never · Armv8 Sometimes: explain');

    await editor.type('LDR W2,[X1]', 'LDRR W2,[X1]');
    const [fault] = await editor.diagnostics((list) => list.length > 0);
    expect(fault).toMatchObject({ code: 'unknown-instruction', range: editor.rangeOf('LDRR') });
    await editor.take('LDRR', "Change 'LDRR' to 'LDR'");
    expect(editor.text).toBe(MP_AARCH64);

    await expect.poll(() => editor.hover('W2,[')).toContain('| Armv8 | 0, 1 |');
    await editor.diagnostics((list) => list.some(({ code }) => code === 'missing-order'));
    expect(await editor.hover('DMB ISH')).toContain('a barrier');
    const labels = (await editor.completions('LDR W2,[¦X1')).map(({ label }) => label);
    expect(labels.slice(0, 3)).toEqual(['X1', 'X3', 'W0']);
    await editor.rename('flag', 'ready');
    expect(editor.text).toBe(MP_AARCH64.replaceAll('flag', 'ready'));

    const hints = await editor.diagnostics((list) => list.some(({ code }) => code === 'missing-order'));
    expect(hints.find(({ code }) => code === 'missing-order')?.range).toEqual(
      editor.rangeOf('MOV W0,#1   | LDR W0,[X3] ;'),
    );
    await editor.take('exists', 'Make this LDAR');
    expect(await editor.lens()).toBe('11: SC Never · Armv8 Never: explain');
    await editor.apply(await editor.ask('formatting', { options: { tabSize: 8, insertSpaces: false } }));
    expect(editor.text).toContain(' MOV W0,#1   | LDAR W0,[X3] ;\n');
    expect(await editor.close()).toBe(0);
  });

  it('has symbols, folds and colours', async () => {
    const editor = await EditorSession.open(MP_AARCH64);
    const symbols = await editor.ask<DocumentSymbol[]>('documentSymbol');
    expect(symbols.map(({ name }) => name)).toEqual(['P0', 'P1', 'exists (1:X0=1 /\\ 1:X2=0)']);
    const folds = await editor.ask<FoldingRange[]>('foldingRange');
    expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [1, 4],
      [5, 9],
    ]);
    const { data } = await editor.ask<SemanticTokens>('semanticTokens/full');
    const types = editor.initialized.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
    const kinds = data.flatMap((type, index) => (index % 5 === 3 ? [types[type]] : []));
    expect(kinds.slice(0, 2)).toEqual(['keyword', 'namespace']);
    expect(kinds.filter((kind) => kind === 'macro')).toHaveLength(1);
    expect(await editor.close()).toBe(0);
  });
});

describe('the server', () => {
  it('answers about a text that is no test', async () => {
    const editor = await EditorSession.open('what is this\n');
    expect(await editor.diagnostics((list) => list.length > 0)).toMatchObject([{ code: 'unexpected' }]);
    expect(await editor.lens()).toBeNull();
    expect(await editor.hover('what')).toBeNull();
    expect(await editor.completions('what is¦')).toEqual([]);
    expect(await editor.close()).toBe(0);
  });

  it('keeps the line ends of a text', async () => {
    const editor = await EditorSession.open(MP.replace('*data, 1);', '*data, 1)').replaceAll('\n', '\r\n'));
    await editor.diagnostics((list) => list.length > 0);
    await editor.take('WRITE_ONCE(*data, 1)', "Insert ';'");
    expect(editor.text).toBe(MP.replaceAll('\n', '\r\n'));
    await editor.diagnostics((list) => list.some(({ code }) => code === 'missing-order'));
    await editor.take('exists', 'Insert smp_wmb()');
    expect(editor.text).toContain('\r\n\tsmp_wmb();\r\n');
    await editor.apply(await editor.ask('formatting', { options: { tabSize: 8, insertSpaces: false } }));
    expect(editor.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(await editor.close()).toBe(0);
  });

  it('ends when the editor is gone', async () => {
    const editor = await EditorSession.open(MP);
    const ended = new Promise((resolve) => editor.process.once('exit', resolve));
    editor.process.stdin?.end();
    expect(await ended).toBe(1);
  });
});
