/** Errors that the user can do something about. Everything else is a bug and is re-thrown. */
import { printPlace } from './place.ts';
import type { CellPlace, LinePlace } from './types.ts';

/**
 * A known error: one line `FILE[:SHEET!CELL|:LINE:COL]: what is wrong; what to do`.
 * `code` names the fault (kebab-case, stable), `place` is a file name or a place in it.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    readonly code: string,
    readonly place: string | CellPlace | LinePlace | null,
    readonly fault: string,
    readonly hint: string,
  ) {
    super(fault);
  }

  /** The line that the user reads. */
  line(): string {
    const place =
      this.place === null ? '' : `${typeof this.place === 'string' ? this.place : printPlace(this.place)}: `;
    return `qingdan: ${place}${this.fault}${this.hint ? `；${this.hint}` : ''}`;
  }
}
