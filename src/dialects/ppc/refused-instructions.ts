/** Instructions of Power that are refused by name, and why; that of a form without its dot is that of the form with it. */

/** Of what orders address translation. */
export const NO_PAGES = 'memory has no pages here; sync orders accesses';

const REASONS: readonly (readonly [why: string, names: readonly string[]])[] = [
  [NO_PAGES, ['ptesync', 'tlbie', 'tlbiel', 'tlbsync', 'slbie', 'slbia']],
  [
    'caches are not modelled',
    ['dcbf', 'dcbst', 'dcbz', 'dcbi', 'dcba', 'icbi', 'dcbfl', 'dcbfps', 'dcbstps'],
  ],
  [
    'the bits of the condition register have no names here; compare into a field, and branch on that',
    [
      ...['mfcr', 'mtcr', 'mtcrf', 'mfocrf', 'mtocrf', 'mcrf', 'setb', 'bc', 'bclr', 'bcctr', 'bt', 'bf'],
      ...[
        'crand',
        'cror',
        'crxor',
        'crnand',
        'crnor',
        'creqv',
        'crandc',
        'crorc',
        'crset',
        'crclr',
        'crnot',
        'crmove',
      ],
    ],
  ],
  ['what a choice orders is not known of POWER; write a branch', ['isel', 'iseleq', 'isellt', 'iselgt']],
  ['no overflow is kept here', ['bso', 'bns', 'bun', 'bnu', 'addo', 'subfo', 'nego', 'mullwo']],
  ['no carry is kept here', ['adde', 'addze', 'addme', 'subfe', 'subfze', 'subfme', 'addc', 'subfc', 'subc']],
  [
    'what a division by 0 gives is left open by the manual',
    ['divw', 'divwu', 'divd', 'divdu', 'modsw', 'modsd'],
  ],
  [
    'it accesses several registers at once; write a load or store for each',
    ['lmw', 'stmw', 'lswi', 'stswi', 'lswx', 'stswx'],
  ],
  ['it accesses 128 bits, and a location has at most 64', ['lq', 'stq', 'lqarx', 'stqcx']],
  ['bytes are not reversed here', ['lhbrx', 'lwbrx', 'ldbrx', 'sthbrx', 'stwbrx', 'stdbrx']],
  [
    'no read-modify-write in one instruction is modelled; write lwarx and stwcx.',
    ['lwat', 'ldat', 'stwat', 'stdat'],
  ],
  [
    'of special registers only LR and CTR are modelled',
    ['mfspr', 'mtspr', 'mftb', 'mftbu', 'mfxer', 'mtxer', 'mfmsr', 'mtmsr', 'mtmsrd'],
  ],
  [
    'no instruction traps here',
    ['sc', 'scv', 'rfid', 'hrfid', 'trap', 'tw', 'twi', 'td', 'tdi', 'tweqi', 'twnei'],
  ],
  [
    'there are no registers of vectors or floating point here',
    ['lfs', 'lfd', 'stfs', 'stfd', 'fmr', 'fadd', 'lvx', 'stvx', 'lxvd2x', 'stxvd2x', 'lxv', 'stxv'],
  ],
];

/** The reason by the name. */
export const REFUSED: ReadonlyMap<string, string> = new Map(
  REASONS.flatMap(([why, names]) => names.map((name) => [name, why] as const)),
);
