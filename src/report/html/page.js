// The one script of the page. It reads the data block, never executes it, and puts text into the page as text only.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { words, verdicts, rules, pool, rows } = data;
  const [VERDICT, SOURCE, CELL, UNIT, SECTION, PIECES, POINTS, ITEM, REASON, BASIS, FIX, RULES] = Array(12).keys();
  const byId = (id) => document.getElementById(id);
  const controls = { search: byId('search'), unit: byId('unit'), rule: byId('rule'), size: byId('size') };
  const boxes = [...document.querySelectorAll('input[name=verdict]')];
  const body = byId('rows');
  const sorters = [...document.querySelectorAll('th[data-sort]')];
  const compare = new Intl.Collator('zh-CN', { numeric: true }).compare;
  /** a single table needs no name at every row */
  const sources = new Set(rows.map((row) => row[SOURCE])).size;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const folded = (text) => text.normalize('NFKC').toLowerCase();

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const option = (select, value, text) => {
    const made = element('option', '', text);
    made.value = value;
    select.append(made);
  };
  for (const unit of [...new Set(rows.map((row) => row[UNIT]))].sort((a, b) => compare(pool[a], pool[b])))
    option(controls.unit, String(unit), pool[unit]);
  for (const [id, name] of rules) option(controls.rule, id, name);

  /** what a search looks at, made on the first search */
  let searched = null;
  const searchable = () => {
    searched ??= rows.map((row) =>
      folded(
        [
          row[PIECES].join(''),
          row[CELL],
          ...[SOURCE, UNIT, SECTION, ITEM, REASON, BASIS, FIX].map((field) => pool[row[field]]),
          verdicts[row[VERDICT]],
        ].join('\n'),
      ),
    );
    return searched;
  };

  const state = { page: 0, sort: '', down: false, found: rows.map((_, i) => i) };
  const values = {
    place: null,
    unit: (row) => pool[row[UNIT]],
    verdict: (row) => row[VERDICT],
    item: (row) => pool[row[ITEM]],
    points: (row) => row[POINTS],
  };

  const select = () => {
    const wanted = folded(controls.search.value).split(/\s+/).filter(Boolean);
    const texts = wanted.length > 0 ? searchable() : null;
    const shown = new Set(boxes.filter((box) => box.checked).map((box) => Number(box.value)));
    const unit = controls.unit.value === '' ? null : Number(controls.unit.value);
    const rule = controls.rule.value;
    state.found = [];
    rows.forEach((row, i) => {
      if (shown.size > 0 && !shown.has(row[VERDICT])) return;
      if (unit !== null && row[UNIT] !== unit) return;
      if (rule !== '' && !row[RULES].includes(rule)) return;
      if (texts && !wanted.every((word) => texts[i].includes(word))) return;
      state.found.push(i);
    });
    const value = values[state.sort];
    const sign = state.down ? -1 : 1;
    if (value) {
      const key = new Map(state.found.map((i) => [i, value(rows[i])]));
      state.found.sort((a, b) => {
        const x = key.get(a);
        const y = key.get(b);
        // what has no value stands last either way
        if (x === y) return a - b;
        if (x === null || x === '') return 1;
        if (y === null || y === '') return -1;
        return sign * (typeof x === 'string' ? compare(x, y) : x - y) || a - b;
      });
    } else if (state.down) state.found.reverse();
  };

  const matter = (row) => {
    const cell = element('td');
    const box = element('div', 'matter');
    row[PIECES].forEach((text, i) => {
      if (text !== '') box.append(i % 2 === 0 ? text : element('mark', '', text));
    });
    if (row[PIECES].join('').length > 600) {
      box.classList.add('long');
      box.tabIndex = 0;
    }
    cell.append(box);
    if (pool[row[SECTION]] !== '') cell.append(element('div', 'small', pool[row[SECTION]]));
    return cell;
  };

  const argument = (row) => {
    const cell = element('td', 'argument');
    for (const [field, name] of [
      [REASON, words.reason],
      [BASIS, words.basis],
      [FIX, words.fix],
    ]) {
      if (pool[row[field]] === '') continue;
      const line = element('p');
      line.append(element('b', '', name + words.colon), pool[row[field]]);
      cell.append(line);
    }
    return cell;
  };

  const rowElement = (row) => {
    const made = element('tr');
    const place = element('td', '', row[CELL]);
    if (sources > 1) place.append(element('div', 'small', pool[row[SOURCE]]));
    const verdict = element('td');
    verdict.append(element('span', `tag v${row[VERDICT]}`, verdicts[row[VERDICT]]));
    made.append(
      place,
      element('td', '', pool[row[UNIT]]),
      matter(row),
      element('td', 'number', row[POINTS] === null ? '' : String(row[POINTS])),
      verdict,
      element('td', '', pool[row[ITEM]]),
      argument(row),
    );
    return made;
  };

  const size = () => (controls.size.value === '' ? Math.max(1, state.found.length) : Number(controls.size.value));

  const show = (whole = false) => {
    const perPage = whole ? Math.max(1, state.found.length) : size();
    const pages = Math.max(1, Math.ceil(state.found.length / perPage));
    state.page = Math.min(state.page, pages - 1);
    const from = whole ? 0 : state.page * perPage;
    const page = document.createDocumentFragment();
    for (const i of state.found.slice(from, from + perPage)) page.append(rowElement(rows[i]));
    body.replaceChildren(page);
    byId('none').hidden = state.found.length > 0;
    byId('count').textContent = fill(words.count, { all: rows.length, shown: state.found.length });
    for (const pager of document.querySelectorAll('nav[data-pager]')) {
      const [previous, next] = pager.querySelectorAll('button');
      previous.disabled = state.page === 0;
      next.disabled = state.page >= pages - 1;
      pager.querySelector('span').textContent = fill(words.page, { page: state.page + 1, pages });
    }
    for (const header of sorters) {
      const own = header.dataset.sort === state.sort;
      header.setAttribute('aria-sort', own ? (state.down ? 'descending' : 'ascending') : 'none');
    }
  };

  const update = () => {
    state.page = 0;
    select();
    show();
  };
  let waiting = 0;
  controls.search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, 150);
  });
  for (const control of [controls.unit, controls.rule, controls.size, ...boxes])
    control.addEventListener('change', update);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('filters').addEventListener('reset', () => setTimeout(update));
  for (const header of sorters)
    header.querySelector('button').addEventListener('click', () => {
      const own = header.dataset.sort === state.sort;
      state.down = own && !state.down;
      state.sort = header.dataset.sort;
      update();
    });
  for (const pager of document.querySelectorAll('nav[data-pager]'))
    for (const [button, step] of [...pager.querySelectorAll('button')].map((one, i) => [one, i === 0 ? -1 : 1]))
      button.addEventListener('click', () => {
        state.page += step;
        show();
        byId('results').scrollIntoView();
      });
  // paper shows every row that the filters leave
  addEventListener('beforeprint', () => show(true));
  addEventListener('afterprint', () => show());
  update();
})();
