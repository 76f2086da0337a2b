/** Questions to a person at a terminal, one line an answer. Questions go to stderr: stdout is for the payload alone. */
import { createInterface, type Interface } from 'node:readline';
import { UserError } from '../errors.ts';
import type { Io } from './command.ts';

/** What a question accepts. */
export interface Question {
  readonly text: string;
  /** shown in brackets; an empty answer takes it */
  readonly fallback?: string;
  readonly optional?: boolean;
  /** words of which one is to be given, or its number */
  readonly choices?: readonly (readonly [value: string, shown: string])[];
  /** null when the answer is fine, else what is wrong with it */
  readonly check?: (answer: string) => string | null;
}

/** A person who answers until the answer can be used. */
export class Asker {
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  readonly #io: Io;

  constructor(io: Io) {
    this.#io = io;
    this.#reader = createInterface({ input: io.stdin(), crlfDelay: Number.POSITIVE_INFINITY });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** @throws UserError when the input ends before an answer */
  async ask(question: Question): Promise<string> {
    const { choices = [] } = question;
    choices.forEach(([, shown], i) => {
      this.#io.err(`  ${i + 1}. ${shown}\n`);
    });
    for (;;) {
      this.#io.err(`${question.text}${question.fallback ? `［${question.fallback}］` : ''}：`);
      const { value, done } = await this.#lines.next();
      if (done) throw new UserError('no-answer', null, '没有填完就结束了', '没有登记任何内容');
      const typed = value.trim() || (question.fallback ?? '');
      const answer = choices[Number(typed) - 1]?.[0] ?? typed;
      const fault = this.#fault(question, answer);
      if (fault === null) return answer;
      this.#io.err(`  ${fault}\n`);
    }
  }

  /** Answers until an empty line. */
  async list(text: string, least: number): Promise<string[]> {
    const all: string[] = [];
    for (;;) {
      const enough = all.length >= least;
      const answer = await this.ask({
        text: `${text} ${all.length + 1}${enough ? '（没有了就直接回车）' : ''}`,
        optional: enough,
      });
      if (answer === '') return all;
      all.push(answer);
    }
  }

  close(): void {
    this.#reader.close();
  }

  #fault({ optional, choices, check }: Question, answer: string): string | null {
    if (answer === '') return optional ? null : '不能空着';
    if (choices && !choices.some(([value]) => value === answer)) return '请填前面的序号';
    return check?.(answer) ?? null;
  }
}
