/** AArch64's ordering instructions. Arm ARM (DDI 0487), C3.2 and B2.3.12. */
import { COST } from '../../kernel/cost.js';
import { type OrderingInstructions, type StrongerSpelling, weakest } from '../ordering-instructions.js';

const ATOMIC = /^(SWP|CAS|LD(?:ADD|CLR|EOR|SET|SMAX|SMIN|UMAX|UMIN))(AL|A|L|)([BH]?)$/;
const STORING_ATOMIC = /^(ST(?:ADD|CLR|EOR|SET|SMAX|SMIN|UMAX|UMIN))(L?)([BH]?)$/;
/** Ordered accesses with the plain ones beneath them. */
const ACCESSES: readonly (readonly [RegExp, string])[] = [
  [/^LDAP?R([BH]?)$/, 'LDR$1'],
  [/^LDAPUR([BH]?)$/, 'LDUR$1'],
  [/^LDAXR([BH]?)$/, 'LDXR$1'],
  [/^STLR([BH]?)$/, 'STR$1'],
  [/^STLUR([BH]?)$/, 'STUR$1'],
  [/^STLXR([BH]?)$/, 'STXR$1'],
];
const STRONGER: readonly (readonly [RegExp, string])[] = [
  [/^LDR([BH]?)$/, 'LDAR$1'],
  [/^LDXR([BH]?)$/, 'LDAXR$1'],
  [/^STR([BH]?)$/, 'STLR$1'],
  [/^STXR([BH]?)$/, 'STLXR$1'],
];

export const AARCH64_ORDERINGS: OrderingInstructions = {
  weaker({ mnemonic, operands }) {
    if (mnemonic === 'DMB' || mnemonic === 'DSB') return weakest('barrier', '', halves(mnemonic, operands));
    if (mnemonic === 'ISB') return { ...weakest('barrier', ''), ordersAlone: false };
    const atomic = ATOMIC.exec(mnemonic) ?? STORING_ATOMIC.exec(mnemonic);
    if (atomic !== null) {
      const [, name, order, size] = atomic;
      const middle = order === 'AL' ? [`${name}A${size} ${operands}`, `${name}L${size} ${operands}`] : [];
      return order === '' ? null : weakest('access', `${name}${size} ${operands}`, middle);
    }
    const rule = ACCESSES.find(([pattern]) => pattern.test(mnemonic));
    if (rule === undefined) return null;
    const middle = /^LDAR/.test(mnemonic) ? [`${mnemonic.replace('LDAR', 'LDAPR')} ${operands}`] : [];
    return weakest('access', `${mnemonic.replace(...rule)} ${operands}`, middle);
  },
  stronger({ mnemonic, operands }): readonly StrongerSpelling[] {
    const at = (text: string, cost: number): StrongerSpelling => ({ text: `${text} ${operands}`, cost });
    const atomic = ATOMIC.exec(mnemonic);
    if (atomic !== null) {
      const [, name, order, size] = atomic;
      const half = ['A', 'L']
        .filter(() => order === '')
        .map((each) => at(name + each + size, COST.annotation));
      return order === 'AL' ? [] : [...half, at(`${name}AL${size}`, COST.atomic)];
    }
    const storing = STORING_ATOMIC.exec(mnemonic);
    if (storing !== null)
      return storing[2] === '' ? [at(`${storing[1]}L${storing[3]}`, COST.annotation)] : [];
    const rule = STRONGER.find(([pattern]) => pattern.test(mnemonic));
    if (rule !== undefined) return [at(mnemonic.replace(...rule), COST.annotation)];
    const isHalf = mnemonic === 'DMB' && /(?:ST|LD)$/i.test(operands);
    return isHalf ? [{ text: `DMB ${fullDomain(operands)}`, cost: COST.full - COST.half }] : [];
  },
  barriers: [
    { text: 'DMB ISHST', cost: COST.half },
    { text: 'DMB ISHLD', cost: COST.half },
    { text: 'DMB ISH', cost: COST.full },
  ],
};

function halves(name: string, option: string): readonly string[] {
  const domain = option.toUpperCase();
  if (/(?:ST|LD)$/.test(domain)) return [];
  const prefix = domain === 'SY' ? '' : domain;
  return [`${name} ${prefix}ST`, `${name} ${prefix}LD`];
}

function fullDomain(option: string): string {
  const domain = option.toUpperCase().slice(0, -2);
  return domain === '' ? 'SY' : domain;
}
