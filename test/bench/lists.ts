/** Lists of any length for the question whether the cost of a row grows with them: made-up items of made-up matters. */
import type { Concept, Item, LexiconClass, Library, LinePlace } from '../../src/types.ts';
import { random } from './generator.ts';

const FIRST = '山水林田湖草沙海天地风云雷电春夏秋冬东西南北金木火土红黄蓝绿青紫大小高低长短新旧';
const SECOND = '路桥站厂校院所园馆堂楼亭塔井渠坝库塘池坡岭沟滩湾岛港湖山村镇街巷里弄坊市场店铺';
const KIND = ['设施', '档案', '证照', '队伍', '台账', '资产', '项目', '活动', '标志', '协议', '数据', '场所'];
const ACTS = ['巡查', '登记', '维护', '申报', '评定', '更新', '移交', '回访', '公示', '采集'];
const PLACE: LinePlace = { file: 'bench', line: 1, column: 1 };

/** The shipped lists, cut or filled up to `count` items. */
export function listsOf(library: Library, count: number): Library {
  if (count <= library.items.length) {
    const items = library.items.slice(0, count);
    const kept = new Set(items.flatMap((item) => item.concepts));
    return {
      ...library,
      items,
      concepts: library.concepts.filter((concept) => concept.kind !== 'topic' || kept.has(concept.id)),
    };
  }
  const next = random(count);
  const pick = <T>(list: readonly T[] | string): T => list[Math.floor(next() * list.length)] as T;
  const items: Item[] = [...library.items];
  const concepts: Concept[] = [...library.concepts];
  const classes: LexiconClass[] = [...library.classes];
  while (items.length < count) {
    const n = items.length;
    const matter = `${pick<string>(FIRST)}${pick<string>(SECOND)}${pick<string>(FIRST)}${pick<string>(SECOND)}`;
    const object = `${matter}${pick(KIND)}`;
    const acts = [pick(ACTS), pick(ACTS)];
    const id = `bench-${n}`;
    classes.push({ id, role: 'object', terms: [object, matter], notIn: [], place: PLACE });
    concepts.push({
      id,
      name: object,
      kind: 'topic',
      frames: [
        {
          all: [[id], acts.map((act) => `=${act}`)],
          none: [],
          near: 12,
          ordered: false,
          heading: [],
          strength: 'strong',
          place: PLACE,
        },
      ],
      aliases: [`${object}${acts[0]}工作`],
      hit: [
        { text: `做好${object}的${acts[0]}工作，按月报送情况`, section: null, instead: null, place: PLACE },
        { text: `各村组织对${matter}${acts[1]}，建立问题清单`, section: null, instead: null, place: PLACE },
      ],
      miss: [],
      place: PLACE,
    });
    items.push({
      ...library.items[n % library.items.length]!,
      id: `V-X-${n}`,
      title: `${acts[0]}${object}`,
      concepts: [id],
    });
  }
  return { ...library, items, concepts, classes };
}
