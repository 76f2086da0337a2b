/** 公示牌 of one body as a document to edit. */
import {
  type Block,
  boardCategory,
  boardFoot,
  boardItem,
  boardList,
  boardTitle,
  writeDocument,
} from '../ooxml/document.ts';
import type { Body } from '../types.ts';
import { basesOf, boardSize, COLUMNS, postedLists } from './board.ts';
import type { Published } from './directory.ts';

/** The board as a document. @param date YYYY-MM-DD, for the properties of the file */
export function boardDocx(all: Published, body: Body, date: string): Promise<Buffer> {
  const { words, library } = all;
  const { edition, effective } = library.edition;
  const title = words.board(words.body[body]);
  const posted = postedLists(all, body);
  const size = boardSize(posted);
  const lists = posted.flatMap((list): Block[] => {
    let number = 0;
    return [
      boardList(words.count(words.list[list.list], list.count)),
      ...list.categories.flatMap((category) => [
        ...(category.name === '' ? [] : [boardCategory(category.name, size)]),
        ...category.items.map((item) => boardItem(String(++number), item.title, basesOf(item, all), size)),
      ]),
    ];
  });
  return writeDocument(
    [
      { board: true, blocks: boardTitle(title, words.boardLine(edition, effective)) },
      { board: true, columns: COLUMNS, blocks: lists },
      { board: true, columns: 1, blocks: [boardFoot(words.boardFoot)] },
    ],
    title,
    date,
  );
}
