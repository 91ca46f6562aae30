/** The models, in the order in which they are run and shown. Adding one is adding a file and a line. */

import { armv8 } from './armv8.js';
import type { Model } from './model.js';
import { pso } from './pso.js';
import { riscv } from './riscv.js';
import { sc } from './sc.js';
import { tso } from './tso.js';

export const MODELS: readonly Model[] = [sc, tso, pso, armv8, riscv];
