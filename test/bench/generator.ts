/**
 * Seeded rows as tables of townships and departments write them: no two runs differ, no row is taken from the labelled
 * sets. About 45 characters and 1.6 clauses a text; `repeats` of the texts came before in the same table.
 */

/** One line of the generated table, in the order of {@link HEADER}. */
export type Cells = readonly [
  number: string,
  section: string,
  text: string,
  department: string,
  basis: string,
  funding: string,
  points: string,
  remark: string,
];

export const HEADER = ['序号', '考核项目', '考核内容', '责任部门', '政策依据', '经费来源', '分值', '备注'] as const;

/** Numbers in [0, 1), the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** 对象（村、社区自己的和部门的都有）与其上的动作 */
const MATTERS: readonly (readonly [string, string, readonly string[]])[] = [
  ['民政', '城乡低保对象', ['入户走访', '动态核查', '公示', '资料报送']],
  ['民政', '孤寡老人和留守儿童', ['探访关爱', '建立台账', '登记造册']],
  ['民政', '高龄津贴生存认证', ['协助办理', '组织开展', '上传系统']],
  ['应急', '森林防火', ['巡查值守', '宣传', '隐患排查', '火情报告']],
  ['应急', '防汛抗旱转移避险', ['演练', '人员登记', '物资储备', '预警传达']],
  ['应急', '企业安全生产', ['执法检查', '隐患整改', '责任书签订']],
  ['应急', '沿街商铺消防安全', ['逐家排查', '整改销号', '宣传']],
  ['消防', '电动自行车飞线充电', ['劝导', '清理整治', '处罚']],
  ['卫健', '适龄妇女两癌筛查', ['组织动员', '任务完成', '名单上报']],
  ['卫健', '严重精神障碍患者', ['随访管理', '送医', '监护责任落实']],
  ['卫健', '爱国卫生月活动', ['组织', '清扫', '病媒生物消杀']],
  ['医保', '城乡居民基本医疗保险', ['参保宣传', '收缴', '扩面任务完成', '信息采集']],
  ['人社', '城乡居民养老保险', ['代收代缴', '参保登记', '政策宣传']],
  ['人社', '高校毕业生就业岗位', ['推荐', '开发', '信息统计']],
  ['农业', '秸秆禁烧', ['巡查', '处罚', '网格包保']],
  ['农业', '高标准农田管护', ['日常巡护', '损毁上报', '验收']],
  ['农业', '耕地撂荒', ['排查', '整治', '复耕任务完成']],
  ['农业', '农村宅基地审批', ['资料初审', '违建拆除', '现场勘验']],
  ['农业', '农产品质量安全', ['抽样检测', '监管', '协管']],
  ['林业', '松材线虫病疫木', ['清理除治', '普查', '监测报告']],
  ['环保', '散乱污企业', ['取缔', '摸排', '台账更新']],
  ['环保', '河道水面垃圾', ['打捞保洁', '巡河', '排污口排查']],
  ['城管', '生活垃圾分类', ['投放引导', '知晓率达标', '桶站值守']],
  ['城管', '占道经营', ['劝离', '执法', '取缔']],
  ['住建', '农村危房', ['安全巡查', '鉴定', '改造申报']],
  ['住建', '老旧小区物业', ['矛盾调解', '满意度测评', '费用催缴']],
  ['市监', '农村集体聚餐', ['申报备案', '现场指导', '食品留样检查']],
  ['市监', '食品安全两个责任包保', ['督导', '系统打卡', '完成率达标']],
  ['公安', '反电信网络诈骗', ['宣传', 'APP安装注册', '案件发案率下降']],
  ['公安', '流动人口和出租房屋', ['登记', '采集录入', '巡查']],
  ['司法', '婚姻家庭邻里纠纷', ['人民调解', '排查化解', '回访']],
  ['司法', '社区矫正对象', ['监管', '协助教育帮扶', '走访']],
  ['信访', '重点信访人员', ['稳控', '包案', '零上访目标实现']],
  ['组织', '党员远程教育学习', ['组织', '时长达标', '截图上传']],
  ['宣传', '党报党刊', ['征订任务完成', '发行', '学习']],
  ['宣传', '新时代文明实践活动', ['开展', '信息报送', '创建验收']],
  ['宣传', '公众号文章', ['转发点赞', '关注人数达标', '推广']],
  ['统战', '民族宗教场所', ['日常走访', '非法活动处置', '信息报告']],
  ['妇联', '家庭教育和美丽庭院', ['评选', '创建', '宣传']],
  ['共青团', '青年志愿者', ['注册人数达标', '活动组织']],
  ['残联', '残疾人证到期换证', ['通知', '入户评定', '材料代办']],
  ['退役', '优抚对象年度确认', ['信息采集', '走访慰问', '光荣牌悬挂']],
  ['统计', '经济普查入户登记', ['协助', '配合', '数据质量核查']],
  ['税务', '城乡居民两险征缴', ['入户催收', '宣传', '任务完成']],
  ['财政', '村级财务公开', ['按季公开', '票据报送', '公开栏更新']],
  ['教育', '辍学学生劝返', ['走访', '控辍保学台账', '协助']],
  ['水利', '农村饮水工程', ['管护', '水费收缴', '水质送检']],
  ['自然资源', '地质灾害隐患点', ['巡查监测', '避险转移', '警示牌维护']],
  ['交通', '农村公路日常养护', ['管护', '路长制巡路', '两站两员劝导']],
  ['政法', '网格员日常巡查', ['上报事件', '积分考核', '打卡']],
  ['纪检', '村级小微权力', ['监督', '清单公开', '廉政谈话']],
  ['乡村振兴', '防返贫动态监测', ['排查', '帮扶', '信息比对']],
  ['商务', '农村电商服务站', ['设立', '交易额达标', '培训']],
  ['文旅', '农家书屋和文化活动室', ['开放管理', '图书更新', '活动组织']],
  ['供电', '电力设施保护', ['宣传', '树障清理', '协助']],
  ['金融', '信用村建设', ['授信推广', '信息采集', '评定']],
];

const SUBJECTS = [
  '',
  '',
  '',
  '',
  '村“两委”',
  '各村',
  '社区',
  '村民委员会',
  '居委会',
  '网格员',
  '包村干部',
  '镇直有关部门',
  '村级',
];
const MANNERS = [
  '',
  '',
  '认真做好',
  '按要求完成',
  '扎实开展',
  '及时完成',
  '积极配合做好',
  '协助做好',
  '组织开展',
  '全面落实',
  '牵头负责',
  '按月开展',
  '负责做好',
];
const WHENS = [
  '',
  '',
  '',
  '每月底前',
  '每季度',
  '年内',
  '6月底前',
  '10月31日前',
  '汛期',
  '全年',
  '重点时段',
  '元旦春节期间',
  '每周至少一次',
];
const RESULTS = [
  '',
  '',
  '台账资料齐全',
  '群众知晓率达到{p}%以上',
  '完成率达到{p}%',
  '不少于{n}次',
  '及时上报情况',
  '建立问题清单并限期整改',
  '做到全覆盖、无遗漏',
  '纳入年终考核',
  '每少一户扣{d}分',
  '无群众投诉',
  '覆盖{n}户以上',
  '按时报送总结材料',
  '签订承诺书{n}份',
  '实行一票否决',
  '形成工作记录备查',
];
const REMARKS = [
  '每缺一次扣{d}分，扣完为止',
  '未完成的不得分',
  '查阅资料，现场抽查{n}户',
  '工作不力的通报批评并取消评优资格',
  '由主管部门负责解释和考核',
];
const PLACES = '东西南北上下前后新老大小';
const NAMES = '王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗石柳沙河山桥塘湾岭坪庄营店堡集';
const BASES = [
  '《村民委员会组织法》第{a}条',
  '《城市居民委员会组织法》第三条',
  '《安全生产法》第{a}条',
  '《中华人民共和国消防法》第{a}条',
  '《社会保险法》第{a}条',
  '《{x}县2026年度综合考核办法》',
  '{x}政办发〔2025〕{n}号',
  '上级文件要求',
  '《传染病防治法》',
  '《森林防火条例》第{a}条、第二十条',
  '《人民调解法》',
  '区委办公室关于印发年度目标责任考核实施方案的通知',
  '无',
];
const FUNDS = [
  '区级财政预算',
  '由{x}局承担，每村{n}00元',
  '村集体经济收入',
  '以奖代补',
  '无',
  '从工作经费中列支',
  '中央和省级补助资金',
  '每村补助{d}万元',
  '自筹',
];

/**
 * Endless cells of a table.
 * @param repeats share of texts that came before, 0 … 1; half of them stand in a row with other cells
 */
export function* rows(seed: number, repeats = 0.3): Generator<Cells> {
  const next = random(seed);
  const pick = <T>(list: readonly T[] | string): T => list[Math.floor(next() * list.length)] as T;
  const filled = (text: string): string =>
    text.replace(/\{(\w)\}/g, (_, what: string) => {
      if (what === 'p') return String(60 + Math.floor(next() * 40));
      if (what === 'd') return ['0.5', '1', '2', '3'][Math.floor(next() * 4)]!;
      if (what === 'a') return String(1 + Math.floor(next() * 60));
      if (what === 'x') return `${pick<string>(NAMES)}${pick<string>(NAMES)}`;
      return String(2 + Math.floor(next() * 60));
    });
  const clause = (matter: (typeof MATTERS)[number]): string => {
    const place = next() < 0.2 ? `${pick<string>(NAMES)}${pick<string>(NAMES)}${pick<string>(PLACES)}村` : '';
    const [, object, acts] = matter;
    const manner = pick<string>(MANNERS);
    const act = pick<string>(acts);
    const core = next() < 0.5 ? `${manner}${object}${act}工作` : `${manner}${act}${object}`;
    const results = [pick<string>(RESULTS), next() < 0.2 ? pick<string>(RESULTS) : ''].filter((one) => one !== '');
    return [
      `${pick<string>(SUBJECTS)}${pick<string>(WHENS)}${core}${place === '' ? '' : `（${place}）`}`,
      ...results.map(filled),
    ].join('，');
  };
  const texts: Cells[] = [];
  let number = 0;
  for (;;) {
    number++;
    if (texts.length > 200 && next() < repeats) {
      const [, section, text, department, basis, funding, points, remark] = pick<Cells>(texts);
      if (next() < 0.5) yield [String(number), section, text, department, basis, funding, points, remark];
      else
        yield [
          String(number),
          section,
          text,
          department,
          basis,
          pick<string>(FUNDS),
          String(1 + Math.floor(next() * 9)),
          '',
        ];
      continue;
    }
    const matter = pick(MATTERS);
    const parts = [clause(matter)];
    if (next() < 0.5) parts.push(clause(next() < 0.7 ? matter : pick(MATTERS)));
    if (next() < 0.2) parts.push(filled(pick<string>(REMARKS)));
    const text = (next() < 0.15 ? `${1 + Math.floor(next() * 9)}.` : '') + parts.join(next() < 0.9 ? '；' : '。');
    const cells: Cells = [
      String(number),
      `${matter[0]}工作`,
      text,
      `区${matter[0]}局`,
      next() < 0.4 ? filled(pick<string>(BASES)) : '',
      next() < 0.35 ? filled(pick<string>(FUNDS)) : '',
      String(1 + Math.floor(next() * 9)),
      next() < 0.1 ? filled(pick<string>(REMARKS)) : '',
    ];
    if (texts.length < 20_000) texts.push(cells);
    else texts[Math.floor(next() * texts.length)] = cells;
    yield cells;
  }
}

/** The cells as one CSV record, quoted where needed. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}
