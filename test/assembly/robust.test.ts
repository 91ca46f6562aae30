/** Laws of the assembly front end: whatever the text, it ends, does not throw, and points into the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';
import { byPosition } from '../../src/text/diagnostic.js';

const SAMPLES = {
  AArch64: `AArch64 MP+all
"a title"
Cycle=Rfe Fre
(* a comment *)
{ x=1; uint32_t y; int *p=&x; 0:X1=x; P1:X3 = y; [z]=0x10; 1:X2=-1; }
 P0                 | P1                     ;
 MOV W0,#1          | L0: LDAXR W0,[X3]      ;
 STR W0,[X1]        | STXR W2,W0,[X3,#0]     ;
 DMB ISHST          | CBNZ W2,L0             ;
 STP W0,W4,[X1],#8  | LDR W5,[X3,W0,SXTW #2] ;
 CMP W0,W4, LSL #1  | B.NE Out               ;
 CSEL X5,X6,XZR,GT  | SWPAL W0,W1,[X3]       ;
 UBFX X6,SP,#4,#8   | Out: .L1.a:            ;
 CCMP W6,W%a,#4,NE  | MSR NZCV,X%b           ;
locations [x; 0:X5; %b]
filter (x<>1)
~exists (1:X0=1 /\\ (x=2 \\/ ~[y]=x) => 0:W5!=0x1f)
`,
  X86: `X86 SB
{ x = 0; P1:EAX = 1 };
 P0          | P1             ;
 MOV [x],$1  | mov [y], 1     ;
 MFENCE      | LOCK INC [x]   ;
 MOV EAX,[y] | XCHG [x],EAX   ;
final (0:EAX=0 /\\ P1:EAX=0);
with
tso: ~exists;
<<
show 3
>>
`,
  RISCV: `RISCV LB
{ 0:x5=x; 1:a0=y; int z; }
 P0               | P1                  ;
 ori x6,x0,1      | lr.w.aq t0,(a0)     ;
 sw x6,0(x5)      | sc.w.rl t1,t0,0(a0) ;
 fence rw,w       | bne t1,x0,LC00      ;
 amoadd.w x7,x6,(x5) | LC00:            ;
forall (0:x7=0 /\\ 1:t0=1)
`,
};

const PIECES = [
  ...new Set(
    Object.values(SAMPLES)
      .join('')
      .match(/\s+|\w+|\/\\|\\\/|./gu),
  ),
];

function survives(text: string): void {
  const { test: loaded, diagnostics } = loadTest({ name: 'random.litmus', text });
  expect([...diagnostics].sort(byPosition)).toEqual(diagnostics);
  expect(loaded !== null || diagnostics.length > 0).toBe(true);
  for (const diagnostic of diagnostics) {
    const { start, end } = diagnostic.span;
    expect(0 <= start && start <= end && end <= text.length).toBe(true);
    renderDiagnostic(diagnostic, { colour: false, width: 60 });
  }
}

const mutation = (sample: string) =>
  fc.record({
    from: fc.nat(sample.length),
    length: fc.nat(12),
    pieces: fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }),
  });

test.each(Object.entries(SAMPLES))('the sample of %s is a test', (_, text) => {
  const { diagnostics } = loadTest({ name: 'sample.litmus', text });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each(Object.entries(SAMPLES))('mutations of a test of %s are survived', (_, sample) => {
  fc.assert(
    fc.property(fc.array(mutation(sample), { minLength: 1, maxLength: 4 }), (mutations) => {
      let text = sample;
      for (const { from, length, pieces } of mutations) {
        text = text.slice(0, from) + pieces.join('') + text.slice(from + length);
      }
      survives(text);
    }),
    { numRuns: 400 },
  );
});

test.each(Object.keys(SAMPLES))('random pieces after %s are survived', (dialect) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 120 }), (pieces) => {
      survives(`${dialect} a\n{}\n P0 ;\n${pieces.join('')}`);
    }),
    { numRuns: 200 },
  );
});

test('random characters are survived', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(SAMPLES)), fc.string({ unit: 'binary' }), (dialect, text) =>
      survives(`${dialect} ${text}`),
    ),
    { numRuns: 500 },
  );
});
