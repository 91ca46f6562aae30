/** A model made of its image is the same model. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { imageOf, modelOfImage } from '../../src/cat/cat-image.js';
import { readModel } from '../../src/engine/axioms/compiled-model.js';
import { preparedPlans } from '../../src/engine/axioms/prepare-plan.js';
import { armv8 } from '../../src/models/armv8.js';
import { MODELS } from '../../src/models/index.js';
import { lkmm } from '../../src/models/lkmm.js';
import { ARMV8_TEXT } from '../../src/models/machine-texts.js';
import { power } from '../../src/models/power.js';
import { modelOf } from '../laws/solving.js';

it.each([
  ['the kernel', readModel(lkmm), lkmm.files.model],
  ['POWER', readModel(power), power.files.model],
  [armv8.title, modelOf(ARMV8_TEXT), { name: 'model.cat', text: ARMV8_TEXT }],
])('of %s, after its image was JSON', (_, model, source) => {
  const image = JSON.parse(JSON.stringify(imageOf(model)));
  const again = modelOfImage(image, { ...source, name: model.axioms[0].span.source.name });
  expect(again).toEqual(model);
  expect([...again.granted].every((axiom) => again.axioms.includes(axiom))).toBe(true);
});

it.each(Object.entries(preparedPlans()))('of %s is in the build', (_, image) => {
  const built = readdirSync('dist').filter((file) => file.endsWith('.js'));
  const holding = built.filter((file) => readFileSync(`dist/${file}`, 'utf8').includes(image));
  expect(holding).toContain('index.js');
  expect(holding).toHaveLength(2);
});

it('holds every model of axioms that a check runs on', () => {
  const axioms = MODELS.filter(({ engine }) => engine === 'axioms');
  expect(Object.keys(preparedPlans())).toEqual(axioms.map(({ name }) => name));
});
