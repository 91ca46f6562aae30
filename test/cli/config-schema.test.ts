/** The schema of configurations is published as it is; `npm run schema` writes the file anew. */
import { expect, it } from 'vitest';
import { configJsonSchema } from '../../src/cli/config/config-schema.js';

it('the schema of configurations is that of the file', async () => {
  const schema = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../../src/cli/config/config.schema.json');
});
