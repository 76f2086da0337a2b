/** Runs one target under a seed; what fails is shrunk and handed back with its bytes. */
import fc from 'fast-check';
import type { Target } from './targets.ts';

export interface Failure {
  readonly bytes: Buffer;
  readonly why: string;
}

export interface Outcome {
  readonly cases: number;
  readonly failure: Failure | null;
}

/** @param cases how many, @param seed any whole number; the same two give the same cases */
export async function runTarget(target: Target, cases: number, seed: number): Promise<Outcome> {
  let done = 0;
  let last: Failure | null = null;
  const result = await fc.check(
    fc.asyncProperty(target.cases, async (made) => {
      const bytes = await made;
      done++;
      const why = await target.run(bytes);
      if (why === null) return;
      last = { bytes, why };
      throw new Error(why);
    }),
    { numRuns: cases, seed, endOnFailure: false },
  );
  return { cases: done, failure: result.failed ? last : null };
}
