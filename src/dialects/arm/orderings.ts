/** 32-bit Arm's ordering instructions. Arm ARM for ARMv7-A (DDI 0406), A3.8.3. */
import { COST } from '../../kernel/cost.js';
import { type OrderingInstructions, type StrongerSpelling, weakest } from '../ordering-instructions.js';

const isOfStores = (operands: string): boolean => /ST$/i.test(operands);

export const ARM_ORDERINGS: OrderingInstructions = {
  weaker({ mnemonic, operands }) {
    if (mnemonic === 'ISB') return { ...weakest('barrier', ''), ordersAlone: false };
    if (mnemonic !== 'DMB' && mnemonic !== 'DSB') return null;
    const domain = operands.toUpperCase().replace(/^SY$/, '');
    return weakest('barrier', '', isOfStores(operands) ? [] : [`${mnemonic} ${domain}ST`]);
  },
  stronger({ mnemonic, operands }): readonly StrongerSpelling[] {
    if (mnemonic !== 'DMB' || !isOfStores(operands)) return [];
    const domain = operands.toUpperCase().slice(0, -2);
    return [{ text: `DMB ${domain === '' ? 'SY' : domain}`, cost: COST.full - COST.half }];
  },
  barriers: [
    { text: 'DMB ISHST', cost: COST.half },
    { text: 'DMB ISH', cost: COST.full },
  ],
};
