/** The laws on random tests in C with loops and locks: their searches take longest. */
import { lawsHold } from './hold.js';
import { loops } from './loops.js';

lawsHold([['C with loops', loops()]]);
