import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildLists } from '../src/build/lists-build.ts';
import { listsStats } from '../src/commands/lists-stats.ts';
import { UserError } from '../src/errors.ts';
import { listStats } from '../src/govern/stats.ts';
import { keptFor } from '../src/kept.ts';
import { defaultCache, type ListCache, serialize } from '../src/lists/cache.ts';
import {
  checkFiles,
  compileLibrary,
  hashFiles,
  kindOf,
  listFiles,
  loadLibrary,
  parseLibrary,
} from '../src/lists/load.ts';
import { checkSchema, compiledCheckers, FILE_KINDS, type FileKind } from '../src/lists/schema.ts';
import { excerpt, parseYaml } from '../src/lists/yaml.ts';
import { compile } from '../src/match/compile.ts';
import { packTables, unpackTables } from '../src/match/pack.ts';
import { matchTables } from '../src/match/tables.ts';
import { LISTS, type Library } from '../src/types.ts';

const FAULTS = 'fixtures/lists';
const made: string[] = [];

// no entry of these tests goes to the person's own cache
env.XDG_CACHE_HOME = temporary();

/** The shipped lists, as they are when the test begins. */
const LISTS_DIR = copyOf('lists');
const library = loadLibrary(LISTS_DIR, null);
/** The same without concepts and words: quick to parse, for tests that parse often. */
const SMALL = copyOf(LISTS_DIR);
for (const folder of ['concepts', 'lexicon', 'register/wide']) rmSync(join(SMALL, folder), { recursive: true });
const small = loadLibrary(SMALL, null);

// ---------------------------------------------------------------- the shipped lists

test('the shipped lists hold every item in its category', () => {
  const counts = listStats(library).bodies.map(({ lists }) =>
    LISTS.map((list) => `${lists[list].items}/${lists[list].categories}`).join(' '),
  );
  assert.equal(counts, ['30/3 18/4 36/8 16/0', '21/3 14/3 38/8 16/0']);
  for (const { lists } of listStats(library).bodies) {
    for (const list of LISTS) assert.is(lists[list].items, lists[list].declared);
  }
});

test('relief is computed: 52 % and 61 %', () => {
  assert.equal(
    listStats(library).bodies.map(({ total, kept, relief }) => [total, kept, relief]),
    [
      [100, 48, 52],
      [89, 35, 61],
    ],
  );
});

test('lists stats prints a table and JSON, and notices a list that lacks an item', async () => {
  const lines: string[] = [];
  const options = { lists: LISTS_DIR, format: 'table', lang: 'zh' } as const;
  assert.is(await listsStats(options, (line) => lines.push(line)), 0);
  const text = lines.join('\n');
  for (const wanted of [
    '30 项 3 类',
    '38 项 8 类',
    '村 100 项 → 48 项职责，减负 52%',
    '社区 89 项 → 35 项职责，减负 61%',
  ])
    assert.ok(text.includes(wanted), `${wanted} not in\n${text}`);

  const json: string[] = [];
  await listsStats({ ...options, format: 'json' }, (line) => json.push(line));
  assert.is(JSON.parse(json.join('\n')).bodies[1].relief, 61);

  const copy = copyOf(SMALL);
  edit(copy, 'village/prohibited.yaml', (source) => source.slice(0, source.indexOf('  - id: "V-P-16"')));
  const short: string[] = [];
  assert.is(await listsStats({ ...options, lists: copy }, (line) => short.push(line)), 1);
  assert.ok(short.join('\n').includes('15 项（应有 16 项）'));
});

test('every item has an id of its list, a basis, a note and a place that leads to its id', () => {
  assert.is(new Set(library.items.map(({ id }) => id)).size, 189);
  const letters = { statutory: 'M', service: 'S', assist: 'A', prohibited: 'P' };
  const sources = new Map(listFiles(LISTS_DIR).map(({ path, bytes }) => [path, bytes.toString('utf8').split('\n')]));
  for (const { id, body, list, basis, note, since, place } of library.items) {
    assert.ok(id.startsWith(`${body === 'village' ? 'V' : 'C'}-${letters[list]}-`), id);
    assert.ok(basis.length > 0 && note !== null && since !== null, id);
    assert.is(sources.get(place.file)?.[place.line - 1]?.slice(place.column - 1), `id: "${id}"`);
  }
});

test('every basis stands in the register under its full title, and its article exists', () => {
  const register = new Map(library.register.map((one) => [one.title, one]));
  assert.is(register.size, 58);
  const groups = ['party', 'law', 'ministry', 'local'].map(
    (group) => library.register.filter((one) => one.group === group).length,
  );
  assert.equal(groups, [4, 36, 3, 15]);
  for (const item of library.items) {
    for (const { instrument, article } of item.basis) {
      const found = register.get(instrument);
      assert.ok(found, `${item.id}: ${instrument}`);
      if (typeof article === 'number' && found.articles !== null) assert.ok(article <= found.articles, item.id);
    }
  }
});

test('clauses that nobody has verified are marked', () => {
  const unverified = library.items.flatMap((item) => item.basis.filter((one) => one.unverified).map(() => item.id));
  for (const id of ['V-M-1-01', 'V-M-1-02', 'V-P-14', 'C-P-15']) assert.ok(unverified.includes(id), id);
  assert.not(unverified.includes('V-P-02'));
});

test('no name of the register means two instruments', () => {
  const names = new Map<string, string>();
  for (const { title, shortTitle, aliases } of [...library.register, ...library.wide().instruments]) {
    for (const name of [title, shortTitle, ...aliases]) {
      assert.is(names.get(name) ?? title, title, name);
      names.set(name, title);
    }
  }
});

test('the wide register agrees with the register and with itself', () => {
  const { instruments, mentions } = library.wide();
  assert.is(instruments.length, 1147);
  assert.is(mentions.length, 489);
  const current = new Map(instruments.filter((one) => one.status !== 'not-yet').map((one) => [one.title, one]));
  const titles = new Set(instruments.map((one) => one.title));
  for (const { title, adopted, version, effective, articles } of library.register) {
    const wide = current.get(title);
    if (wide) assert.equal({ title, adopted, version, effective, articles }, pick(wide), title);
  }
  for (const { instrument, article, edition } of mentions) {
    const of = instruments.find((one) => one.title === instrument && (edition === null || one.version === edition));
    assert.ok(of, instrument);
    if (of.articles !== null && edition === null) assert.ok(article <= of.articles, `${instrument} ${article}`);
  }
  for (const { replacedBy } of instruments) if (replacedBy !== null) assert.ok(titles.has(replacedBy), replacedBy);
});

test('editions that are adopted but not in force stand beside the current ones', () => {
  const { instruments } = library.wide();
  const editions = (title: string) =>
    instruments.filter((one) => one.title === title).map((one) => [one.status, one.effective, one.articles]);
  assert.equal(editions('中华人民共和国农业法'), [
    ['in-force', null, 99],
    ['not-yet', '2027-01-01', 115],
  ]);
  assert.is(editions('中华人民共和国商标法').length, 2);
  assert.equal(editions('中华人民共和国医疗保障法'), [['not-yet', '2027-01-01', 56]]);
});

test('a broken line of the wide register is named by file and line', () => {
  const copy = copyOf(LISTS_DIR);
  edit(copy, 'register/wide/mentions.tsv', (source) => source.replace('\tassist\t', '\thelp\t'));
  const error = refusal(() => loadLibrary(copy, null).wide());
  assert.match(error.line(), /mentions\.tsv:\d+:\d+: role 一栏的“help”不合要求/);
});

// ---------------------------------------------------------------- faults, in the user's words

/** One fixture a fault: `<kind>.<fault>.yaml`, and what the user reads in `<kind>.<fault>.txt`. */
const fixtures = readdirSync(FAULTS).filter((name) => name.endsWith('.yaml'));

test('there are fixtures for every kind of file', () => {
  for (const kind of FILE_KINDS)
    assert.ok(
      fixtures.some((name) => name.startsWith(`${kind}.`)),
      kind,
    );
});

for (const name of fixtures) {
  test(`fault ${name}`, () => {
    const kind = name.slice(0, name.indexOf('.')) as FileKind;
    const started = performance.now();
    const file = parseYaml(readFileSync(join(FAULTS, name)), name);
    const faults = [...file.faults, ...checkSchema(kind, file)];
    assert.ok(performance.now() - started < 5000, 'too slow');
    const read = faults.map(
      ({ code, place, fault, hint }) =>
        `${place.file}:${place.line}:${place.column}: ${fault}；${hint} [${code}]\n${excerpt(file.source, place)}\n`,
    );
    assert.ok(read.length > 0, 'the fault is not noticed');
    const expected = join(FAULTS, name.replace(/\.yaml$/, '.txt'));
    const text = read.join('');
    if (env.UPDATE) writeFileSync(expected, text);
    assert.is(text, existsSync(expected) ? readFileSync(expected, 'utf8') : '');
  });
}

test('keys such as __proto__ reach no prototype', () => {
  const { value } = parseYaml(Buffer.from('__proto__: { polluted: yes }\nconstructor: { a: 1 }\n'), 'x.yaml');
  assert.equal(Object.keys(value as object), ['__proto__', 'constructor']);
  assert.is(({} as Record<string, unknown>).polluted, undefined);
});

test('numbers that a person wrote as text stay text', () => {
  const { value } = parseYaml(
    Buffer.from('a: 00123\nb: 110105199001011234\nc: 12\nd: "12"\ne: 1e3\nf: no\n'),
    'x.yaml',
  );
  assert.equal({ ...(value as object) }, { a: '00123', b: '110105199001011234', c: 12, d: '12', e: '1e3', f: 'no' });
});

test('no nesting kills the process: it is refused before it is composed', () => {
  const deep = (open: string, n: number) => parseYaml(Buffer.from(`a: ${open.repeat(n)}`), 'x.yaml').faults[0]?.code;
  for (const open of ['[', '{a: ', '[{a: ']) assert.is(deep(open, 30_000), 'yaml-depth', open);
  for (const block of ['- ', '? '])
    assert.is(parseYaml(Buffer.from(block.repeat(5000)), 'x.yaml').faults[0]?.code, 'yaml-depth', block);
});

test('a file of odd bytes gives faults, never an exception', () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % n;
  };
  const source = readFileSync(join(LISTS_DIR, 'village/service.yaml'));
  for (let round = 0; round < 200; round++) {
    const bytes = Buffer.from(source.subarray(0, 400 + random(800)));
    for (let i = 0; i < 3; i++) bytes[random(bytes.length)] = '[]{}:&*!|>\'"%@`-? \n\t#,\0\xff'.charCodeAt(random(25));
    const file = parseYaml(bytes, 'x.yaml');
    checkSchema('list', file);
    for (const { place } of file.faults) assert.ok(place.line >= 1 && place.column >= 1);
  }
});

test('the first fault is one line with the path as the user gave it', () => {
  const copy = copyOf(SMALL);
  edit(copy, 'village/assist.yaml', (source) => source.replace('list: assist', 'list: service'));
  edit(copy, 'waivers.yaml', (source) => source.replace('waivers: []', 'waiver: []'));
  const error = refusal(() => loadLibrary(copy, null));
  assert.is(
    error.line(),
    `qingdan: ${copy}/village/assist.yaml:5:7: village/assist.yaml 里写的是 list: service；请写成 list: assist，或把文件移到 village/service.yaml`,
  );
  assert.equal(
    checkFiles(copy).map(({ place, fault }) => `${place.file}:${place.line} ${fault}`),
    ['village/assist.yaml:5 village/assist.yaml 里写的是 list: service', 'waivers.yaml:12 不认识的键“waiver”'],
  );
});

test('a folder that is no folder of lists is one line', () => {
  assert.match(refusal(() => loadLibrary('no/such/folder', null)).line(), /no\/such\/folder: 清单目录不存在；/);
  assert.match(refusal(() => loadLibrary('src', null)).line(), /没有 edition\.yaml，不是完整的清单目录/);
});

test('what is optional may be missing', () => {
  const copy = copyOf(SMALL);
  for (const path of ['waivers.yaml', 'columns.yaml', 'community']) rmSync(join(copy, path), { recursive: true });
  const bare = loadLibrary(copy, null);
  assert.is(bare.items.length, 100);
  assert.equal([bare.waivers, bare.columns, bare.classes, bare.concepts], [[], [], [], []]);
  assert.equal([bare.funding, bare.basisWords], [null, null]);
  assert.equal(bare.wide(), { instruments: [], mentions: [] });
});

// ---------------------------------------------------------------- shipped files for editors

test('every shipped YAML names its schema for editors', () => {
  for (const { path, bytes } of listFiles(LISTS_DIR)) {
    if (!path.endsWith('.yaml')) continue;
    const [, schema] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(bytes.toString('utf8')) ?? [];
    assert.ok(schema, path);
    assert.ok(existsSync(join(LISTS_DIR, path, '..', schema)), `${path}: ${schema}`);
  }
});

test('every property of every schema is described in Chinese and has a valid example', () => {
  for (const kind of FILE_KINDS) {
    const schema = JSON.parse(readFileSync(join(LISTS_DIR, 'schema', `${kind}.schema.json`), 'utf8'));
    for (const [name, one] of Object.entries<Record<string, unknown>>(schema.properties)) {
      assert.match(String(one.title), /\p{Script=Han}/u, `${kind}.${name}`);
      assert.ok(Array.isArray(one.examples) || one.type === 'object', `${kind}.${name}`);
    }
  }
});

// ---------------------------------------------------------------- the cache is never wrong

test('a library from the cache is the library from the files', () => {
  const cache = emptyCache();
  const first = loadLibrary(SMALL, cache);
  assert.is(readdirSync(cache.folder!).length, 1);
  for (const one of [first, loadLibrary(SMALL, cache)]) assert.equal(plain(one), plain(small));
});

test('a changed list is never answered from the cache', () => {
  const cache = emptyCache();
  const copy = copyOf(SMALL);
  assert.is(loadLibrary(copy, cache).items.length, 189);
  edit(copy, 'village/assist.yaml', (source) => source.replace('协助开展禁毒宣传教育', '协助开展毒品预防宣传'));
  // same size and time: only the content tells
  for (const { path } of listFiles(copy)) utimesSync(join(copy, path), 0, 0);
  assert.match(loadLibrary(copy, cache).items.find(({ id }) => id === 'V-A-1-01')!.title, /毒品预防/);
});

test('a corrupt, cut or foreign entry is ignored and written anew', () => {
  const cache = emptyCache();
  loadLibrary(SMALL, cache);
  const entry = join(cache.folder!, readdirSync(cache.folder!)[0]!);
  const good = readFileSync(entry, 'utf8');
  const bad = {
    empty: '',
    cut: good.slice(0, good.length / 2),
    scribbled: good.replace('协助', '负责'),
    'other build': good.replace('test', 'old!'),
    'no json': '{}',
  };
  for (const [name, text] of Object.entries(bad)) {
    writeFileSync(entry, text);
    assert.equal(plain(loadLibrary(SMALL, cache)), plain(small), name);
    assert.is(readFileSync(entry, 'utf8'), good, name);
  }
});

test('a cache that cannot be written is silently none', () => {
  const file = join(temporary(), 'file');
  writeFileSync(file, '');
  assert.is(
    loadLibrary(SMALL, { build: 'test', shipped: null, folder: join(file, 'qingdan'), engine: null }).items.length,
    189,
  );
});

test('old entries are forgotten', () => {
  const cache = emptyCache();
  mkdirSync(cache.folder!, { recursive: true });
  for (let i = 0; i < 20; i++) writeFileSync(join(cache.folder!, `lists-${i.toString(16)}a-b.json`), '');
  writeFileSync(join(cache.folder!, 'other.txt'), '');
  loadLibrary(SMALL, cache);
  assert.is(readdirSync(cache.folder!).length, 17);
  assert.ok(existsSync(join(cache.folder!, 'other.txt')));
});

test('faulty lists are never kept', () => {
  const cache = emptyCache();
  const copy = copyOf(SMALL);
  edit(copy, 'edition.yaml', (source) => source.replace('review_within: 3', 'review_within: 9'));
  for (let i = 0; i < 2; i++)
    assert.match(refusal(() => loadLibrary(copy, cache)).line(), /review_within（复审周期）应不大于 3，写的是 “9”/);
  assert.not(existsSync(cache.folder!));
});

test('the build makes validators and an entry for the shipped lists that say the same', async () => {
  const out = temporary();
  await buildLists(LISTS_DIR, out);
  const { build } = JSON.parse(readFileSync(join(out, 'lists-build.json'), 'utf8'));
  const cache: ListCache = { build, shipped: join(out, 'lists-cache.json'), folder: null, engine: null };
  assert.is(build, defaultCache().build);
  assert.is(readFileSync(cache.shipped!, 'utf8'), compileLibrary(LISTS_DIR, build));
  assert.equal(plain(loadLibrary(LISTS_DIR, cache)), plain(library));

  const ahead = compiledCheckers(join(out, 'lists-validators.cjs'));
  for (const name of fixtures) {
    const kind = name.slice(0, name.indexOf('.')) as FileKind;
    const file = parseYaml(readFileSync(join(FAULTS, name)), name);
    assert.equal(checkSchema(kind, file, ahead), checkSchema(kind, file), name);
  }
  for (const { path, bytes } of listFiles(SMALL)) {
    const kind = kindOf(path);
    if (kind) assert.equal(checkSchema(kind, parseYaml(bytes, path), ahead), [], path);
  }
});

test('what matching keeps is read back the same, and made anew where it is cut, scribbled on or of another program', () => {
  const cache: ListCache = { ...emptyCache(), engine: 'e1' };
  const kept = () => readdirSync(cache.folder!).filter((name) => name.endsWith('.bin'));
  const tablesOf = (engine: string) => {
    const loaded = loadLibrary(SMALL, { ...cache, engine });
    compile(loaded);
    return keptFor(loaded)!.read('match');
  };
  const good = tablesOf('e1');
  assert.equal(good, Buffer.from(packTables(matchTables(small))));
  assert.equal(unpackTables(good!), matchTables(small));
  assert.is(kept().length, 1);
  const entry = join(cache.folder!, kept()[0]!);
  const whole = readFileSync(entry);
  for (const bad of [Buffer.alloc(0), whole.subarray(0, 9), whole.subarray(0, -1), Buffer.concat([whole, whole])]) {
    writeFileSync(entry, bad);
    assert.equal(tablesOf('e1'), good);
    assert.equal(readFileSync(entry), whole);
  }
  tablesOf('e2');
  assert.is(kept().length, 2);
});

test('a library on trial, with other items or words, has nothing kept', () => {
  const loaded = loadLibrary(SMALL, { ...emptyCache(), engine: 'e1' });
  assert.ok(keptFor({ ...loaded, waivers: [] }));
  assert.is(keptFor({ ...loaded, items: loaded.items.slice(1) }), null);
  assert.is(keptFor({ ...loaded, concepts: [...loaded.concepts] }), null);
  assert.is(keptFor(loadLibrary(SMALL, emptyCache())), null);
});

test('the hash tells content, names and the border between files apart', () => {
  const hash = (...files: [string, string][]) =>
    hashFiles(files.map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
  const all = [hash(['a', 'b']), hash(['ab', '']), hash(['a', ''], ['b', '']), hash(['b', 'a']), hash()];
  assert.is(new Set(all).size, all.length);
  const { data } = parseLibrary(listFiles(LISTS_DIR));
  assert.is(data?.contentHash, library.contentHash);
  assert.ok(serialize('test', data!).startsWith(`test ${library.contentHash} `));
});

// ---------------------------------------------------------------- tools of these tests

test.after(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

function temporary(): string {
  const path = mkdtempSync(join(tmpdir(), 'qingdan-lists-'));
  made.push(path);
  return path;
}

function emptyCache(): ListCache {
  return { build: 'test', shipped: null, folder: join(temporary(), 'cache'), engine: null };
}

function copyOf(lists: string): string {
  const copy = join(temporary(), 'lists');
  cpSync(lists, copy, { recursive: true });
  return copy;
}

function edit(dir: string, path: string, change: (source: string) => string): void {
  const source = readFileSync(join(dir, path), 'utf8');
  const changed = change(source);
  assert.is.not(changed, source);
  writeFileSync(join(dir, path), changed);
}

function refusal(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    assert.instance(error, UserError);
    return error as UserError;
  }
  throw new Error('nothing was refused');
}

/** Everything of a library that is data. */
function plain({ wide: _, ...data }: Library): unknown {
  return JSON.parse(JSON.stringify(data));
}

function pick(one: Library['register'][number]) {
  const { title, adopted, version, effective, articles } = one;
  return { title, adopted, version, effective, articles };
}

test.run();
