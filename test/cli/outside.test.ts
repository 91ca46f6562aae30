/** Tests whose pointers leave their objects: every command sees the same cells there, and the same errors. */
import { describe, expect, it } from 'vitest';
import { explainSchema } from '../../src/report/formats/explain-schema.js';
import { directory, pinlitmus } from './command.js';

/** A test of two threads over some ints and a pointer to the first. */
function pointing(first: string, second: string, condition: string): string {
  return `C pointing

{
	int *p = &x;
}

P0(int *x, int *y, int **p)
{
	int r0;
	int *q;

	${first}
}

P1(int *x, int *y, int **p)
{
	int r0;

	${second}
}

${condition}
`;
}

const READS = pointing('r0 = READ_ONCE(*(y + 1));', 'WRITE_ONCE(*y, 2);', 'exists (y=2 /\\ 0:r0=0)');
const WRITES = pointing(
  'WRITE_ONCE(*(y + 1), 1);\n\tsmp_wmb();\n\tWRITE_ONCE(*x, 1);',
  'r0 = READ_ONCE(*x);\n\tsmp_rmb();\n\tif (r0)\n\t\tr0 = READ_ONCE(*(y + 1));\n\telse\n\t\tr0 = 2;',
  'exists (1:r0=0)',
);
const FAR = pointing('r0 = READ_ONCE(*(y + 70000));', 'WRITE_ONCE(*y, 2);', 'exists (y=2 /\\ 0:r0=0)');
const NULL = pointing(
  'q = READ_ONCE(*p);\n\tr0 = READ_ONCE(*q);',
  'WRITE_ONCE(*p, 0);\n\tsmp_mb();\n\tWRITE_ONCE(*x, 1);',
  'exists (0:r0=1)',
);
/** A pointer that finds nothing and goes on; the other thread has all the time for that. */
const AWAY = pointing(
  'r0 = READ_ONCE(*x);\n\tq = x;\n\twhile (r0 == 0) {\n\t\tq = q + 1;\n\t\tr0 = READ_ONCE(*q);\n\t}',
  'WRITE_ONCE(*y, 1);',
  'exists (y=1)',
);

function run(command: string, text: string, ...args: readonly string[]) {
  const cwd = directory({ 't.litmus': text });
  return pinlitmus([command, ...args, 't.litmus'], { cwd, input: 'w\n' });
}

const COMMANDS = ['check', 'explain', 'barriers', 'step'];

describe('a cell outside an object', () => {
  it.each(COMMANDS)('is told of by %s', (command) => {
    const { code, stdout, stderr } = run(command, READS);
    expect(code).toBe(0);
    expect(stdout + stderr).toMatch(/warning: on (LKMM|SC|x86-TSO|Armv8), P0\s+reaches 4 bytes\s+after 'y'/);
  });

  it('is read by every command', () => {
    expect(run('check', READS).stdout).toMatch(/^ {2}Armv8 +Always /m);
    expect(run('explain', READS).stdout).toContain(
      `"y=2 /\\ 0:r0=0" is allowed by the kernel's model and on SC, x86-TSO, PSO`,
    );
    expect(run('barriers', READS).stdout).toContain("is allowed by the kernel's model and on x86-TSO");
    expect(run('step', READS).stdout).toContain('"y=2 /\\ 0:r0=0" is true of it.');
  });

  it('is written by every command, and has a name', () => {
    expect(run('check', WRITES).stdout).toMatch(/^ {2}Armv8 +Never /m);
    const explained = run('explain', WRITES, '--model', 'armv8').stdout;
    expect(explained).toContain('"1:r0=0" is forbidden on Armv8.');
    expect(explained).toContain('smp_wmb()');
    expect(run('barriers', WRITES, '--model', 'armv8').stdout).toMatch(/smp_wmb\(\) +needed/);
    const stepped = run('step', WRITES).stdout;
    expect(stepped).toContain('memory  x=0; y+4=0');
    expect(stepped).toContain('There is no witness: "1:r0=0" is true of no final state on Armv8.');
  });
});

describe('an address near no object', () => {
  it.each(COMMANDS.flatMap((command) => [[command, FAR] as const, [command, NULL] as const]))(
    'is an error to %s, which says nothing else',
    (command, text) => {
      const { code, stdout, stderr } = run(command, text);
      expect(code).toBe(3);
      expect(stdout + stderr).toMatch(/error: on (LKMM|SC|x86-TSO|Armv8), P0 uses (\d+)\s+as\s+an\s+address/);
      expect(stdout).not.toMatch(/forbidden|allowed|witness/);
    },
  );

  it('is in the JSON document of an explanation, and keeps no other file from being explained', () => {
    const cwd = directory({ 'far.litmus': FAR, 'near.litmus': READS });
    const { code, stdout } = pinlitmus(['explain', '-r', 'json', 'far.litmus', 'near.litmus'], { cwd });
    expect(code).toBe(3);
    const [far, near] = explainSchema.parse(JSON.parse(stdout)).files;
    const codes = (file: typeof far): readonly string[] => file.diagnostics.map(({ code }) => code);
    expect(far.models).toEqual({});
    expect(codes(far)).toContain('bad-address');
    expect(near.models.armv8.verdict).toBe('allowed');
    expect(codes(near)).toContain('outside-object');
  });

  it('is come to soon by a pointer that walks there', () => {
    expect(run('check', AWAY, '--max-states', '20_000').code).toBe(3);
  });

  it('is not come to within a limit on all searches together, which is what is reported', () => {
    const { code, stdout } = run('check', AWAY, '--max-states', '300', '--model', 'sc');
    expect(code).toBe(5);
    expect(stdout).toContain('stopped at 300 states');
  });
});
