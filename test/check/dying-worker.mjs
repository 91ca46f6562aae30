/**
 * A worker for tests of the pool: it ends its thread, takes all memory, takes its time, or answers, as the text of a test
 * says. It gives back what comes after a test that took its time.
 */
export default async function work({ sources }) {
  const results = [];
  for (const { name, text } of sources) {
    if (text === 'die') process.exit(1);
    if (text === 'hog') for (const hoard = []; ; ) hoard.push({ hoard: [] });
    await new Promise((resolve) => setTimeout(resolve, text === 'slow' ? 200 : 0));
    results.push({
      file: name,
      info: null,
      status: 'pass',
      diagnostics: [],
      models: [],
      rows: [],
      crash: null,
    });
    if (text === 'slow') break;
  }
  return results;
}
