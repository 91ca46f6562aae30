/** The question: locations, filter, condition. */
import { describe, expect, test } from 'vitest';
import { messages, parsed, showOperand, showProposition, withCondition } from './show.js';

function proposition(text: string): string {
  return showProposition(parsed(withCondition(`exists (${text})`)).condition!.proposition);
}

describe('propositions', () => {
  test.each([
    ['0:r1=1 /\\ x=2', '(0:r1=1 and x=2)'],
    ['x=1 \\/ y=1 /\\ z=1', '(x=1 or (y=1 and z=1))'],
    ['x=1 || y==1 && z!=1', '(x=1 or (y=1 and z!=1))'],
    ['x=1 => y=1 => z=1', '(x=1 implies (y=1 implies z=1))'],
    ['~x=1', '~(x=1)'],
    ['~~x=1 /\\ not (y=1) /\\ !z', '((~(~(x=1)) and ~(y=1)) and ~(z))'],
    ['true \\/ false', '(true or false)'],
    ['x<1 /\\ x<=2 /\\ x>3 /\\ x>=4', '(((x<1 and x<=2) and x>3) and x>=4)'],
    ['x<>1 /\\ 0:r1 <> x', '(x!=1 and 0:r1!=x)'],
    ['[x]=1 /\\ *y=2 /\\ a[1]=3 /\\ page.flags=4', '((([x]=1 and [y]=2) and a[1]=3) and page.flags=4)'],
    ['0:r1=x /\\ 0:r2=&x /\\ 1:r1=0:r1', '((0:r1=x and 0:r2=&x) and 1:r1=0:r1)'],
    ['x=-1 /\\ y=0x10 /\\ r0', '((x=-1 and y=16) and r0)'],
    ['P1:r0=1', '1:r0=1'],
    ['((x=1))', 'x=1'],
  ])('%s', (text, shown) => {
    expect(proposition(text)).toBe(shown);
  });
});

describe('quantifiers', () => {
  test.each([
    ['exists (x=1)', 'exists'],
    ['exists x=1', 'exists'],
    ['~exists (x=1)', '~exists'],
    ['~ exists (x=1)', '~exists'],
    ['not exists (x=1)', '~exists'],
    ['!exists (x=1)', '~exists'],
    ['forall (x=1);', 'forall'],
  ])('%s', (text, quantifier) => {
    expect(parsed(withCondition(text)).condition?.quantifier).toBe(quantifier);
  });

  test('the span of a condition is the proposition without the quantifier', () => {
    const { condition, source } = parsed(withCondition('forall\n  (x=1 /\\ y=2) (* end *)'));
    expect(source.text.slice(condition!.span.start, condition!.span.end)).toBe('(x=1 /\\ y=2)');
  });
});

describe('locations and filter', () => {
  test('come in either order', () => {
    for (const text of [
      'locations [x;] filter (x=1) exists (x=1)',
      'filter (x=1)\nlocations [x]\nexists (x=1)',
    ]) {
      const { locations, filter } = parsed(withCondition(text));
      expect(locations.map(showOperand)).toEqual(['x']);
      expect(showProposition(filter!)).toBe('x=1');
    }
  });

  test('drop types and stars, before the name or behind it', () => {
    const text =
      'locations [x; 0:r0; int y; *z; a[1]; struct page *p; y int; z int*; q*; page.flags; int 1:r0]';
    expect(parsed(withCondition(text)).locations.map(showOperand)).toEqual([
      'x',
      '0:r0',
      'y',
      '[z]',
      'a[1]',
      'p',
      'y',
      'z',
      'q',
      'page.flags',
      '1:r0',
    ]);
  });

  test('are enough of a question', () => {
    expect(parsed(withCondition('locations [x]')).condition).toBeNull();
    expect(messages(withCondition(''))).toEqual([]);
    expect(messages(withCondition('filter (x=1)'))).toEqual([]);
  });
});
