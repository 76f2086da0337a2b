/** The tables of matching as bytes and back: a line of JSON that names the arrays, then the arrays. */
import type { MatchTables } from './tables.ts';

const TYPES = { Int32Array, Uint16Array, Uint8Array, Float32Array } as const;
type Packed = InstanceType<(typeof TYPES)[keyof typeof TYPES]>;

interface Head {
  readonly names: readonly string[];
  /** path in the tables, type and number of its elements, in the order of the bytes */
  readonly arrays: readonly (readonly [path: string, type: keyof typeof TYPES, length: number])[];
}

/** Bytes that {@link unpackTables} reads on a machine of the same byte order. */
export function packTables(tables: MatchTables): Uint8Array {
  const arrays: [string, keyof typeof TYPES, number][] = [];
  const pieces: Uint8Array[] = [];
  for (const [group, part] of Object.entries(tables)) {
    if (Array.isArray(part)) continue;
    const fields = ArrayBuffer.isView(part) ? { '': part } : (part as Record<string, Packed>);
    for (const [field, array] of Object.entries(fields) as [string, Packed][]) {
      arrays.push([`${group}.${field}`, array.constructor.name as keyof typeof TYPES, array.length]);
      pieces.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    }
  }
  const head = Buffer.from(`${JSON.stringify({ names: tables.names, arrays } satisfies Head)}\n`);
  return Buffer.concat([head, ...pieces]);
}

/** The tables that {@link packTables} has made bytes of. @throws when they are something else */
export function unpackTables(bytes: Uint8Array): MatchTables {
  const end = bytes.indexOf(10);
  const { names, arrays } = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('utf8')) as Head;
  const tables: Record<string, unknown> = { names };
  let at = bytes.byteOffset + end + 1;
  for (const [path, type, length] of arrays) {
    const [group = '', field = ''] = path.split('.');
    const size = length * TYPES[type].BYTES_PER_ELEMENT;
    const array = new TYPES[type](bytes.buffer.slice(at, at + size) as ArrayBuffer);
    at += size;
    if (field === '') tables[group] = array;
    else tables[group] = { ...(tables[group] as object | undefined), [field]: array };
  }
  return tables as unknown as MatchTables;
}
