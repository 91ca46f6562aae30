#!/usr/bin/env node
import './engine.js';
import module from 'node:module';

module.enableCompileCache?.();
try {
  await import('../dist/cli.js');
} catch (error) {
  if (error?.code !== 'EMFILE' && error?.code !== 'ENFILE') throw error;
  process.stderr.write('error: too many files are open to load pinlitmus: see ulimit -n\n');
  process.exitCode = 2;
}
