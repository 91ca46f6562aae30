/** The laws on random tests of atomics whose writes are read before they are computed. */
import { lawsHold } from './hold.js';
import { lateAtomics } from './late-atomics.js';

lawsHold([['AArch64, read back', lateAtomics(2)]]);
