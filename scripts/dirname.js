/** What older modules call their directory, for those that are bundled: it is that of the bundle. */
import { fileURLToPath } from 'node:url';

export const __dirname = fileURLToPath(new URL('.', import.meta.url));
