/**
 * Random tests of atomics without result whose writes the thread reads back before barriers that order reads: in assembly, where
 * a read is bound to such a write before its value is computed (window/binding.ts).
 */
import type fc from 'fast-check';
import { AARCH64, assemblyTexts } from './assembly.js';

const READ_BACK = [
  'LDR R,[A]',
  'LDR R,[A]',
  'LDAR R,[A]',
  'LDADD S,R,[A]',
  'SWP S,R,[A]',
  'CAS R,S,[A]',
  'LDADDA S,R,[A]',
];
const BARRIERS = ['DMB LD', 'DMB LD', 'DSB LD', 'DMB SY', 'DMB ST', 'ISB'];

/** An atomic without result, what reads its write, and a barrier behind that. */
const SEQUENCES = ['STADD S,[A]', 'STSET S,[A]', 'STADDL S,[A]', 'SWP S,WZR,[A]'].flatMap((atomic) =>
  READ_BACK.flatMap((read) => [
    `MOV S,#1;${atomic};${read};DMB LD;LDR S,[B]`,
    `${atomic};${read};DMB LD;LDR S,[B]`,
  ]),
);

/** What another thread does that tells whether the read behind the barrier came before the atomic's own. */
const WRITERS = [
  ...['MOV R,#1;STR R,[B];DMB SY;STR R,[A]', 'MOV R,#1;STR R,[B];MOV S,#2;STLR S,[A]'],
  ...[
    'MOV R,#2;STR R,[B];STADDL R,[A]',
    'MOV R,#1;STR R,[B];DMB ST;STADD R,[A]',
    'MOV R,#1;SWP R,S,[B];DMB SY;STR R,[A]',
  ],
];

/** The texts of them. */
export function lateAtomics(longest: number): fc.Arbitrary<string> {
  const templates = [
    ...['LDR R,[A]', 'LDR R,[B]', 'STR R,[A]', 'MOV R,#1;STR R,[A]', 'MOV R,#2;STR R,[B]', 'MOV R,#1'],
    ...[
      'EOR W8,S,S;LDR R,[A,W8,SXTW]',
      'EOR W8,S,S;STR R,[A,W8,SXTW]',
      'STLR R,[A]',
      'MOV R,#1;DMB SY;STR R,[A]',
    ],
    ...[
      'STADD R,[A]',
      'STADD R,[A]',
      'STADD R,[A]',
      'STSET R,[A]',
      'LDXR R,[A];STXR W7,S,[A]',
      'LDAPR R,[A]',
    ],
    ...['CMP R,#1;CSEL R,S,WZR,EQ', 'EOR W8,S,S;ADD X9,A,W8,SXTW;STADD S,[X9];LDR R,[A]'],
    ...WRITERS,
    ...READ_BACK,
    ...BARRIERS,
    ...SEQUENCES,
    ...WRITERS.flatMap((each) => [each, each, each]),
  ];
  const loops = [
    'L:;LDR R,[A];CBZ R,L',
    'MOV R,#1;STADD R,[A];L:;LDR R,[A];CMP R,#2;B.NE L;DMB LD;LDR S,[B]',
  ];
  return assemblyTexts({ ...AARCH64, templates, loops }, longest);
}
