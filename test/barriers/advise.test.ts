/** Advice: what is proposed, what is not, and that it is the cheapest. */
import { describe, expect, it } from 'vitest';
import type { Alternative, BarrierResult } from '../../src/barriers/barrier-result.js';
import { edited } from '../../src/barriers/edit.js';
import { Oracle } from '../../src/barriers/oracle.js';
import { costOf, NONE, type Slot, type SlotChoice, taken } from '../../src/barriers/slot.js';
import { slotsOf } from '../../src/barriers/slots.js';
import { MODELS } from '../../src/models/index.js';
import { audit, auditCase, SETTINGS, textOf } from './audited.js';

function alternatives({ advice }: BarrierResult): readonly Alternative[] {
  if (advice.kind !== 'alternatives') throw new Error(advice.kind);
  return advice.alternatives;
}

/** Each alternative in a line. */
function lines(result: BarrierResult): readonly string[] {
  return alternatives(result).map(({ changes, cost }) => {
    const texts = changes.map((change) =>
      change.kind === 'insert' ? `${change.line}+ ${change.barrier}` : `${change.line} ${change.by}`,
    );
    return `${cost}: ${texts.join(', ')}`;
  });
}

describe('advice', () => {
  it('completes an atomic with the barrier that is made for it', () => {
    expect(lines(auditCase('gup-writeback/barrier-no-mb'))).toEqual(['5: 24+ smp_mb__after_atomic()']);
    expect(lines(auditCase('gup-writeback/put-no-before-atomic', { models: ['armv8'] }))).toContain(
      '5: 20+ smp_mb__before_atomic()',
    );
  });

  it('makes a barrier that is there stronger, rather than adding one', () => {
    expect(lines(auditCase('gup-writeback/barrier-set'))).toEqual(['2: 33 smp_mb__after_atomic()']);
    expect(lines(auditCase('gup-writeback/barrier-flag'))).toEqual(['5: 34 smp_mb()']);
  });

  it('orders message passing by acquire and release first', () => {
    expect(lines(auditCase('classics/MP'))).toEqual([
      '4: 19 smp_store_release(), 27 smp_load_acquire()',
      '5: 19 smp_store_release(), 28+ smp_rmb()',
      '5: 19+ smp_wmb(), 27 smp_load_acquire()',
    ]);
  });

  it('has only full barriers for store buffering, and for Armv8 alone what Armv8 makes of release and acquire', () => {
    expect(lines(auditCase('classics/SB'))).toEqual(['16: 25+ smp_mb(), 33+ smp_mb()']);
    expect(lines(auditCase('classics/SB', { models: ['armv8'] }))[0]).toBe(
      '8: 24 smp_store_release(), 25 smp_load_acquire(), 32 smp_store_release(), 33 smp_load_acquire()',
    );
  });

  it('writes the arguments of a call anew only where they call nothing', () => {
    const text = `C nested
{ struct page page; page._refcount=0; struct page *p=&page; }

P0(struct page **p, int *x)
{
	int r0 = page_count(READ_ONCE(*p));
	int r1 = READ_ONCE(*x);
}

P1(struct page *page, int *x)
{
	WRITE_ONCE(*x, 1);
	smp_mb();
	set_page_count(page, 5);
}

exists (0:r0=5 /\\ 0:r1=0)
`;
    expect(lines(audit(text, { models: ['armv8'] }))).toEqual(['3: 7+ smp_rmb()']);
    expect(lines(audit(text.replace('READ_ONCE(*p)', '*p'), { models: ['armv8'] }))[0]).toBe(
      '2: 6 atomic_read_acquire()',
    );
  });

  it('counts a dependency that is there as order that costs nothing', () => {
    expect(lines(auditCase('classics/MP+po+addr'))[0]).toBe('2: 21 smp_store_release()');
  });

  it('puts braces around an arm that has none', () => {
    const [, second] = alternatives(auditCase('pages/anon-exclusive-no-rmb'));
    expect(second.text).toContain('\t\tif (r1) {\n\t\t\tsmp_rmb();\n\t\t\tr2 = READ_ONCE(*excl);\n\t\t}\n');
  });

  it('puts braces around one arm of two, and around the body of a loop', () => {
    const reader = (body: string): string =>
      `C test\n\n{}\n\nP0(int *x, int *y)\n{\n\tWRITE_ONCE(*x, 1);\n\tsmp_wmb();\n\tWRITE_ONCE(*y, 1);\n}\n\nP1(int *x, int *y, int *z)\n{\n\tint r0;\n\tint r1 = 1;\n\n\tr0 = READ_ONCE(*y);\n${body}}\n\nexists (1:r0=1 /\\ 1:r1=0)\n`;
    const bodies = [
      [
        '\tif (r0)\n\t\tr1 = READ_ONCE(*x);\n\telse\n\t\tr1 = 2;\n',
        '\tif (r0) {\n\t\tsmp_rmb();\n\t\tr1 = READ_ONCE(*x);\n\t} else\n\t\tr1 = 2;\n',
      ],
      [
        '\tif (!r0)\n\t\tr1 = 2;\n\telse\n\t\tr1 = READ_ONCE(*x);\n',
        '\telse {\n\t\tsmp_rmb();\n\t\tr1 = READ_ONCE(*x);\n\t}\n',
      ],
      [
        '\tdo\n\t\tr1 = READ_ONCE(*x);\n\twhile (r1 == 3);\n',
        '\tdo {\n\t\tsmp_rmb();\n\t\tr1 = READ_ONCE(*x);\n\t} while (r1 == 3);\n',
      ],
    ];
    for (const [body, expected] of bodies) {
      const [, second] = alternatives(audit(reader(body), { models: ['armv8'] }));
      expect(second.text).toContain(expected);
    }
  });

  it('uses the instructions of the architecture in assembly, on rows of their own', () => {
    expect(lines(auditCase('assembly/SB+stlr-ldaprs'))).toEqual(['16: 19+ DMB ISH, 19+ DMB ISH']);
    expect(alternatives(auditCase('assembly/SB+stlr-ldaprs'))[0].text).toContain(
      '\n DMB ISH       | DMB ISH       ;\n',
    );
    expect(lines(auditCase('assembly/SB+sfences'))).toEqual(['10: 16 MFENCE, 16 MFENCE']);
    expect(lines(auditCase('assembly/SB+fence.tsos'))).toEqual(['10: 19 fence rw,rw, 19 fence rw,rw']);
  });

  it('keeps a file of Windows a file of Windows', () => {
    const text = textOf('classics/SB').replaceAll('\n', '\r\n');
    const [first] = alternatives(audit(text));
    expect(first.text).toContain('\tsmp_mb();\r\n');
    expect(first.text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('says that a state which SC allows is no barrier bug', () => {
    expect(auditCase('gup-writeback/barrier-look-first').advice).toEqual({ kind: 'not-a-barrier-bug' });
  });

  it('says when nothing that it can change helps', () => {
    const text =
      'C test\n#define SET WRITE_ONCE\n#define GET READ_ONCE\n\n{}\n\nP0(int *x, int *y)\n{\n\tint r0;\n\n\tr0 = (SET(*x, 1), GET(*y));\n}\n\nP1(int *x, int *y)\n{\n\tint r0;\n\n\tr0 = (SET(*y, 1), GET(*x));\n}\n\nexists (0:r0=0 /\\ 1:r0=0)\n';
    expect(audit(text, { models: ['tso', 'armv8'] }).advice).toEqual({
      kind: 'no-help',
      models: ['tso', 'armv8'],
    });
  });

  it('is silent where the state is forbidden', () => {
    expect(auditCase('gup-writeback/barrier').advice).toEqual({ kind: 'none-needed' });
  });

  it('stops at its bound, and says so', () => {
    const { advice } = auditCase('classics/IRIW', { searches: 8 });
    expect(advice).toMatchObject({ kind: 'alternatives', complete: false });
  });
});

describe.each([
  'classics/MP',
  'classics/SB',
  'classics/LB',
  'gup-writeback/barrier-no-mb',
  'assembly/SB+stlr-ldaprs',
])('the advice on %s', (name) => {
  it('is the cheapest of all choices of changes', () => {
    const text = textOf(name);
    const result = auditCase(name);
    const models = MODELS.filter((model) => result.models.some((each) => each.model === model.name));
    const oracle = new Oracle(SETTINGS);
    const slots = slotsOf({ name, text });
    const forbids = (choice: SlotChoice): boolean => {
      const changed = edited(
        text,
        taken(slots, choice).flatMap(({ edits }) => edits),
      );
      return models.every((model) => oracle.ask(changed, model).kind === 'forbidden');
    };
    const [best] = alternatives(result);
    const cheaper = choices(slots).filter((choice) => costOf(slots, choice) < best.cost);
    expect(cheaper.filter(forbids)).toEqual([]);
  });
});

function choices(slots: readonly Slot[]): readonly SlotChoice[] {
  return slots.reduce<readonly SlotChoice[]>(
    (all, { options }) =>
      all.flatMap((choice) => [NONE, ...options.keys()].map((option) => [...choice, option])),
    [[]],
  );
}
