/** Accesses of mixed size end every command the same way: an error at its place, no verdict, exit code 3. */
import { expect, it } from 'vitest';
import { directory, pinlitmus } from './command.js';

const SHOWN = `C shown

{ atomic_t l = ATOMIC_INIT(257); }

P0(atomic_t *l)
{
	smp_store_release((u8 *)l, 0);
}

exists (l=256)
`;

const SHOWN_ERROR = `shown.litmus:7:2: error: P0 accesses 1 byte at 'l', which is declared as atomic_t: expected all 4 bytes at once, as mixed sizes are not supported [mixed-size]
  5 | P0(atomic_t *l)
  6 | {
> 7 |     smp_store_release((u8 *)l, 0);
    |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  8 | }
  9 |
shown.litmus:3:12: note: declared here
> 3 | { atomic_t l = ATOMIC_INIT(257); }
    |            ^
`;

// P1 may find either pointer; where it finds y all is well, and the state asked for is there.
const MET = `AArch64 met
{ uint64_t p=y; uint8_t y=1; uint32_t x; 0:X1=p; 0:X3=x; 1:X1=p; }
 P0          | P1           ;
 ADD X2,X3,#1 | LDR X2,[X1]  ;
 STR X2,[X1] | LDRB W3,[X2] ;
exists (1:X3=1)
`;

const HEADS = {
  SC: `met.litmus:5:16: error: on SC, P1 accesses 1 byte at offset 1 of 'x', which is declared as uint32_t: expected all 4 bytes at once, as mixed sizes are not supported [mixed-size]
`,
  Armv8: `met.litmus:5:16: error: on Armv8, P1 accesses 1 byte at offset 1 of 'x', which is declared as uint32_t: expected all 4 bytes at once, as mixed sizes are not supported [mixed-size]
`,
} as const;

const MET_FRAME = `  3 |  P0          | P1           ;
  4 |  ADD X2,X3,#1 | LDR X2,[X1]  ;
> 5 |  STR X2,[X1] | LDRB W3,[X2] ;
    |                ^^^^^^^^^^^^
  6 | exists (1:X3=1)
  7 |
met.litmus:2:39: note: declared here
> 2 | { uint64_t p=y; uint8_t y=1; uint32_t x; 0:X1=p; 0:X3=x; 1:X1=p; }
    |                                       ^
`;

it.each<[string, readonly string[], keyof typeof HEADS]>([
  ['check', ['check'], 'SC'],
  ['check --verdict-only', ['check', '--verdict-only'], 'SC'],
  ['explain', ['explain'], 'SC'],
  ['barriers', ['barriers'], 'Armv8'],
  ['step', ['step'], 'Armv8'],
])('%s', (_, args, model) => {
  const cwd = directory({ 'shown.litmus': SHOWN, 'met.litmus': MET });
  for (const [file, text] of [
    ['shown.litmus', SHOWN_ERROR],
    ['met.litmus', HEADS[model] + MET_FRAME],
  ] as const) {
    const { code, stdout, stderr } = pinlitmus([...args, file], { cwd, input: 'w\nq\n' });
    // Nothing that check could run was left; the others were asked about this very test.
    const [own, said] =
      args[0] === 'check' ? [4, 'pinlitmus: no test was run: it is unsupported\n'] : [3, ''];
    expect(code).toBe(own);
    expect(stdout + stderr).toBe(text + said);
  }
});

it('leaves no verdict in the JSON report', () => {
  const cwd = directory({ 'met.litmus': MET });
  const { code, stdout } = pinlitmus(['check', '--reporter', 'json', 'met.litmus'], { cwd });
  expect(code).toBe(4);
  const [test] = JSON.parse(stdout).tests;
  expect(test).toMatchObject({ status: 'unsupported', models: {} });
  expect(test.diagnostics).toMatchObject([
    { code: 'mixed-size', severity: 'error', start: { line: 5, column: 16 } },
  ]);
});

it('leaves --update nothing to write', () => {
  const cwd = directory({ 'met.litmus': MET });
  const { code, stderr } = pinlitmus(['check', '--update', 'met.litmus'], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain('0 of 1 file changed');
});
