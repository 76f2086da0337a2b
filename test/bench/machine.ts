/** What a figure was measured on, without anything that names the machine or its folders. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gb: number;
  readonly node: string;
  /** load of the last minute when the run began: figures of a busy machine say little */
  readonly load: number;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: Math.round(loadavg()[0]! * 10) / 10,
  };
}

/** Largest resident memory that a running process has had, in MB; null where the system does not say. */
export function peakMemory(pid: number): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}

/** Seconds of processor time that a running process has used; null where the system does not say. */
export function processorTime(pid: number): number | null {
  try {
    // after the name in brackets: state is field 3, utime 14, stime 15, in hundredths of a second
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
