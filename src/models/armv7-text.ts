/**
 * ARMv7 in the cat language, over the events of ARM assembly: the model that "Herding Cats" (herding-cats-text.ts) proposes for ARM in
 * section 6.3 and table VII, in which commits need not follow the order of a location's accesses.
 */
import { PROPAGATION, preservedOrder, RCU_AXIOM, RCU_TAGS } from './herding-cats-text.js';

export const ARMV7_CAT = `"ARMv7"

${RCU_TAGS}

${preservedOrder({ synchronisation: 'ISB', commitsByLocation: false, commitsByChoice: false })}

(* ---- Barriers: figure 17. All of Arm's are of the strong kind; those of stores order stores. *)
let full = ([M] ; po ; [DMB | DSB] ; po ; [M]) | ([W] ; po ; [DMB.ST | DSB.ST] ; po ; [W]) | grace-period
let barrier = full

${PROPAGATION}

${RCU_AXIOM}
`;
