/** Orders as documents on disk. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { OrderCase } from '../ledger/order.ts';
import { orderDocument } from '../ledger/order-document.ts';

/** 督办单 under its number and unit: no sign that a file system takes for something else. */
export function orderFileName(order: Pick<OrderCase, 'number' | 'unit'>): string {
  const plain = `${order.number} ${order.unit}`.replace(/[\\/:*?"<>|\p{C}]/gu, '_').slice(0, 80);
  return `${plain.replace(/^[.\s]+|[.\s]+$/g, '_')}.docx`;
}

/**
 * Writes one .docx.
 * @throws UserError when the file cannot be written
 */
export async function writeOrder(order: OrderCase, path: string): Promise<void> {
  // loaded only where a document is asked for
  const { orderDocx } = await import('../publish/order-document.ts');
  const bytes = await orderDocx(orderDocument(order), order.issuedOn);
  try {
    await writeFile(path, bytes);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Writes one .docx a unit into a folder, which is made where it is missing; returns the paths. */
export async function writeOrders(orders: readonly OrderCase[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw cannotWrite(folder, error);
  });
  const paths: string[] = [];
  for (const order of orders) {
    const path = join(folder, orderFileName(order));
    await writeOrder(order, path);
    paths.push(path);
  }
  return paths;
}

function cannotWrite(path: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new UserError('cannot-write', path, `写不进去（${code ?? message}）`, '请检查目录、权限和磁盘空间');
}
