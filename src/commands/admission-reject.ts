/** `qingdan admission reject`. */
import type { Command } from 'commander';
import { defineDecision } from './admission-decide.ts';
import type { Io } from './command.ts';

export const define = (command: Command, io: Io): void => defineDecision(command, io, false);
