/** RISC-V's ordering instructions: FENCE names the kinds that it orders, atomics carry .aq and .rl. The ISA manual, RVWMO. */
import { COST } from '../../kernel/cost.js';
import {
  type OrderingInstructions,
  type StrongerSpelling,
  type WeakerSpelling,
  type WeakerSpellings,
  weakest,
} from '../ordering-instructions.js';

const KINDS = ['r', 'w', 'rw'] as const;
const ATOMIC = /^((?:AMO\w+|LR|SC)\.[WD])((?:\.AQ)?(?:\.?RL)?)$/;

export const RISCV_ORDERINGS: OrderingInstructions = {
  weaker({ mnemonic, operands }) {
    if (mnemonic === 'FENCE') return fences(operands);
    if (mnemonic === 'FENCE.TSO') return weakest('barrier', '', ['FENCE r,rw', 'FENCE rw,w']);
    const [, name, order] = ATOMIC.exec(mnemonic) ?? [];
    if (name === undefined || order === '') return null;
    const middle = order.includes('AQ') && order.includes('RL') ? ['.AQ', '.RL'] : [];
    return weakest(
      'access',
      `${name} ${operands}`,
      middle.map((each) => `${name}${each} ${operands}`),
    );
  },
  stronger({ mnemonic, operands }): readonly StrongerSpelling[] {
    if (mnemonic.startsWith('FENCE')) return fuller(mnemonic, operands);
    const [, name, order] = ATOMIC.exec(mnemonic) ?? [];
    if (name === undefined || (order.includes('AQ') && order.includes('RL'))) return [];
    const half = order === '' ? halves(name) : [];
    return [
      ...half.map((each) => ({ text: `${name}${each} ${operands}`, cost: COST.annotation })),
      { text: `${name}.AQ.RL ${operands}`, cost: COST.atomic },
    ];
  },
  barriers: [
    { text: 'FENCE r,rw', cost: COST.annotation },
    { text: 'FENCE rw,w', cost: COST.annotation },
    { text: 'FENCE w,w', cost: COST.half },
    { text: 'FENCE r,r', cost: COST.half },
    { text: 'FENCE rw,rw', cost: COST.full },
  ],
};

/** LR takes no .rl alone, and SC no .aq (the ISA manual, "LR/SC"). */
function halves(name: string): readonly string[] {
  if (name.startsWith('LR')) return ['.AQ'];
  return name.startsWith('SC') ? ['.RL'] : ['.AQ', '.RL'];
}

function fuller(mnemonic: string, operands: string): readonly StrongerSpelling[] {
  const full = mnemonic === 'FENCE' && (operands === '' || /^rw\s*,\s*rw$/i.test(operands));
  const orders = mnemonic === 'FENCE' || mnemonic === 'FENCE.TSO';
  return full || !orders ? [] : [{ text: 'FENCE rw,rw', cost: COST.full - COST.half }];
}

/** Every fence that orders fewer pairs of kinds, by how many. */
function fences(operands: string): WeakerSpellings {
  const [before, after] =
    operands === ''
      ? ['rw', 'rw']
      : operands
          .toLowerCase()
          .split(',')
          .map((each) => each.trim());
  const weaker = KINDS.flatMap((a) =>
    KINDS.flatMap((b): readonly WeakerSpelling[] => {
      const within =
        [...a].every((each) => before.includes(each)) && [...b].every((each) => after.includes(each));
      const pairs = a.length * b.length;
      const fewer = within && pairs < before.length * after.length;
      return fewer ? [{ text: `FENCE ${a},${b}`, level: pairs, bare: false }] : [];
    }),
  );
  const gone: WeakerSpelling = { text: '', level: 0, bare: true };
  return { kind: 'barrier', ordersAlone: true, weaker: [gone, ...weaker.sort((a, b) => a.level - b.level)] };
}
