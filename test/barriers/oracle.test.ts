/** What an audit remembers of one text is no answer for another that the model tells apart. */
import { expect, it } from 'vitest';
import { edited } from '../../src/barriers/edit.js';
import { Oracle } from '../../src/barriers/oracle.js';
import { sitesOf } from '../../src/barriers/sites.js';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { MODELS } from '../../src/models/index.js';
import { textOf } from './audited.js';

const { limits, atomics } = DEFAULT_SETTINGS;
const CASES = ['SB+mbs', 'MP+mbs', 'MP+wmb+rmb', 'R+mbs', 'IRIW+mbs', 'WRC+rel+acq', 'LB+mbs'];

it.each(MODELS.flatMap((model) => CASES.map((name) => [name, model.name, model] as const)))(
  'each weaker form of %s on %s',
  (name, _, model) => {
    const text = textOf(`classics/${name}`);
    const oracle = new Oracle({ limits, atomics });
    const weaker = sitesOf({ name, text }).flatMap((site) => site.weaker);
    const variants = [text, ...weaker.map(({ edits }) => edited(text, edits))];
    expect(weaker.length).toBeGreaterThan(1);
    for (const variant of variants) {
      const [checked] = checkSource(
        { name, text: variant },
        { ...DEFAULT_SETTINGS, models: [model.name] },
      ).models;
      expect(oracle.ask(variant, model).kind).toBe(checked.holds ? 'allowed' : 'forbidden');
    }
  },
);
