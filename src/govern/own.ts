/** Whether something stands in the lists themselves, or comes from the lists that they extend. */
import type { LinePlace } from '../types.ts';

export const isOwn = ({ file }: LinePlace): boolean =>
  !file.startsWith('../') && !file.startsWith('/') && !/^[A-Za-z]:/.test(file);
