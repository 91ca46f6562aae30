/** A worker for tests of the pool that survives no test. */
export default function work() {
  process.exit(1);
}
