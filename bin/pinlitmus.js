#!/usr/bin/env node
import './engine.js';
import module from 'node:module';

module.enableCompileCache?.();
await import('../dist/cli.js');
