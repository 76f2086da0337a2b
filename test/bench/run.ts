/** Child processes that are timed. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { peakMemory, processorTime } from './machine.ts';

export interface Timed {
  readonly seconds: number;
  /** processor time over the process and its children, to a tenth of a second; null where the system does not say */
  readonly cpu: number | null;
  /** MB over the process and its children, null where the system does not say */
  readonly memory: number | null;
  readonly code: number | null;
}

/** Runs node with these arguments, output thrown away. */
export function timed(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Timed> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env },
    });
    const peaks = new Map<number, number>();
    const times = new Map<number, number>();
    const look = (): void => {
      for (const pid of [child.pid!, ...childrenOf(child.pid!)]) {
        const peak = peakMemory(pid);
        if (peak !== null) peaks.set(pid, peak);
        const time = processorTime(pid);
        if (time !== null) times.set(pid, time);
      }
    };
    const timer = setInterval(look, 100);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(timer);
      const sum = (all: ReadonlyMap<number, number>): number | null =>
        all.size === 0 ? null : [...all.values()].reduce((a, b) => a + b, 0);
      resolve({ seconds: (performance.now() - start) / 1000, cpu: sum(times), memory: sum(peaks), code });
    });
  });
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

export const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1]!;

/** Medians of several commands, run in turn so that a busy moment meets all of them. */
export async function inTurn(
  commands: Readonly<Record<string, readonly string[]>>,
  times: number,
): Promise<Record<string, number>> {
  const seconds: Record<string, number[]> = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let i = 0; i < times; i++)
    for (const [name, args] of Object.entries(commands)) {
      const { seconds: one, code } = await timed(args);
      if (code !== 0 && code !== 1) throw new Error(`${name}: exit code ${code}`);
      seconds[name]!.push(one);
    }
  return Object.fromEntries(Object.entries(seconds).map(([name, list]) => [name, median(list)]));
}
