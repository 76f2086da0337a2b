/**
 * Starts the built command line. What V8 has made of its functions lies beside it (`cli.cjs.cache`, left by the build)
 * and saves compiling them again; V8 refuses what another version of itself or another program left, and the program
 * then compiles as it goes. The build starts it the same way to make that file, so both see the same script.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';

/**
 * Runs a bundle in CommonJS form as the main program.
 * @param file path of the bundle
 * @param cachedData what V8 left of it, absent when there is none
 * @returns the script, of which V8 can leave its work
 */
export function start(file: string, cachedData?: Buffer): Script {
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const script = new Script(source, {
    filename: file,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return script;
}

/** Starts the command line beside this file. */
export function main(): void {
  const file = join(__dirname, 'cli.cjs');
  let kept: Buffer | undefined;
  try {
    kept = readFileSync(`${file}.cache`);
  } catch {
    // it only saves time
  }
  start(file, kept);
}
