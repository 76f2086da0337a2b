/**
 * Every noun that crosses a stage. This file imports nothing and holds no behaviour.
 *
 * Words follow the glossary in CONTRIBUTING.md: body 村/社区, list 清单, row 待审事项, finding 问题,
 * verdict 核查结论, basis 依据, register 依据库, admission 准入, waiver 豁免.
 */

// ---------------------------------------------------------------- vocabulary

/** Whose lists apply: 村 / 社区. */
export type Body = 'village' | 'community';
/** The four lists: 依法管理 / 公共服务 / 协助 / 取消和禁入. */
export type ListName = 'statutory' | 'service' | 'assist' | 'prohibited';
/** 核查结论, worst first in {@link VERDICTS}. */
export type Verdict = 'prohibited' | 'no-basis' | 'needs-admission' | 'unfunded' | 'review' | 'listed' | 'out-of-scope';
export type Severity = 'error' | 'warning' | 'note';
export type Strength = 'strong' | 'medium' | 'weak';
/** 任务 / 考核指标. */
export type Kind = 'task' | 'indicator';
/** The language of what people read. */
export type Lang = 'zh' | 'en';

export const BODIES = ['village', 'community'] as const satisfies readonly Body[];
export const LISTS = ['statutory', 'service', 'assist', 'prohibited'] as const satisfies readonly ListName[];
export const VERDICTS = [
  'prohibited',
  'no-basis',
  'needs-admission',
  'unfunded',
  'review',
  'listed',
  'out-of-scope',
] as const satisfies readonly Verdict[];

export type RuleId =
  | 'prohibited-item'
  | 'role-overreach'
  | 'not-listed'
  | 'basis-missing'
  | 'basis-repealed'
  | 'basis-not-yet-in-force'
  | 'basis-no-such-article'
  | 'basis-no-mandate'
  | 'basis-unknown'
  | 'funding-missing'
  | 'funding-denied'
  | 'funding-unclear'
  | 'funding-short'
  | 'funding-expired'
  | 'uncertain-match'
  | 'hidden-characters'
  | 'waiver-expired'
  | 'waiver-unused';

export type BasisOutcome =
  | 'valid'
  | 'basis-missing'
  | 'basis-repealed'
  | 'basis-not-yet-in-force'
  | 'basis-no-such-article'
  | 'basis-no-mandate'
  | 'basis-unknown';

export type FundingOutcome = 'funded' | 'denied' | 'unclear' | 'missing' | 'short' | 'expired';

// ---------------------------------------------------------------- places

/** A cell of a sheet as the person sees it: sheet name, 1-based row, A1-style cell. */
export interface CellPlace {
  readonly source: string;
  readonly sheet: string | null;
  readonly row: number;
  readonly cell: string;
}

/** A position in a text file, 1-based. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A half-open span of UTF-16 units in the ORIGINAL text of a cell. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// ---------------------------------------------------------------- reading: bytes → Table

/** Named limits; every one has a flag that raises it and a one-line message when it is met. */
export interface Limits {
  /** rows of one sheet */
  readonly rows: number;
  /** columns of one sheet */
  readonly columns: number;
  /** non-empty cells of one workbook */
  readonly cells: number;
  /** UTF-16 units in one cell */
  readonly cellLength: number;
  /** merged ranges of one sheet */
  readonly merges: number;
  /** entries of a zip container */
  readonly zipEntries: number;
  /** inflated / deflated size of one zip entry once it is over 100 KiB */
  readonly zipRatio: number;
  /** bytes of all inflated zip entries together */
  readonly zipBytes: number;
  /** bytes of a workbook file */
  readonly fileBytes: number;
  /** milliseconds a workbook parser may take */
  readonly parseMs: number;
  /** MiB of heap a workbook parser may take */
  readonly parseMb: number;
}

export interface RawRow {
  /** 1-based row number in the sheet, or the 1-based line on which a CSV record starts */
  readonly number: number;
  /** cell texts, empty string for an empty cell; numbers and dates as the sheet shows them */
  readonly cells: readonly string[];
  /** hidden by the author of the workbook; absent = visible */
  readonly hidden?: boolean;
}

/** 0-based columns, 1-based row numbers, inclusive. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export type SourceFormat = 'csv' | 'xlsx' | 'xls' | 'ods' | 'et' | 'html' | 'xml';

/** One sheet (or one text file). */
export interface Table {
  /** path as the user gave it, '-' for stdin */
  readonly source: string;
  /** sheet name, null for text formats */
  readonly sheet: string | null;
  /** 1-based position in the workbook */
  readonly index: number;
  readonly hidden: boolean;
  readonly format: SourceFormat;
  /** name of the text encoding that was used, null for workbooks */
  readonly encoding: string | null;
  readonly merges: readonly Merge[];
  /** what the reader saw and the user should know (hidden rows, replaced bytes, ragged records…) */
  readonly warnings: readonly string[];
  /** rows in batches; may be called again only when replayable */
  rows(): AsyncIterable<readonly RawRow[]>;
  /** false for stdin: foot-notes and the like cannot be looked ahead for */
  readonly replayable: boolean;
  /** the last rows of the sheet (at most 40), cheaply; null when that cannot be known (stdin) */
  tail(): Promise<readonly RawRow[] | null>;
}

export interface ReadOptions {
  readonly encoding: string | null;
  /** name or 1-based index */
  readonly sheet: string | null;
  readonly limits: Limits;
}

// ---------------------------------------------------------------- rows: Table → Row[]

export type RowField =
  | 'text'
  | 'section'
  | 'body'
  | 'kind'
  | 'basis'
  | 'funding'
  | 'amount'
  | 'department'
  | 'points'
  | 'unit'
  | 'id';

export const ROW_FIELDS = [
  'text',
  'section',
  'body',
  'kind',
  'basis',
  'funding',
  'amount',
  'department',
  'points',
  'unit',
  'id',
] as const satisfies readonly RowField[];

/** What only the whole table can tell. One object per table, shared by its rows. */
export interface TableContext {
  /** title rows above the header, joined */
  readonly title: string | null;
  /** the fill-in line (填报单位：…) or sheet name that names the issuing department */
  readonly unit: string | null;
  /** header as found: one name per column, levels of a multi-row header joined with '/' */
  readonly header: readonly string[];
  /** 1-based row number of the last header row, null when there is none */
  readonly headerRow: number | null;
  /** field → 0-based columns that carry it */
  readonly columns: Readonly<Partial<Record<RowField, readonly number[]>>>;
  readonly hasFundingColumn: boolean;
  readonly hasBasisColumn: boolean;
  /** notes under or beside the table that speak for all rows (注：以上事项经费均由…) */
  readonly notes: readonly { readonly row: number; readonly text: string }[];
  /** false when the end of the table could not be looked at (stdin) */
  readonly complete: boolean;
}

/** 待审事项: one task or indicator as read from a sheet. */
export interface Row extends CellPlace {
  readonly id: string | null;
  /** the department that issued the row, never the village */
  readonly unit: string | null;
  /** headings above the row, outermost first, joined with ' / ' */
  readonly section: string | null;
  /** original text of the matter, untouched (cells of several text columns joined with ' | ') */
  readonly text: string;
  readonly kind: Kind;
  /** bodies whose lists apply; two when the sheet ticks or names both */
  readonly bodies: readonly Body[];
  /** the words that say whom the row addresses (column 考核对象, ticks, table heading), null when nothing does */
  readonly addressee: string | null;
  readonly basis: string | null;
  readonly funding: string | null;
  readonly amount: string | null;
  readonly department: string | null;
  readonly points: number | null;
  /** all cells of the record as read */
  readonly cells: readonly string[];
  readonly table: TableContext;
}

/** A record that was not judged, with the reason in the words of the report. */
export interface SkippedRow {
  readonly row: number;
  readonly reason: SkipReason;
}
export type SkipReason =
  | 'blank'
  | 'title'
  | 'header'
  | 'heading'
  | 'subtotal'
  | 'note'
  | 'signature'
  | 'no-text'
  | 'hidden-sheet';

// ---------------------------------------------------------------- lists

/** instrument + article of a list item or of a finding */
export interface BasisRef {
  /** full title of the instrument */
  readonly instrument: string;
  /** article number, or the clause label where an instrument has no articles (一、正文、附件); null = whole */
  readonly article: number | string | null;
  readonly paragraph?: number;
  /** true when nobody has verified the clause yet; lint says so as a note */
  readonly unverified?: boolean;
}

export interface Item {
  readonly id: string;
  readonly body: Body;
  readonly list: ListName;
  readonly category: string | null;
  readonly title: string;
  readonly department: string | null;
  readonly basis: readonly BasisRef[];
  readonly since: string | null;
  readonly until: string | null;
  readonly note: string | null;
  /** ids of the concepts that carry aliases and examples */
  readonly concepts: readonly string[];
  readonly place: LinePlace;
}

/** One slot of a frame: names of lexicon classes, any of which fills it. A leading '=' marks a literal. */
export type Slot = readonly string[];

/**
 * What has to stand together for a concept to be recognised: every slot of `all` in one clause (or, for at most all
 * but one slot, in its heading), none of `none` in the clause.
 */
export interface Frame {
  readonly all: readonly Slot[];
  readonly none: readonly string[];
  /** largest gap in characters between neighbouring slots; 0 = anywhere in the clause */
  readonly near: number;
  /** slots must follow each other in the order written */
  readonly ordered: boolean;
  /** classes of which one must stand in the heading, title or addressee (not needed in the clause) */
  readonly heading: readonly string[];
  readonly strength: Strength;
  readonly place: LinePlace;
}

export interface Concept {
  readonly id: string;
  /** Chinese name */
  readonly name: string;
  /** 'topic' carries list items; 'unlisted' names known work that no item covers; 'scope' takes a row out of scope */
  readonly kind: 'topic' | 'unlisted' | 'scope';
  readonly frames: readonly Frame[];
  readonly aliases: readonly string[];
  readonly hit: readonly Example[];
  readonly miss: readonly Example[];
  readonly place: LinePlace;
}

/** One example text; `section` gives it a heading where the text alone would not be understood. */
export interface Example {
  readonly text: string;
  readonly section: string | null;
  /** only for misses: what it is instead (concept id), optional */
  readonly instead: string | null;
  readonly place: LinePlace;
}

/** A named set of words: 收缴 = 收缴、征缴、代收… */
export interface LexiconClass {
  readonly id: string;
  readonly role: 'object' | 'action' | 'role' | 'polarity' | 'addressee' | 'quantity' | 'form' | 'funding' | 'context';
  readonly terms: readonly string[];
  /** longer words inside which a term of this class does not count (路口交通) */
  readonly notIn: readonly string[];
  readonly place: LinePlace;
}

/** An instrument of the register (依据库). Dates are YYYY-MM-DD or null when unknown. */
export interface Instrument {
  readonly title: string;
  readonly shortTitle: string;
  readonly aliases: readonly string[];
  readonly group: 'party' | 'law' | 'ministry' | 'local' | 'national';
  readonly issuer: string | null;
  readonly number: string | null;
  readonly adopted: string | null;
  /** date of this text: its last revision, or the adoption where there was none */
  readonly version: string | null;
  /** when this text came into force; amendments mostly do not say */
  readonly effective: string | null;
  readonly repealedOn: string | null;
  /** repealed, in force, not yet in force as the text or the state list says; null when unknown */
  readonly status: 'in-force' | 'repealed' | 'not-yet' | null;
  readonly replacedBy: string | null;
  /** number of the last article, null when unknown */
  readonly articles: number | null;
  readonly note: string | null;
}

/** One paragraph of a national instrument that names the committees. */
export interface Mention {
  readonly instrument: string;
  readonly article: number;
  readonly paragraph: number | null;
  readonly bodies: readonly Body[];
  readonly role: 'duty' | 'assist' | 'may' | 'forbidden' | 'right' | 'other';
  readonly text: string;
  readonly edition: string | null;
}

/** Facts on all known instruments; loaded only when a row cites something. */
export interface WideFacts {
  readonly instruments: readonly Instrument[];
  readonly mentions: readonly Mention[];
}

/** One entry of lists/columns.yaml: what headers of a field are called, or the words of one kind of layout. */
export interface ColumnSynonyms {
  readonly field: RowField | LayoutWord;
  readonly names: readonly string[];
}

/** Entries of lists/columns.yaml beside the row fields: columns that support a field, words that are layout, not matter. */
export const LAYOUT_WORDS = [
  'criterion',
  'quota',
  'addressee',
  'responsible',
  'who',
  'level-village',
  'level-community',
  'level-both',
  'level-town',
  'level-county',
  'tick',
  'no-tick',
  'ignored',
  'remark',
  'subtotal',
  'note',
  'note-start',
  'signature',
  'signature-start',
  'ditto',
  'fill-in-unit',
  'fill-in',
  'title-end',
  'office-end',
  'plain-sheet',
  'indicator',
  'money',
  'village',
  'community',
  'village-text',
  'community-text',
  'town',
  'office',
  'not-body',
  'person',
  'person-end',
  'person-office',
  'surname-plain',
  'surname',
  'not-person',
  'phone',
  // columns of tables beside the main one: the funding ledger, a report with a person's decisions, hours an item takes
  'ledger-department',
  'ledger-item',
  'ledger-body',
  'ledger-from',
  'ledger-until',
  'ledger-period',
  'ledger-standard',
  'ledger-amount',
  'ledger-count',
  'ledger-payer',
  'decision',
  'decision-reason',
  'decision-office',
  'decision-key',
  'hours-item',
  'hours',
] as const;
export type LayoutWord = (typeof LAYOUT_WORDS)[number];

export interface Edition {
  readonly edition: string;
  readonly effective: string;
  readonly reviewed: string;
  /** years */
  readonly reviewWithin: number;
  /** declared inventory: body → list → count */
  readonly inventory: Readonly<Record<Body, Readonly<Record<ListName, number>>>>;
  /** the lists that these add to: a folder relative to this one, or 'qingdan' for those that come with the tool */
  readonly extends: string | null;
  /** edition that the lists above must have, null when any will do */
  readonly extendsEdition: string | null;
  /** items that have left the lists; their ids are never given to another */
  readonly retired: readonly { readonly id: string; readonly title: string; readonly on: string }[];
  /** what was changed within this edition, oldest first; lines are only ever added */
  readonly changes: readonly { readonly on: string; readonly text: string }[];
}

/** How funding is written and what counts (lists/lexicon/funding.yaml); the signs of a pattern are explained there. */
export interface FundingWords {
  /** name → a set of words, or words made of other words (`say`) */
  readonly words: readonly {
    readonly id: string;
    readonly terms: readonly string[];
    readonly say: readonly string[];
    readonly notIn: readonly string[];
  }[];
  /** patterns from top to bottom: what one has used is not there for the next */
  readonly signs: readonly { readonly sign: string; readonly why: string; readonly say: readonly string[] }[];
  /** the first whose signs are together decides */
  readonly outcomes: readonly {
    readonly all: readonly string[];
    readonly any: readonly string[];
    readonly none: readonly string[];
    readonly gives: FundingOutcome;
    readonly why: string;
  }[];
  /** patterns that show that a text speaks of funding at all */
  readonly speaks: readonly string[];
  /** words of collecting money from residents */
  readonly collects: readonly string[];
  /** yuan between which an amount is believed */
  readonly plausible: { readonly least: number; readonly most: number };
}

/** How citations are written and what an article can carry (lists/lexicon/basis.yaml, where each part is explained). */
export interface BasisWords {
  /** everyday name → full title in the register */
  readonly aliases: Readonly<Record<string, string>>;
  readonly nothing: readonly string[];
  readonly documents: readonly string[];
  readonly issuers: readonly string[];
  readonly regions: readonly string[];
  readonly drafts: readonly string[];
  readonly future: readonly string[];
  readonly fresh: readonly string[];
  readonly stop: readonly string[];
  readonly subjects: readonly { readonly id: string; readonly words: readonly string[] }[];
  readonly assistWords: readonly string[];
  readonly acts: readonly {
    readonly id: string;
    readonly why: string;
    /** words of the task */
    readonly words: readonly string[];
    readonly notIn: readonly string[];
    /** words of the article that carry such a task */
    readonly article: readonly string[];
  }[];
  readonly governed: readonly string[];
  readonly overlap: number;
  readonly elsewhere: number;
}

export interface Waiver {
  readonly id: string;
  readonly fingerprint: string | null;
  readonly unit: string | null;
  readonly item: string | null;
  readonly reason: string;
  readonly approver: string;
  readonly document: string;
  readonly from: string;
  /** inclusive, Asia/Shanghai */
  readonly until: string;
  readonly place: LinePlace;
}

/** Everything under lists/, checked and plain. */
export interface Library {
  readonly dir: string;
  /** sha-256 over the list files, hex */
  readonly contentHash: string;
  readonly edition: Edition;
  readonly items: readonly Item[];
  readonly concepts: readonly Concept[];
  readonly classes: readonly LexiconClass[];
  readonly columns: readonly ColumnSynonyms[];
  readonly decision: Decision;
  /** null when the lists have no lexicon/funding.yaml */
  readonly funding: FundingWords | null;
  /** null when the lists have no lexicon/basis.yaml */
  readonly basisWords: BasisWords | null;
  readonly register: readonly Instrument[];
  readonly waivers: readonly Waiver[];
  /** the lists that these extend, as they are by themselves; absent when they stand alone */
  readonly upper?: Library;
  /** loads the wide register on first use */
  wide(): WideFacts;
}

/** What speaks for and against an addressee other than the committee; `bar` is the sum from which a row is out of scope. */
export interface AddresseeScale {
  readonly bar: number;
  /** how many characters from the beginning of a clause a subject may stand */
  readonly subjectWithin: Readonly<Record<'town' | 'area' | 'department' | 'post', number>>;
  readonly column: number;
  readonly lead: number;
  readonly leadLater: number;
  readonly areaLead: number;
  readonly mention: number;
  readonly heading: number;
  readonly headingArea: number;
  readonly headingDepartment: number;
  readonly headingShared: number;
  readonly titled: number;
  readonly assessed: number;
  readonly named: number;
  readonly namedLed: number;
  readonly place: number;
  readonly headingCommittee: number;
  readonly columnCommittee: number;
}

/**
 * How matches are weighed: numbers and class names that an official may want to change (lists/decision.yaml).
 * All scores are on one scale: a strong frame is worth 3.
 */
export interface Decision {
  readonly frame: Readonly<Record<Strength, number>>;
  /** taken off when a slot stands in the heading only / in another clause of the cell */
  readonly headingDiscount: number;
  readonly cellDiscount: number;
  /** taken off what the heading alone is about, for a clause that names nothing itself */
  readonly headingAlone: number;
  /** taken off everything that only a scoring rule beside the matter says */
  readonly scoringRule: number;
  /** added for each further frame of the same concept, up to the cap */
  readonly furtherFrame: number;
  readonly furtherFrameCap: number;
  /** worth of a fixed phrase (alias) */
  readonly alias: number;
  /** worth of a similarity of 1 to a title, alias or example */
  readonly similarity: number;
  /** the same for scope concepts */
  readonly scopeSimilarity: number;
  /** similarity below which nothing is counted */
  readonly similarityFloor: number;
  /** what the choice of words adds to prohibited and takes off lawful items: per point beyond `even`, at most `most` points */
  readonly wording: {
    readonly weight: number;
    readonly even: number;
    readonly most: number;
    /** share of what lawful items get that unlisted work gets */
    readonly unlisted: number;
  };
  /** worth of having all the usual words; difference of sums that makes a concept e times likelier; share to be heard */
  readonly usage: { readonly weight: number; readonly spread: number; readonly least: number };
  /** score from which likeness alone makes a clause prohibited beside another one that names its matter */
  readonly likenessAside: number;
  /** added when the cell cites exactly the basis of the item */
  readonly citedBasis: number;
  /** taken off lawful concepts when the cell cites a known instrument that is none of theirs */
  readonly otherBasis: number;
  /** score from which a match counts at all, is medium, is strong */
  readonly thresholds: { readonly match: number; readonly medium: number; readonly strong: number };
  /** distance to the runner-up of another list below which a match is weak */
  readonly margins: { readonly weak: number };
  /** what speaks for an addressee other than the committee */
  readonly addressee: AddresseeScale;
  /** score and lead over the runner-up of another list from which a match is called strong */
  readonly sure: {
    readonly score: number;
    readonly lead: number;
    /** what the choice of words has to say for it at least */
    readonly wording: number;
    /** share of the usual words that has to be on its side */
    readonly usage: number;
  };
  /** added to prohibited concepts before they are compared with lawful ones */
  readonly prohibitedLead: number;
  /** taken off prohibited concepts where the clause only asks for help, publicity or a report */
  readonly assistRelief: number;
  readonly classes: {
    /** words that make the committee responsible / that leave it open / that ask for help only */
    readonly responsible: readonly string[];
    readonly doubtful: readonly string[];
    readonly assisting: readonly string[];
    /** subjects: the committee, the town, departments, named posts */
    readonly committee: readonly string[];
    readonly town: readonly string[];
    /** a whole town or county as a sum (全镇、全县) */
    readonly area: readonly string[];
    /** words that begin a heading which a county or town gave its own table */
    readonly titled: readonly string[];
    /** words after which an office is helped or told, not the subject */
    readonly object: readonly string[];
    /** words after which a committee is served or visited, and not the one that acts */
    readonly patient: readonly string[];
    readonly department: readonly string[];
    readonly post: readonly string[];
    /** words that only name a village or community as a place */
    readonly place: readonly string[];
    /** county or city offices as assessors: what they score is the town's */
    readonly superior: readonly string[];
    /** points and deductions, which never say what the work is */
    readonly scoring: readonly string[];
  };
  /** the concept that an assist item handed down as responsibility falls under */
  readonly overreach: string;
  /** the concept of certificates that must not be asked for, for the statistics */
  readonly certificates?: string;
  /** concepts that name the form of a demand (pledge, ledger, sign, app): they yield to a prohibited topic of equal score */
  readonly forms: readonly string[];
}

// ---------------------------------------------------------------- judging

/** What a verdict tells apart; the committee's own duties are those of the statutory and the service list. */
export type Standing = 'prohibited' | 'assist' | 'own' | 'unlisted' | 'scope';

/** A term that was found in a text. */
export interface Hit extends Span {
  /** name of the lexicon class, or '=词' for a literal of a frame */
  readonly name: string;
  readonly quote: string;
}

/** Why a concept is a candidate for a clause. Spans point into the original text of the row. */
export interface ConceptMatch {
  readonly concept: Concept;
  /** the item of the body's lists, null for unlisted and scope concepts */
  readonly item: Item | null;
  readonly score: number;
  /** what carried the score */
  readonly by: 'frame' | 'alias' | 'heading' | 'similarity';
  /** heading or another clause filled a part of it */
  readonly helped: boolean;
  /** what the choice of words said for it, or against it */
  readonly wording: number;
  readonly evidence: readonly Evidence[];
  /** parts of the score in words: what spoke for and against */
  readonly parts: readonly {
    readonly label: string;
    readonly value: number;
    /** the words that told, where these are not the evidence */
    readonly words?: readonly Evidence[];
  }[];
}

/** One clause of a cell with everything that was seen in it. */
export interface ClauseMatch extends Span {
  readonly text: string;
  /** a scoring rule in a column of its own: it says how the matter is scored, seldom what it is */
  readonly rule: boolean;
  /** best first */
  readonly candidates: readonly ConceptMatch[];
  /** set when the clause protects the committee or is no task at all */
  readonly scope: ConceptMatch | null;
  /** words that make the committee responsible / leave it open / ask for help */
  readonly responsible: readonly Evidence[];
  readonly doubtful: readonly Evidence[];
  readonly assisting: readonly Evidence[];
  /** characters of matter in the clause, without numbering and scores */
  readonly weight: number;
}

/** What the matcher says about one row under one body. */
export interface RowMatch {
  readonly body: Body;
  readonly clauses: readonly ClauseMatch[];
  /** whom the row speaks to when not the committee */
  readonly addressee: {
    readonly who: 'town' | 'department' | 'post';
    readonly score: number;
    readonly evidence: readonly Evidence[];
  } | null;
  /** whose usual words the row uses: shares of one point */
  readonly usage: Readonly<Record<Standing, number>>;
  /** invisible characters inside the text */
  readonly hidden: number;
}

export interface Evidence extends Span {
  readonly quote: string;
  /** what these words did: 'object+action', 'role', 'polarity', 'heading', 'citation', 'funding'… */
  readonly why: string;
}

export interface Citation {
  /** the words as written */
  readonly raw: string;
  readonly instrument: string | null;
  readonly article: number | string | null;
  readonly paragraph: number | null;
  readonly outcome: BasisOutcome;
  /** full title of the instrument that replaced a repealed one */
  readonly successor: string | null;
}

export interface BasisJudgement {
  readonly outcome: BasisOutcome;
  readonly citations: readonly Citation[];
}

export interface FundingJudgement {
  readonly outcome: FundingOutcome;
  /** the words that decided, null when nothing was said */
  readonly quote: string | null;
  /** where they stood */
  readonly from: 'funding' | 'amount' | 'text' | 'basis' | 'note' | 'ledger' | null;
  /** for short and expired: what was found and needed */
  readonly detail: string | null;
}

/** Why a verdict was reached; the report words it. */
export type ReasonCode =
  | 'prohibited'
  | 'overreach'
  | 'own-duty'
  | 'assist-funded'
  | 'assist-unfunded'
  | 'assist-unclear'
  | 'assist-doubtful-role'
  | 'unlisted-valid'
  | 'unlisted-unknown'
  | 'unlisted-nothing'
  | 'unrecognised'
  | 'protective'
  | 'other-addressee'
  | 'no-matter'
  | 'uncertain';

export interface Judged {
  readonly verdict: Verdict;
  readonly reason: ReasonCode;
  readonly item: Item | null;
  readonly list: ListName | null;
  readonly concept: ConceptMatch | null;
  readonly score: number;
  readonly strength: Strength;
  readonly alternatives: readonly { readonly item: string; readonly score: number }[];
  readonly evidence: readonly Evidence[];
  /** the clause that carries the verdict */
  readonly clause: ClauseMatch | null;
  /** assist items handed down in other clauses of the same cell, for their funding */
  readonly assists: readonly ConceptMatch[];
  /** words that hand an assist item down as responsibility */
  readonly overreach: readonly Evidence[];
  /** what the verdict would have been without the doubt, when the verdict is review */
  readonly leaning: Verdict | null;
}

/** A candidate item for one row. */
export interface Candidate {
  readonly item: string;
  readonly score: number;
}

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly item: string | null;
  readonly message: string;
  readonly fix: string;
  readonly evidence: readonly Evidence[];
  readonly basis: readonly BasisRef[];
  readonly fingerprint: string;
  /** id of the waiver that covers it */
  readonly waived: string | null;
}

/** One judged row, as in `jsonl` and `json.rows[]`. */
export interface JudgedRow {
  readonly source: string;
  readonly sheet: string | null;
  readonly row: number;
  readonly cell: string;
  readonly id: string | null;
  readonly unit: string | null;
  readonly section: string | null;
  readonly text: string;
  readonly kind: Kind;
  readonly body: Body;
  readonly verdict: Verdict;
  readonly list: ListName | null;
  readonly item: string | null;
  readonly score: number;
  readonly strength: Strength;
  readonly alternatives: readonly Candidate[];
  /** one sentence that says why, in the language of the run */
  readonly reason: string;
  /** the words that carry the verdict */
  readonly evidence: readonly Evidence[];
  readonly findings: readonly Finding[];
  readonly basis_outcome: BasisOutcome;
  readonly citations: readonly Citation[];
  readonly funding_outcome: FundingOutcome;
  readonly points: number | null;
  readonly key: string;
}

// ---------------------------------------------------------------- report

export interface InputSummary {
  readonly file: string;
  readonly sheet: string | null;
  readonly hidden: boolean;
  readonly format: SourceFormat;
  readonly encoding: string | null;
  readonly header: readonly string[];
  readonly headerRow: number | null;
  readonly columns: Readonly<Partial<Record<RowField, readonly string[]>>>;
  readonly rows: { readonly read: number; readonly checked: number; readonly blank: number; readonly skipped: number };
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly warnings: readonly string[];
  /** only rows of a partition were seen, not the table they come from */
  readonly partial?: true;
}

export interface PointsSummary {
  readonly total: number;
  readonly prohibited: number;
  readonly unlisted: number;
  readonly unfunded: number;
}

export interface Summary {
  readonly rows: { readonly read: number; readonly checked: number; readonly blank: number; readonly skipped: number };
  readonly verdict: Readonly<Record<Verdict, number>>;
  readonly rule: Readonly<Partial<Record<RuleId, number>>>;
  readonly unit: Readonly<Record<string, Readonly<Record<Verdict, number>>>>;
  readonly section: Readonly<Record<string, Readonly<Record<Verdict, number>>>>;
  readonly points: PointsSummary;
  readonly unitPoints: Readonly<Record<string, PointsSummary>>;
  readonly findings: {
    readonly error: number;
    readonly warning: number;
    readonly note: number;
    readonly waived: number;
  };
}

/** Everything a formatter sees. Rows are in reading order. */
export interface Report {
  readonly tool: string;
  readonly version: string;
  readonly schema: string;
  readonly as_of: string;
  readonly lists: { readonly edition: string; readonly hash: string };
  readonly inputs: readonly InputSummary[];
  readonly summary: Summary;
  readonly rows: readonly JudgedRow[];
  /** findings about the run itself (waiver-unused, waiver-expired) */
  readonly findings: readonly Finding[];
}

/** What a formatter may look up besides the report. */
export interface ReportContext {
  readonly lang: Lang;
  /** terminal width in columns, for `table` */
  readonly width: number;
  readonly color: boolean;
  /** item id → item, for titles */
  readonly items: ReadonlyMap<string, Item>;
  /** all rules, in the language of the run, for formats that list them */
  readonly rules: readonly {
    readonly id: string;
    readonly title: string;
    readonly why: string;
    readonly fix: string;
    readonly severity: Severity;
  }[];
  /** original cells of a row by 'source\u0000sheet\u0000row', for csv: all input columns are kept */
  cells(row: JudgedRow): readonly string[];
  /** header of the table a row came from */
  header(row: JudgedRow): readonly string[];
}
