/** The models, in the order in which they are run and shown. Adding one is adding a file and a line. */

import { armv7 } from './armv7.js';
import { armv8 } from './armv8.js';
import { lkmm } from './lkmm.js';
import type { Model, WindowModel } from './model.js';
import { power } from './power.js';
import { pso } from './pso.js';
import { riscv } from './riscv.js';
import { sc } from './sc.js';
import { tso } from './tso.js';

/** The machines. */
export const MACHINES: readonly WindowModel[] = [sc, tso, pso, armv8, riscv];

export const MODELS: readonly Model[] = [lkmm, ...MACHINES, power, armv7];
