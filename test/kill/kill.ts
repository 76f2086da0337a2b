/** kill -9 at random moments on each path that writes to a ledger or to the lists; eight writers on one ledger. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { admissionStore, readCases } from '../../src/ledger/admission.ts';
import { orderStore, readOrders } from '../../src/ledger/order.ts';
import { loadPolicy } from '../../src/ledger/policy.ts';
import type { Store } from '../../src/ledger/store.ts';
import { loadLibrary } from '../../src/lists/load.ts';
import { copyMini } from '../mini-lists.ts';

export const PATHS = ['admission', 'order', 'apply'] as const;
export type Path = (typeof PATHS)[number];

export interface KillResult {
  readonly path: Path;
  /** processes killed while at work */
  readonly kills: number;
  /** records that were confirmed */
  readonly confirmed: number;
  /** what was wrong, in words; empty when nothing was lost */
  readonly faults: readonly string[];
}

/** The writer as one plain file in `folder`, so that a process starts at once. */
export async function builtWriter(folder: string, entry = 'test/kill/writer.ts'): Promise<string> {
  // two folders below where it looks for the schemas of the lists
  const out = join(folder, 'bin', 'writer.mjs');
  await build({
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['yaml', 'ajv', 'ajv/*'],
    banner: { js: "import { createRequire as __r } from 'node:module';\nconst require = __r(import.meta.url);" },
    logLevel: 'silent',
  });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const name of [
    'yaml',
    'ajv',
    'ajv-formats',
    'fast-deep-equal',
    'fast-uri',
    'json-schema-traverse',
    'require-from-string',
  ])
    if (existsSync(`node_modules/${name}`))
      cpSync(`node_modules/${name}`, join(folder, 'node_modules', name), { recursive: true });
  cpSync('lists/schema', join(folder, '../lists/schema'), { recursive: true });
  return out;
}

interface Writing {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<void>;
  errors(): string;
  /** resolves when so many records were confirmed, or the process is gone */
  until(count: number): Promise<void>;
}

function start(script: string, args: readonly string[]): Writing {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let text = '';
  let errors = '';
  let ready = false;
  let wake = (): void => undefined;
  child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const whole = text.split('\n');
    text = whole.pop()!;
    ready ||= whole[0] === 'ready';
    lines.push(...whole.filter((line) => line !== 'ready'));
    wake();
  });
  child.stderr!.setEncoding('utf8').on('data', (piece: string) => {
    errors += piece;
  });
  let gone = false;
  const ended = new Promise<void>((done) =>
    child.on('close', () => {
      gone = true;
      wake();
      done();
    }),
  );
  return {
    child,
    lines,
    ended,
    errors: () => errors,
    async until(count) {
      while (!gone && !(ready && lines.length >= count))
        await new Promise<void>((done) => {
          wake = done;
        });
    },
  };
}

/** What is left of writers that are gone. */
const stale = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?:^|\/)\.(?:tmp|want|lock|takeover)|\.tmp(?:$|\.)/.test(name),
  );

const missing = (store: Store, lines: readonly string[]): string[] =>
  lines.map((line) => line.split(' ')[0]!).filter((id) => !existsSync(join(store.dir, `${id}.yaml`)));

/** Numbers between 0 and 1 that are the same in every run. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** A ledger, or lists with their ledger, in `folder`. */
function prepare(path: Path, folder: string): Store {
  if (path === 'order') return orderStore(folder);
  copyMini(folder);
  mkdirSync(join(folder, 'admissions'), { recursive: true });
  cpSync('lists/admissions/policy.yaml', join(folder, 'admissions/policy.yaml'));
  return admissionStore(join(folder, 'admissions'));
}

/**
 * Kills writers on one path.
 * @param folder empty, for the ledger; @param script as {@link builtWriter} made it
 */
export async function killed(path: Path, points: number, folder: string, script: string): Promise<KillResult> {
  const random = lcg(20261122);
  const store = prepare(path, folder);
  const faults: string[] = [];
  const confirmed: string[] = [];
  let kills = 0;
  let draft = 0;
  for (let point = 0; point < points; point++) {
    const one = start(script, [path, folder, String(point)]);
    // counted in records, not in time, so that a busy machine is killed in the middle of work like an idle one
    await one.until(point % 4);
    await new Promise((later) => setTimeout(later, random() * 25));
    if (one.child.exitCode === null) kills++;
    one.child.kill('SIGKILL');
    await one.ended;
    confirmed.push(...one.lines);
    const wrong = one.errors() === '' ? [] : [one.errors()];
    wrong.push(...store.verify().map((fault) => `${fault.path}: ${fault.fault}`));
    wrong.push(...missing(store, one.lines).map((id) => `${id} was confirmed and is not there`));
    try {
      if (path === 'order')
        for (const order of readOrders(folder, null)) wrong.push(...order.faults.map((fault) => fault.fault));
      if (path === 'admission') {
        const admissions = join(folder, 'admissions');
        for (const one of readCases(admissions, loadPolicy(admissions)))
          wrong.push(...one.faults.map((fault) => fault.fault));
      }
      if (path === 'apply') {
        // the list is whole, and never older than the last draft that was confirmed
        const now = Number(/第(\d+)稿/.exec(loadLibrary(folder, null).items[0]!.title)?.[1] ?? 0);
        const last = Number(one.lines.at(-1)?.split(' ')[1] ?? draft);
        if (now < last) wrong.push(`draft ${last} was confirmed, the list has ${now}`);
        draft = now;
      }
    } catch (error) {
      wrong.push(String(error));
    }
    faults.push(...wrong.map((what) => `${path}, point ${point}: ${what}`));
    if (faults.length > 5) break;
  }
  faults.push(...missing(store, confirmed).map((id) => `${id} is gone at the end`));
  // the next writer sweeps what the dead ones left
  const last = start(script, [path, folder, 'last']);
  await last.until(1);
  await new Promise((later) => setTimeout(later, 100));
  last.child.kill('SIGTERM');
  await last.ended;
  const next = start(script, [path, folder, 'next']);
  await next.until(1);
  next.child.kill('SIGSTOP');
  const left = stale(folder);
  next.child.kill('SIGKILL');
  await next.ended;
  // one lock, one file under way, one wait: of the process that is at work
  if (left.length > 4) faults.push(`not swept: ${left.join(' ')}`);
  return { path, kills, confirmed: confirmed.length, faults };
}

/** @returns how many of `writers` × `records` records are there, and what is wrong */
export async function crowd(
  writers: number,
  records: number,
  folder: string,
  script: string,
): Promise<{ present: number; faults: string[] }> {
  const store = admissionStore(folder);
  const all = Array.from({ length: writers }, (_, i) =>
    start(script, [folder, i < writers / 2 ? 'shared' : `own-${i}`, String(records)]),
  );
  await Promise.all(all.map((one) => one.ended));
  const faults = all.flatMap((one) => (one.errors() === '' ? [] : [one.errors()]));
  faults.push(...store.verify().map((fault) => `${fault.path}: ${fault.fault}`));
  const lines = all.flatMap((one) => one.lines);
  faults.push(...missing(store, lines).map((id) => `${id} was confirmed and is not there`));
  if (new Set(lines).size !== lines.length) faults.push('an id was given twice');
  return { present: [...store.readAll().values()].flat().length, faults };
}
