/** What the build makes ready of the kernel's model: see prepared-plan.ts. */
import { imageOf } from '../../cat/cat-image.js';
import { lkmm } from '../../models/lkmm.js';
import { readModel } from './compiled-model.js';

/** The image as JSON. */
export function preparedPlan(): string {
  return JSON.stringify(imageOf(readModel(lkmm)));
}
