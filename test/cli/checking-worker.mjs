/** A worker for tests that start threads while the sources run as they are: it checks as the API does, which was built. */
import { checkSource } from '../../dist/index.js';

export default function work({ sources, settings }) {
  return sources.map((source) => checkSource(source, settings));
}
