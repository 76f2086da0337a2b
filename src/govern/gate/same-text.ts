/** Two files that say the same: equal but for the line ends, which a checkout may turn. */
export function sameText(a: Buffer, b: Buffer): boolean {
  return a.equals(b) || unixEnds(a) === unixEnds(b);
}

const unixEnds = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '\n');
