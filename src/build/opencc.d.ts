declare module 'opencc-js/t2cn' {
  /** Builds a converter between two of opencc's variants. */
  export function Converter(options: { from: string; to: string }): (text: string) => string;
}

declare module 'opencc-js/cn2t' {
  /** Builds a converter between two of opencc's variants. */
  export function Converter(options: { from: string; to: string }): (text: string) => string;
}
