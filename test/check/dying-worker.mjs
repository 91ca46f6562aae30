/** A worker for tests of the pool: it ends its thread, takes all memory, takes its time, or answers, as the text of the test says. */
export default async function work({ source }) {
  if (source.text === 'die') process.exit(1);
  if (source.text === 'hog') for (const hoard = []; ; ) hoard.push({ hoard: [] });
  await new Promise((resolve) => setTimeout(resolve, source.text === 'slow' ? 200 : 0));
  return {
    file: source.name,
    info: null,
    status: 'pass',
    diagnostics: [],
    models: [],
    rows: [],
    crash: null,
  };
}
