/** The document of `pinlitmus compare` and its schema. */
import { expect, it } from 'vitest';
import { compareJsonSchema } from '../../src/report/compare/compare-schema.js';

it('has a schema that is published as it is', async () => {
  const schema = `${JSON.stringify(compareJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../../src/report/formats/compare.schema.json');
});
