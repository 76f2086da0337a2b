/**
 * Complaints (举报): leads, not proof. A lead keeps source, date, place, unit and the words as told, with names and
 * numbers masked. Who told, and the words before masking, lie in a private file of their own, which no listing, report
 * or order reads and which git does not take; the record is bound to it by a salted hash.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Auditor } from '../audit.ts';
import { createTextMask, type TextMask } from '../mask.ts';
import { departmentName, quotes } from '../rules/rule.ts';
import { BODIES, type Body, type Verdict } from '../types.ts';
import { fromPlain, toPlain } from './admission.ts';
import { textRow } from './probe.ts';
import { guarded, randomSuffix, Store, type StoreFault, writeOnce } from './store.ts';

/** A lead as told, before anything is masked. */
export interface Told {
  /** 电话、信箱、巡察、暗访… */
  readonly source: string | null;
  readonly date: string | null;
  readonly place: string | null;
  readonly unit: string | null;
  readonly words: string;
  readonly reporter: string | null;
  readonly phone: string | null;
}

/** What the engine makes of the words. */
export interface LeadMatch {
  readonly verdict: Verdict;
  readonly item: string | null;
  readonly title: string | null;
  /** the words that led there */
  readonly evidence: string;
  readonly score: number;
}

/** A recorded lead; nothing in it says who told. */
export interface Lead {
  readonly id: string;
  readonly recordedOn: string;
  readonly source: string | null;
  readonly date: string | null;
  readonly place: string | null;
  readonly body: Body | null;
  /** as told */
  readonly unit: string | null;
  readonly words: string;
  readonly match: LeadMatch;
  /** who is likely to answer for it: the unit as told, else the department of the item */
  readonly suggestedUnit: string | null;
  readonly anonymous: boolean;
  /** salted hash of the private file, null when there is none */
  readonly seal: string | null;
}

const PRIVATE = 'private';

/** The ledger of complaints below the folder of the ledgers. */
export const complaintStore = (ledger: string): Store => new Store(join(ledger, 'complaints'), [PRIVATE]);

/** All leads, oldest first. @throws UserError for a fault of the store */
export function readLeads(ledger: string): Lead[] {
  return [...complaintStore(ledger).readAll()]
    .map(([id, [record]]) => ({
      ...fromPlain<Omit<Lead, 'id' | 'recordedOn'>>(record!.data),
      id,
      recordedOn: record!.date,
    }))
    .sort((a, b) => (a.recordedOn < b.recordedOn ? -1 : a.recordedOn > b.recordedOn ? 1 : a.id < b.id ? -1 : 1));
}

/** Which committee a place name speaks of, null when it does not say. */
export function bodyOfPlace(place: string | null): Body | null {
  if (place === null) return null;
  if (/社区|居委|居民/.test(place)) return 'community';
  return /村/.test(place) ? 'village' : null;
}

/** What the engine says of the words; both bodies are asked where the place leaves it open. */
export function matchWords(
  auditor: Auditor,
  told: Told,
  body: Body | null,
): LeadMatch & { readonly department: string | null } {
  const row = textRow(told.words, body === null ? BODIES : [body], { unit: told.unit });
  const { judged } = auditor.reason(row);
  return {
    verdict: judged.verdict,
    item: judged.item?.id ?? null,
    title: judged.item?.title ?? judged.concept?.concept.name ?? null,
    evidence: quotes(judged.evidence),
    score: judged.score,
    department: judged.item?.department ?? null,
  };
}

/** Records leads under one lock, each with its private file first. @returns the leads as recorded */
export async function addLeads(
  ledger: string,
  all: readonly Told[],
  body: Body | null,
  auditor: Auditor,
  on: string,
  notice?: (text: string) => void,
): Promise<Lead[]> {
  const store = complaintStore(ledger);
  const mask = createTextMask(auditor.library.columns);
  return store.exclusive(
    (writer) =>
      all.map((told) => {
        const id = `JB-${on.replaceAll('-', '')}-${randomSuffix(5)}`;
        const lead = leadOf(told, body ?? bodyOfPlace(told.place), auditor, mask);
        const seal = keepPrivate(store, id, told, mask);
        const full = { ...lead, seal };
        writer.append({ chain: id, kind: 'lead', date: on, data: toPlain(full) });
        return { ...full, id, recordedOn: on };
      }),
    notice ? { notice } : {},
  );
}

function leadOf(
  told: Told,
  body: Body | null,
  auditor: Auditor,
  mask: TextMask,
): Omit<Lead, 'id' | 'recordedOn' | 'seal'> {
  const names = told.reporter === null ? [] : [told.reporter];
  const masked = <T extends string | null>(text: T): T => (text === null ? text : mask(text, names)) as T;
  const { department, ...match } = matchWords(auditor, told, body);
  return {
    source: masked(told.source),
    date: told.date,
    place: masked(told.place),
    body,
    unit: masked(told.unit),
    words: masked(told.words),
    match: { ...match, evidence: masked(match.evidence) },
    suggestedUnit: masked(told.unit) ?? (department === null ? null : departmentName(department)),
    anonymous: told.reporter === null && told.phone === null,
  };
}

/** The private file of a lead, readable by its owner alone. @returns its salted hash */
function keepPrivate(store: Store, id: string, told: Told, mask: TextMask): string | null {
  const { reporter, phone, words } = told;
  if (reporter === null && phone === null && mask(words) === words) return null;
  const folder = join(store.dir, PRIVATE);
  const text = `${JSON.stringify({ id, salt: randomBytes(16).toString('hex'), reporter, phone, words }, null, 1)}\n`;
  guarded(folder, () => {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    writeOnce(join(folder, `${id}.json`), Buffer.from(text, 'utf8'), store.dir, 0o600);
  });
  return sealOf(Buffer.from(text, 'utf8'));
}

const sealOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Faults of private files: changed after they were written, or without a record. A file that is not here is none. */
export function privateFaults(ledger: string): StoreFault[] {
  const folder = join(complaintStore(ledger).dir, PRIVATE);
  if (!existsSync(folder)) return [];
  const seals = new Map(readLeads(ledger).map(({ id, seal }) => [`${id}.json`, seal]));
  return readdirSync(folder).flatMap((name): StoreFault[] => {
    const path = join(folder, name);
    // a writer that was killed between the two files leaves one without a record: nothing was confirmed
    if (!seals.has(name)) return [];
    return sealOf(readFileSync(path)) === seals.get(name)
      ? []
      : [{ code: 'edited', path, fault: '保密文件与记录的校验值不符，写入后被改动过' }];
  });
}
