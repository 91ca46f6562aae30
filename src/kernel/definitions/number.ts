/** Macros over numbers that need more than a formula. include/linux/minmax.h, math.h. */
import { definitionsFrom } from './definition.js';

export const NUMBERS = definitionsFrom('include/linux/minmax.h', [
  ['abs', '#define abs(x) ({ typeof(x) number__ = (x); number__ < 0 ? -number__ : number__; })\n'],
  ['clamp', '#define clamp(val, lo, hi) min(max(val, lo), hi)\n'],
  ['min3', '#define min3(x, y, z) min(min(x, y), z)\n'],
  ['max3', '#define max3(x, y, z) max(max(x, y), z)\n'],
  ['fallthrough', '#define fallthrough do { } while (0)\n'],
]);
