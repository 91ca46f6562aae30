/**
 * Power's ordering instructions: sync orders everything, lwsync everything but a store and a later load, eieio stores among
 * themselves; isync orders behind a branch. Power ISA 3.1, Book II, 4.6.3.
 */
import { COST } from '../../kernel/cost.js';
import { type OrderingInstructions, type StrongerSpelling, weakest } from '../ordering-instructions.js';

const FULL = { text: 'sync', cost: COST.full };
const LIGHT = { text: 'lwsync', cost: COST.half };

/** `sync 1` is lwsync. */
function nameOf({ mnemonic, operands }: { readonly mnemonic: string; readonly operands: string }): string {
  return mnemonic === 'SYNC' && operands === '1' ? 'LWSYNC' : mnemonic;
}

export const PPC_ORDERINGS: OrderingInstructions = {
  weaker(instruction) {
    const mnemonic = nameOf(instruction);
    if (mnemonic === 'SYNC' || mnemonic === 'HWSYNC') return weakest('barrier', '', ['eieio', 'lwsync']);
    if (mnemonic === 'LWSYNC') return weakest('barrier', '', ['eieio']);
    if (mnemonic === 'EIEIO') return weakest('barrier', '');
    return mnemonic === 'ISYNC' ? { ...weakest('barrier', ''), ordersAlone: false } : null;
  },
  stronger(instruction): readonly StrongerSpelling[] {
    const mnemonic = nameOf(instruction);
    if (mnemonic === 'LWSYNC') return [{ ...FULL, cost: COST.full - COST.half }];
    return mnemonic === 'EIEIO' || mnemonic === 'ISYNC' ? [LIGHT, FULL] : [];
  },
  barriers: [LIGHT, FULL],
};
