/**
 * x86's ordering instructions. Without LOCK a read-modify-write is a read and a write: that takes away more than order,
 * and is asked all the same, since a reader asks. XCHG with memory is locked in any case. Intel SDM, vol. 3A, 8.2 and 9.1.2.
 */
import { COST } from '../../kernel/cost.js';
import { type OrderingInstructions, weakest } from '../ordering-instructions.js';

export const X86_ORDERINGS: OrderingInstructions = {
  weaker({ mnemonic, operands, locked }) {
    if (/^[MLS]FENCE$/.test(mnemonic)) return weakest('barrier', '');
    return locked && !/^XCHG/.test(mnemonic) ? weakest('access', `${mnemonic} ${operands}`) : null;
  },
  stronger: ({ mnemonic }) =>
    /^[LS]FENCE$/.test(mnemonic) ? [{ text: 'MFENCE', cost: COST.full - COST.half }] : [],
  barriers: [{ text: 'MFENCE', cost: COST.full }],
};
