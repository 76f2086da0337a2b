/**
 * What V8 makes of the functions that a check needs, kept for the next start. Bundled by the build and run in a plain
 * Node process as `code-cache BUNDLE ARGUMENT…`: V8 only takes back what a process with the same flags has left.
 */
import { writeFileSync } from 'node:fs';
import { argv, execPath } from 'node:process';
import { start } from '../start.ts';

const [bundle = '', ...args] = argv.slice(2);
argv.splice(0, argv.length, execPath, bundle, ...args);
const script = start(bundle);
process.on('exit', () => writeFileSync(`${bundle}.cache`, script.createCachedData()));
