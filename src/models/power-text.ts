/**
 * POWER in the cat language, over the events of PPC assembly; sections and figures in the comments are those of "Herding Cats"
 * (herding-cats-text.ts).
 */
import { PROPAGATION, preservedOrder, RCU_AXIOM, RCU_TAGS } from './herding-cats-text.js';

export const POWER_CAT = `"POWER"

${RCU_TAGS}

${preservedOrder({ synchronisation: 'ISYNC', commitsByLocation: true, commitsByChoice: true })}

(* ---- Barriers: figure 17. lwsync leaves a write and a later read as they are; eieio orders writes. *)
let full = ([M] ; po ; [SYNC] ; po ; [M]) | grace-period
let lightweight = ([M] ; po ; [LWSYNC] ; po ; [M]) \\ (W * R)
let writes = [W] ; po ; [EIEIO] ; po ; [W]
let barrier = full | lightweight | writes

${PROPAGATION}

${RCU_AXIOM}
`;
