/** `pinlitmus help`: commands, the pages of the manual at each width, codes of messages, and the pager on a terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { manualLines } from '../../src/report/manual/manual-lines.js';
import { paintAt } from '../../src/report/text/colour.js';
import { widthOf } from '../../src/report/text/layout.js';
import { BIN, pinlitmus } from '../cli/command.js';
import { needing, shownBy } from '../cli/programs.js';
import { runHere } from '../cli/streams.js';
import { ROOT } from './transcripts.js';

const PAGES = readdirSync(join(ROOT, 'src/manual')).filter((name) => /^\w+-.*\.md$/.test(name));

function drawn(text: string, width: number): readonly string[] {
  return manualLines(text, { width, paint: paintAt(0), commandOf: () => null });
}

describe('pinlitmus help', () => {
  it('lists the commands and every page of the manual', () => {
    const { code, stdout } = pinlitmus(['help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}check \[options\]/m);
    for (const page of PAGES) {
      const [, title] = /^# (.*)$/m.exec(readFileSync(join(ROOT, 'src/manual', page), 'utf8')) ?? [];
      expect(stdout, page).toContain(title);
    }
    expect(stdout.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
  });

  it('is no wider than a terminal of 80 columns, for any command', () => {
    const commands = [...pinlitmus(['--help']).stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(15);
    const wide = commands.flatMap((command) =>
      pinlitmus([command, '--help'])
        .stdout.split('\n')
        .filter(({ length }) => length > 80),
    );
    expect(wide).toEqual([]);
  });

  it('shows a command as its --help does', () => {
    for (const command of ['check', 'init', 'help'])
      expect(pinlitmus(['help', command])).toEqual(pinlitmus([command, '--help']));
    // Where the manual has a page of the same name, that is said.
    const { stdout } = pinlitmus(['step', '--help']);
    const more = 'In the manual: pinlitmus help reference-step\n';
    expect(pinlitmus(['help', 'step']).stdout).toBe(stdout + more);
  });

  it('shows a page by its short name and by that of its file', () => {
    const short = pinlitmus(['help', 'exit-codes']);
    expect([short.code, short.stderr]).toEqual([0, '']);
    expect(short.stdout).toMatch(/^# Exit codes and limits\n/);
    expect(pinlitmus(['help', 'reference-exit-codes'])).toEqual(short);
  });

  it('names the pages that a page links to as commands that show them', () => {
    const { stdout } = pinlitmus(['help', 'ci']);
    const [, list] = /^## See also\n\n([\s\S]*)$/m.exec(stdout) ?? [];
    const commands = list?.trimEnd().split('\n') ?? [];
    expect(commands).toContain('  pinlitmus help exit-codes');
    for (const command of commands)
      expect(pinlitmus(command.trim().split(' ').slice(1)).code, command).toBe(0);
  });

  it('says what is near to a name that nothing has', () => {
    expect(pinlitmus(['help', 'lnguage'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        "error: there is no command, topic or code 'lnguage'; did you mean 'language'? (\"pinlitmus help\" lists them)\n",
    });
    expect(pinlitmus(['help', 'chek']).stderr).toContain("did you mean 'check'?");
    expect(pinlitmus(['help', 'zzzzzzzzzzzz']).stderr).not.toContain('did you mean');
  });

  it.each(['--help', 'check --help', 'new --help', 'init --help'])(
    'keeps %s within narrow terminals',
    async (words) => {
      for (const columns of [60, 80]) {
        const { stdout } = await runHere(words.split(' '), { columns });
        // What stands behind the lists is laid out for 80 columns.
        const lists = stdout.slice(0, stdout.indexOf('-h, --help'));
        expect(lists).toContain('Options:');
        for (const line of lists.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
      }
    },
  );
});

describe('a page', () => {
  it.each(PAGES)('%s keeps within the width but for code, and loses no word', (page) => {
    const text = readFileSync(join(ROOT, 'src/manual', page), 'utf8');
    const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
    for (const width of [40, 80, 120]) {
      const lines = drawn(prose, width);
      // A word that is longer than the line stands alone.
      const wide = lines.filter((line) => widthOf(line.trimEnd()) > width && /\S\s+\S/.test(line));
      expect(wide).toEqual([]);
      // Words that are longer than a cell are broken.
      if (width < 80) continue;
      const shown = lines.join(' ');
      // Heads of tables are not shown where rows are paragraphs, and long paths are broken.
      const told = prose
        .replace(/\]\([^)]*\)/g, ']')
        .replace(/^\|.*\n\| ---/gm, '')
        .replace(/\S+\/\S+\/\S+/g, '');
      const words = [...told.matchAll(/[\p{L}\p{N}]{4,14}(?![\p{L}\p{N}])/gu)].map(([word]) => word);
      expect(words.length).toBeGreaterThan(20);
      expect(words.filter((word) => !shown.includes(word))).toEqual([]);
    }
  });

  it('has its code as it stands', () => {
    const code = 'P0(int *x)\n{\n  WRITE_ONCE(*x, 1);\n}';
    expect(drawn(`Text.\n\n\`\`\`c title=a.litmus\n${code}\n\`\`\`\n`, 80)).toEqual([
      'Text.',
      '',
      '  a.litmus:',
      ...code.split('\n').map((line) => `  ${line}`),
    ]);
  });

  it('has tables in columns, and paragraphs where those would be too narrow', () => {
    const table = `| a | b |\n| --- | --- |\n| one | ${'word '.repeat(12)}|\n| two | short |\n`;
    expect(drawn(table, 40).map((line) => line.trimEnd())).toEqual([
      'a    b',
      'one  word word word word word word word',
      '     word word word word word',
      'two  short',
    ]);
    expect(drawn(table, 26)).toEqual([
      'one',
      '    word word word word word',
      '    word word word word word',
      '    word word',
      'two',
      '    short',
    ]);
  });
});

describe('on a terminal', () => {
  beforeEach(needing('script'));

  const shown = (PAGER: string): string =>
    shownBy(`'${process.execPath}' '${BIN}' help exit-codes`, { PAGER }).replaceAll('\r\n', '\n');

  it('goes through the pager that the environment names, with colours', () => {
    const paged = shown("sed 's/^/> /'");
    expect(paged).toContain('\u001b[');
    expect(paged.split('\n').filter((line) => !line.startsWith('> ') && line !== '')).toEqual([]);
  });

  it('is printed where there is no such pager, or none is wanted', () => {
    for (const pager of ['no-such-pager-anywhere', '', 'cat'])
      expect(shown(pager)).toContain('a file that cannot be read');
  });
});
