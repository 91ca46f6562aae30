/** Texts for tests of language intelligence: `¦` marks the offset that is asked about. */
import { outlineOf, type TextOutline } from '../../src/language/index.js';

/** Message passing with two locals, as kernel code. */
export const MP = `C MP
"message passing"
Expect=lkmm:Sometimes armv8:Sometimes
Names=flag:1:r0

{
	int data = 0;
}

P0(int *data, int *flag)
{
	WRITE_ONCE(*data, 1);
	WRITE_ONCE(*flag, 1);
}

P1(int *data, int *flag)
{
	int r0;
	int r1;

	r0 = READ_ONCE(*flag);
	r1 = READ_ONCE(*data);
}

exists (1:r0=1 /\\ 1:r1=0)
`;

/** The same for Armv8. */
export const MP_AARCH64 = `AArch64 MP
{
	0:X1=data; 0:X3=flag;
	1:X1=data; 1:X3=flag;
}
 P0          | P1          ;
 MOV W0,#1   | LDR W0,[X3] ;
 STR W0,[X1] | LDR W2,[X1] ;
 DMB ISH     |             ;
 STR W0,[X3] |             ;
exists (1:X0=1 /\\ 1:X2=0)
`;

/** A text and the offset of its mark. */
export function marked(text: string): { readonly outline: TextOutline; readonly offset: number } {
  const offset = text.indexOf('¦');
  if (offset === -1) throw new Error('nothing is marked');
  return { outline: outlineOf(text.replace('¦', '')), offset };
}

/** The text with the mark in the `count`-th place, from 0 on, where a word stands. */
export function at(text: string, word: string, count = 0): string {
  let offset = -1;
  for (let each = 0; each <= count; each += 1) offset = text.indexOf(word, offset + 1);
  if (offset === -1) throw new Error(`there is no ${count}-th '${word}'`);
  return `${text.slice(0, offset)}¦${text.slice(offset)}`;
}
