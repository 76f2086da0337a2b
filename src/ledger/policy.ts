/** Who decides, within how many days, how orders are numbered: lists/admissions/policy.yaml as plain data. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { faultError } from '../lists/load.ts';
import { checkSchema } from '../lists/schema.ts';
import { parseYaml } from '../lists/yaml.ts';

export const TRACKS = ['party', 'government'] as const;
/** 党委部门 / 政府部门: decides which office hears an application first. */
export type Track = (typeof TRACKS)[number];

export const COMPLAINT_FIELDS = ['words', 'source', 'date', 'reporter', 'phone', 'place', 'unit'] as const;
export type ComplaintField = (typeof COMPLAINT_FIELDS)[number];

export interface Policy {
  readonly tracks: Readonly<Record<Track, { readonly name: string; readonly office: string }>>;
  /** the meeting that passes an item after the first instance */
  readonly meeting: string;
  /** calendar days of each step, counted from the one before */
  readonly limits: { readonly first: number; readonly meeting: number; readonly apply: number };
  /** basis of temporary work in an emergency */
  readonly emergency: { readonly instrument: string; readonly article: number };
  readonly order: {
    readonly prefix: string;
    readonly days: number;
    readonly issuers: readonly string[];
    readonly contact: string;
  };
  readonly complaintColumns: Readonly<Record<ComplaintField, readonly string[]>>;
}

/** File name of the policy inside the admissions ledger. */
export const POLICY_FILE = 'policy.yaml';

interface PolicyYaml extends Omit<Policy, 'limits' | 'complaintColumns'> {
  readonly limits: { readonly first_instance: number; readonly meeting: number; readonly apply: number };
  readonly complaint_columns: Policy['complaintColumns'];
}

/**
 * A policy from its bytes, such as those of a git revision.
 * @param path names the file in messages
 * @throws UserError for the first fault
 */
export function parsePolicy(bytes: Uint8Array, path: string): Policy {
  const file = parseYaml(bytes, path);
  const [fault] = file.faults.length > 0 ? file.faults : checkSchema('policy', file);
  if (fault) throw faultError(fault, '');
  const { tracks, meeting, limits, emergency, order, complaint_columns } = file.value as PolicyYaml;
  return {
    tracks,
    meeting,
    limits: { first: limits.first_instance, meeting: limits.meeting, apply: limits.apply },
    emergency,
    order,
    complaintColumns: complaint_columns,
  };
}

/**
 * The policy of an admissions ledger.
 * @param fallback another admissions folder whose policy counts where this one has none
 * @throws UserError when it is missing or has a fault
 */
export function loadPolicy(admissions: string, fallback: string | null = null): Policy {
  const path = join(admissions, POLICY_FILE);
  if (existsSync(path)) return parsePolicy(readFileSync(path), path);
  if (fallback !== null) return loadPolicy(fallback);
  throw new UserError('policy-missing', path, '没有办事规则', '请从自带清单的 admissions/policy.yaml 复制一份再改');
}
