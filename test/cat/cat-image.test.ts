/** A model made of its image is the same model. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { imageOf, modelOfImage } from '../../src/cat/cat-image.js';
import { readModel } from '../../src/engine/axioms/compiled-model.js';
import { preparedPlan } from '../../src/engine/axioms/prepare-plan.js';
import { armv8 } from '../../src/models/armv8.js';
import { lkmm } from '../../src/models/lkmm.js';
import { ARMV8_TEXT } from '../../src/models/machine-texts.js';
import { modelOf } from '../laws/solving.js';

it.each([
  ['the kernel', readModel(lkmm), lkmm.files.model],
  [armv8.title, modelOf(ARMV8_TEXT), { name: 'model.cat', text: ARMV8_TEXT }],
])('of %s, after its image was JSON', (_, model, source) => {
  const image = JSON.parse(JSON.stringify(imageOf(model)));
  const again = modelOfImage(image, { ...source, name: model.axioms[0].span.source.name });
  expect(again).toEqual(model);
  expect([...again.granted].every((axiom) => again.axioms.includes(axiom))).toBe(true);
});

it('of the kernel is in the build', () => {
  const chunks = readdirSync('dist').filter((file) => file.endsWith('.js'));
  const [start] = preparedPlan().split(',', 1);
  const literals = chunks.map((file) =>
    /PREPARED_PLAN = (.)(.{60})/.exec(readFileSync(`dist/${file}`, 'utf8')),
  );
  expect(literals.some((found) => found?.[2].replaceAll('\\', '').startsWith(start))).toBe(true);
});
