/** The colours of verdicts, RRGGBB, the same in every coloured format: fill of a cell, its text, a bar of a chart. */
import type { Verdict } from '../types.ts';

export const COLORS: Readonly<Record<Verdict, { readonly fill: string; readonly text: string; readonly bar: string }>> =
  {
    prohibited: { fill: 'FFC7CE', text: '9C0006', bar: 'C0504D' },
    'no-basis': { fill: 'FCD5B4', text: '974706', bar: 'F79646' },
    'needs-admission': { fill: 'DDEBF7', text: '1F4E78', bar: '4F81BD' },
    unfunded: { fill: 'FFEB9C', text: '7F6000', bar: 'E5B800' },
    review: { fill: 'E4DFEC', text: '403151', bar: '8064A2' },
    listed: { fill: 'C6EFCE', text: '006100', bar: '70AD47' },
    'out-of-scope': { fill: 'EDEDED', text: '595959', bar: 'A6A6A6' },
  };
