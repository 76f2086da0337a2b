/** Written by src/build/page-assets.ts from page.js and page.css; do not edit. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: text of another language
// biome-ignore format: text of another language
export const SCRIPT =
  "// The one script of the page. It reads the data block, never executes it, and puts text into the page as text only.\n" +
  "(() => {\n" +
  "  const data = JSON.parse(document.getElementById('data').textContent);\n" +
  "  const { words, verdicts, rules, pool, rows } = data;\n" +
  "  const [VERDICT, SOURCE, CELL, UNIT, SECTION, PIECES, POINTS, ITEM, REASON, BASIS, FIX, RULES] = Array(12).keys();\n" +
  "  const byId = (id) => document.getElementById(id);\n" +
  "  const controls = { search: byId('search'), unit: byId('unit'), rule: byId('rule'), size: byId('size') };\n" +
  "  const boxes = [...document.querySelectorAll('input[name=verdict]')];\n" +
  "  const body = byId('rows');\n" +
  "  const sorters = [...document.querySelectorAll('th[data-sort]')];\n" +
  "  const compare = new Intl.Collator('zh-CN', { numeric: true }).compare;\n" +
  "  /** a single table needs no name at every row */\n" +
  "  const sources = new Set(rows.map((row) => row[SOURCE])).size;\n" +
  "  const fill = (text, values) => text.replace(/\\{(\\w+)\\}/g, (_, name) => String(values[name]));\n" +
  "  const folded = (text) => text.normalize('NFKC').toLowerCase();\n" +
  "\n" +
  "  const element = (name, className, text) => {\n" +
  "    const made = document.createElement(name);\n" +
  "    if (className) made.className = className;\n" +
  "    if (text) made.textContent = text;\n" +
  "    return made;\n" +
  "  };\n" +
  "\n" +
  "  const option = (select, value, text) => {\n" +
  "    const made = element('option', '', text);\n" +
  "    made.value = value;\n" +
  "    select.append(made);\n" +
  "  };\n" +
  "  for (const unit of [...new Set(rows.map((row) => row[UNIT]))].sort((a, b) => compare(pool[a], pool[b])))\n" +
  "    option(controls.unit, String(unit), pool[unit]);\n" +
  "  for (const [id, name] of rules) option(controls.rule, id, name);\n" +
  "\n" +
  "  /** what a search looks at, made on the first search */\n" +
  "  let searched = null;\n" +
  "  const searchable = () => {\n" +
  "    searched ??= rows.map((row) =>\n" +
  "      folded(\n" +
  "        [\n" +
  "          row[PIECES].join(''),\n" +
  "          row[CELL],\n" +
  "          ...[SOURCE, UNIT, SECTION, ITEM, REASON, BASIS, FIX].map((field) => pool[row[field]]),\n" +
  "          verdicts[row[VERDICT]],\n" +
  "        ].join('\\n'),\n" +
  "      ),\n" +
  "    );\n" +
  "    return searched;\n" +
  "  };\n" +
  "\n" +
  "  const state = { page: 0, sort: '', down: false, found: rows.map((_, i) => i) };\n" +
  "  const values = {\n" +
  "    place: null,\n" +
  "    unit: (row) => pool[row[UNIT]],\n" +
  "    verdict: (row) => row[VERDICT],\n" +
  "    item: (row) => pool[row[ITEM]],\n" +
  "    points: (row) => row[POINTS],\n" +
  "  };\n" +
  "\n" +
  "  const select = () => {\n" +
  "    const wanted = folded(controls.search.value).split(/\\s+/).filter(Boolean);\n" +
  "    const texts = wanted.length > 0 ? searchable() : null;\n" +
  "    const shown = new Set(boxes.filter((box) => box.checked).map((box) => Number(box.value)));\n" +
  "    const unit = controls.unit.value === '' ? null : Number(controls.unit.value);\n" +
  "    const rule = controls.rule.value;\n" +
  "    state.found = [];\n" +
  "    rows.forEach((row, i) => {\n" +
  "      if (shown.size > 0 && !shown.has(row[VERDICT])) return;\n" +
  "      if (unit !== null && row[UNIT] !== unit) return;\n" +
  "      if (rule !== '' && !row[RULES].includes(rule)) return;\n" +
  "      if (texts && !wanted.every((word) => texts[i].includes(word))) return;\n" +
  "      state.found.push(i);\n" +
  "    });\n" +
  "    const value = values[state.sort];\n" +
  "    const sign = state.down ? -1 : 1;\n" +
  "    if (value) {\n" +
  "      const key = new Map(state.found.map((i) => [i, value(rows[i])]));\n" +
  "      state.found.sort((a, b) => {\n" +
  "        const x = key.get(a);\n" +
  "        const y = key.get(b);\n" +
  "        // what has no value stands last either way\n" +
  "        if (x === y) return a - b;\n" +
  "        if (x === null || x === '') return 1;\n" +
  "        if (y === null || y === '') return -1;\n" +
  "        return sign * (typeof x === 'string' ? compare(x, y) : x - y) || a - b;\n" +
  "      });\n" +
  "    } else if (state.down) state.found.reverse();\n" +
  "  };\n" +
  "\n" +
  "  const matter = (row) => {\n" +
  "    const cell = element('td');\n" +
  "    const box = element('div', 'matter');\n" +
  "    row[PIECES].forEach((text, i) => {\n" +
  "      if (text !== '') box.append(i % 2 === 0 ? text : element('mark', '', text));\n" +
  "    });\n" +
  "    if (row[PIECES].join('').length > 600) {\n" +
  "      box.classList.add('long');\n" +
  "      box.tabIndex = 0;\n" +
  "    }\n" +
  "    cell.append(box);\n" +
  "    if (pool[row[SECTION]] !== '') cell.append(element('div', 'small', pool[row[SECTION]]));\n" +
  "    return cell;\n" +
  "  };\n" +
  "\n" +
  "  const argument = (row) => {\n" +
  "    const cell = element('td', 'argument');\n" +
  "    for (const [field, name] of [\n" +
  "      [REASON, words.reason],\n" +
  "      [BASIS, words.basis],\n" +
  "      [FIX, words.fix],\n" +
  "    ]) {\n" +
  "      if (pool[row[field]] === '') continue;\n" +
  "      const line = element('p');\n" +
  "      line.append(element('b', '', name + words.colon), pool[row[field]]);\n" +
  "      cell.append(line);\n" +
  "    }\n" +
  "    return cell;\n" +
  "  };\n" +
  "\n" +
  "  const rowElement = (row) => {\n" +
  "    const made = element('tr');\n" +
  "    const place = element('td', '', row[CELL]);\n" +
  "    if (sources > 1) place.append(element('div', 'small', pool[row[SOURCE]]));\n" +
  "    const verdict = element('td');\n" +
  "    verdict.append(element('span', `tag v${row[VERDICT]}`, verdicts[row[VERDICT]]));\n" +
  "    made.append(\n" +
  "      place,\n" +
  "      element('td', '', pool[row[UNIT]]),\n" +
  "      matter(row),\n" +
  "      element('td', 'number', row[POINTS] === null ? '' : String(row[POINTS])),\n" +
  "      verdict,\n" +
  "      element('td', '', pool[row[ITEM]]),\n" +
  "      argument(row),\n" +
  "    );\n" +
  "    return made;\n" +
  "  };\n" +
  "\n" +
  "  const size = () => (controls.size.value === '' ? Math.max(1, state.found.length) : Number(controls.size.value));\n" +
  "\n" +
  "  const show = (whole = false) => {\n" +
  "    const perPage = whole ? Math.max(1, state.found.length) : size();\n" +
  "    const pages = Math.max(1, Math.ceil(state.found.length / perPage));\n" +
  "    state.page = Math.min(state.page, pages - 1);\n" +
  "    const from = whole ? 0 : state.page * perPage;\n" +
  "    const page = document.createDocumentFragment();\n" +
  "    for (const i of state.found.slice(from, from + perPage)) page.append(rowElement(rows[i]));\n" +
  "    body.replaceChildren(page);\n" +
  "    byId('none').hidden = state.found.length > 0;\n" +
  "    byId('count').textContent = fill(words.count, { all: rows.length, shown: state.found.length });\n" +
  "    for (const pager of document.querySelectorAll('nav[data-pager]')) {\n" +
  "      const [previous, next] = pager.querySelectorAll('button');\n" +
  "      previous.disabled = state.page === 0;\n" +
  "      next.disabled = state.page >= pages - 1;\n" +
  "      pager.querySelector('span').textContent = fill(words.page, { page: state.page + 1, pages });\n" +
  "    }\n" +
  "    for (const header of sorters) {\n" +
  "      const own = header.dataset.sort === state.sort;\n" +
  "      header.setAttribute('aria-sort', own ? (state.down ? 'descending' : 'ascending') : 'none');\n" +
  "    }\n" +
  "  };\n" +
  "\n" +
  "  const update = () => {\n" +
  "    state.page = 0;\n" +
  "    select();\n" +
  "    show();\n" +
  "  };\n" +
  "  let waiting = 0;\n" +
  "  controls.search.addEventListener('input', () => {\n" +
  "    clearTimeout(waiting);\n" +
  "    waiting = setTimeout(update, 150);\n" +
  "  });\n" +
  "  for (const control of [controls.unit, controls.rule, controls.size, ...boxes])\n" +
  "    control.addEventListener('change', update);\n" +
  "  byId('filters').addEventListener('submit', (event) => event.preventDefault());\n" +
  "  byId('filters').addEventListener('reset', () => setTimeout(update));\n" +
  "  for (const header of sorters)\n" +
  "    header.querySelector('button').addEventListener('click', () => {\n" +
  "      const own = header.dataset.sort === state.sort;\n" +
  "      state.down = own && !state.down;\n" +
  "      state.sort = header.dataset.sort;\n" +
  "      update();\n" +
  "    });\n" +
  "  for (const pager of document.querySelectorAll('nav[data-pager]'))\n" +
  "    for (const [button, step] of [...pager.querySelectorAll('button')].map((one, i) => [one, i === 0 ? -1 : 1]))\n" +
  "      button.addEventListener('click', () => {\n" +
  "        state.page += step;\n" +
  "        show();\n" +
  "        byId('results').scrollIntoView();\n" +
  "      });\n" +
  "  // paper shows every row that the filters leave\n" +
  "  addEventListener('beforeprint', () => show(true));\n" +
  "  addEventListener('afterprint', () => show());\n" +
  "  update();\n" +
  "})();\n";
// biome-ignore format: text of another language
export const STYLE =
  ":root {\n" +
  "  --ink: #1b1f24;\n" +
  "  --soft: #57606a;\n" +
  "  --line: #d0d7de;\n" +
  "  --paper: #fff;\n" +
  "  --shade: #f3f5f8;\n" +
  "  --accent: #1f4e9c;\n" +
  "}\n" +
  "* {\n" +
  "  box-sizing: border-box;\n" +
  "}\n" +
  "html {\n" +
  "  scroll-padding-top: 1rem;\n" +
  "}\n" +
  "body {\n" +
  "  margin: 0 auto;\n" +
  "  max-width: 1500px;\n" +
  "  padding: 1rem 1.5rem 3rem;\n" +
  "  color: var(--ink);\n" +
  "  background: var(--paper);\n" +
  "  font:\n" +
  "    15px / 1.55 \"Microsoft YaHei\",\n" +
  "    \"PingFang SC\",\n" +
  "    \"Noto Sans CJK SC\",\n" +
  "    \"Source Han Sans SC\",\n" +
  "    sans-serif;\n" +
  "}\n" +
  "h1 {\n" +
  "  margin: 0.2rem 0 0.4rem;\n" +
  "  font-size: 1.6rem;\n" +
  "}\n" +
  "h2 {\n" +
  "  margin: 1.6rem 0 0.6rem;\n" +
  "  font-size: 1.2rem;\n" +
  "}\n" +
  "a {\n" +
  "  color: var(--accent);\n" +
  "}\n" +
  ":focus-visible {\n" +
  "  outline: 3px solid #f0a000;\n" +
  "  outline-offset: 1px;\n" +
  "}\n" +
  ".skip {\n" +
  "  position: absolute;\n" +
  "  left: -9999px;\n" +
  "}\n" +
  ".skip:focus {\n" +
  "  position: static;\n" +
  "}\n" +
  ".facts {\n" +
  "  margin: 0;\n" +
  "  padding: 0;\n" +
  "  list-style: none;\n" +
  "  color: var(--soft);\n" +
  "}\n" +
  ".facts li:first-child,\n" +
  ".facts li:nth-child(2) {\n" +
  "  color: var(--ink);\n" +
  "  font-weight: 600;\n" +
  "}\n" +
  ".charts {\n" +
  "  display: flex;\n" +
  "  flex-wrap: wrap;\n" +
  "  gap: 1rem 2rem;\n" +
  "}\n" +
  "figure {\n" +
  "  margin: 0;\n" +
  "  padding: 0.7rem 1rem;\n" +
  "  border: 1px solid var(--line);\n" +
  "  border-radius: 6px;\n" +
  "  flex: 1 1 440px;\n" +
  "  max-width: 680px;\n" +
  "}\n" +
  "figcaption {\n" +
  "  margin-bottom: 0.4rem;\n" +
  "  font-weight: 600;\n" +
  "}\n" +
  "svg {\n" +
  "  display: block;\n" +
  "  max-width: 100%;\n" +
  "  height: auto;\n" +
  "}\n" +
  "svg text {\n" +
  "  font-size: 12.5px;\n" +
  "  fill: var(--ink);\n" +
  "}\n" +
  "svg .note {\n" +
  "  fill: var(--soft);\n" +
  "}\n" +
  "svg .inside {\n" +
  "  font-size: 11px;\n" +
  "  fill: #000;\n" +
  "}\n" +
  "table {\n" +
  "  width: 100%;\n" +
  "  border-collapse: collapse;\n" +
  "}\n" +
  "th,\n" +
  "td {\n" +
  "  padding: 0.4rem 0.55rem;\n" +
  "  border: 1px solid var(--line);\n" +
  "  text-align: left;\n" +
  "  vertical-align: top;\n" +
  "}\n" +
  "thead th {\n" +
  "  background: var(--shade);\n" +
  "  white-space: nowrap;\n" +
  "}\n" +
  ".plain {\n" +
  "  width: auto;\n" +
  "  max-width: 100%;\n" +
  "  margin: 0.4rem 0;\n" +
  "  font-size: 0.93em;\n" +
  "}\n" +
  ".plain caption {\n" +
  "  text-align: left;\n" +
  "  color: var(--soft);\n" +
  "}\n" +
  ".plain tbody th {\n" +
  "  font-weight: normal;\n" +
  "}\n" +
  ".number {\n" +
  "  text-align: right;\n" +
  "  font-variant-numeric: tabular-nums;\n" +
  "}\n" +
  ".wide {\n" +
  "  overflow-x: auto;\n" +
  "}\n" +
  "summary {\n" +
  "  cursor: pointer;\n" +
  "}\n" +
  ".filters {\n" +
  "  display: flex;\n" +
  "  flex-wrap: wrap;\n" +
  "  gap: 0.6rem 1rem;\n" +
  "  align-items: end;\n" +
  "  padding: 0.8rem 1rem;\n" +
  "  border: 1px solid var(--line);\n" +
  "  border-radius: 6px;\n" +
  "  background: var(--shade);\n" +
  "}\n" +
  ".filters > label {\n" +
  "  display: grid;\n" +
  "  gap: 0.15rem;\n" +
  "  color: var(--soft);\n" +
  "  font-size: 0.87em;\n" +
  "}\n" +
  ".filters .grow {\n" +
  "  flex: 1 1 22rem;\n" +
  "}\n" +
  "input[type=\"search\"],\n" +
  "select,\n" +
  "button {\n" +
  "  font: inherit;\n" +
  "  font-size: 15px;\n" +
  "  color: var(--ink);\n" +
  "  background: var(--paper);\n" +
  "  padding: 0.3rem 0.55rem;\n" +
  "  border: 1px solid #8c959f;\n" +
  "  border-radius: 4px;\n" +
  "  max-width: 22rem;\n" +
  "}\n" +
  "input[type=\"search\"] {\n" +
  "  width: 100%;\n" +
  "  max-width: none;\n" +
  "}\n" +
  "button {\n" +
  "  cursor: pointer;\n" +
  "}\n" +
  "button:disabled {\n" +
  "  color: #8c959f;\n" +
  "  cursor: default;\n" +
  "}\n" +
  "fieldset {\n" +
  "  flex-basis: 100%;\n" +
  "  display: flex;\n" +
  "  flex-wrap: wrap;\n" +
  "  gap: 0.25rem 0.9rem;\n" +
  "  margin: 0;\n" +
  "  padding: 0;\n" +
  "  border: 0;\n" +
  "}\n" +
  "legend {\n" +
  "  float: left;\n" +
  "  padding: 0 0.9rem 0 0;\n" +
  "  color: var(--soft);\n" +
  "  font-size: 0.87em;\n" +
  "  line-height: 1.8;\n" +
  "}\n" +
  ".tag {\n" +
  "  display: inline-block;\n" +
  "  padding: 0 0.4em;\n" +
  "  border-radius: 3px;\n" +
  "  border: 1px solid transparent;\n" +
  "  font-weight: 600;\n" +
  "}\n" +
  ".bar {\n" +
  "  display: flex;\n" +
  "  flex-wrap: wrap;\n" +
  "  gap: 0.5rem 1rem;\n" +
  "  align-items: center;\n" +
  "  margin: 0.6rem 0;\n" +
  "}\n" +
  ".bar output {\n" +
  "  font-weight: 600;\n" +
  "}\n" +
  ".bar nav {\n" +
  "  display: flex;\n" +
  "  gap: 0.5rem;\n" +
  "  align-items: center;\n" +
  "}\n" +
  ".rows {\n" +
  "  table-layout: fixed;\n" +
  "  font-size: 0.93em;\n" +
  "}\n" +
  ".rows col.place {\n" +
  "  width: 8%;\n" +
  "}\n" +
  ".rows col.unit {\n" +
  "  width: 8%;\n" +
  "}\n" +
  ".rows col.text {\n" +
  "  width: 28%;\n" +
  "}\n" +
  ".rows col.points {\n" +
  "  width: 5%;\n" +
  "}\n" +
  ".rows col.verdict {\n" +
  "  width: 9%;\n" +
  "}\n" +
  ".rows col.item {\n" +
  "  width: 11%;\n" +
  "}\n" +
  ".rows th button {\n" +
  "  font-size: inherit;\n" +
  "  width: 100%;\n" +
  "  padding: 0;\n" +
  "  border: 0;\n" +
  "  background: none;\n" +
  "  font-weight: 600;\n" +
  "  text-align: left;\n" +
  "  white-space: nowrap;\n" +
  "}\n" +
  ".rows th[aria-sort=\"ascending\"] button::after {\n" +
  "  content: \" ▲\" / \"\";\n" +
  "}\n" +
  ".rows th[aria-sort=\"descending\"] button::after {\n" +
  "  content: \" ▼\" / \"\";\n" +
  "}\n" +
  ".rows th[aria-sort=\"none\"] button::after {\n" +
  "  content: \" ↕\" / \"\";\n" +
  "  color: #8c959f;\n" +
  "}\n" +
  ".rows td {\n" +
  "  overflow-wrap: anywhere;\n" +
  "}\n" +
  ".rows .matter {\n" +
  "  white-space: pre-wrap;\n" +
  "}\n" +
  ".rows .long {\n" +
  "  max-height: 18em;\n" +
  "  overflow-y: auto;\n" +
  "}\n" +
  ".rows .small {\n" +
  "  color: var(--soft);\n" +
  "  font-size: 0.9em;\n" +
  "}\n" +
  "mark {\n" +
  "  color: #9c0006;\n" +
  "  background: #ffe2e2;\n" +
  "  font-weight: 600;\n" +
  "  border-bottom: 2px solid #c0504d;\n" +
  "}\n" +
  ".argument p {\n" +
  "  margin: 0 0 0.25rem;\n" +
  "}\n" +
  ".argument b {\n" +
  "  color: var(--soft);\n" +
  "  font-weight: 600;\n" +
  "}\n" +
  ".v0 {\n" +
  "  color: #9c0006;\n" +
  "  background: #ffc7ce;\n" +
  "}\n" +
  ".v1 {\n" +
  "  color: #7a3a05;\n" +
  "  background: #fcd5b4;\n" +
  "}\n" +
  ".v2 {\n" +
  "  color: #1f4e78;\n" +
  "  background: #ddebf7;\n" +
  "}\n" +
  ".v3 {\n" +
  "  color: #664f00;\n" +
  "  background: #ffeb9c;\n" +
  "}\n" +
  ".v4 {\n" +
  "  color: #403151;\n" +
  "  background: #e4dfec;\n" +
  "}\n" +
  ".v5 {\n" +
  "  color: #006100;\n" +
  "  background: #c6efce;\n" +
  "}\n" +
  ".v6 {\n" +
  "  color: #4a4a4a;\n" +
  "  background: #ededed;\n" +
  "}\n" +
  "@media screen and (max-width: 760px) {\n" +
  "  body {\n" +
  "    padding: 0.7rem;\n" +
  "  }\n" +
  "  .rows colgroup,\n" +
  "  .rows thead {\n" +
  "    position: absolute;\n" +
  "    left: -9999px;\n" +
  "  }\n" +
  "  .rows,\n" +
  "  .rows tbody,\n" +
  "  .rows tr,\n" +
  "  .rows td {\n" +
  "    display: block;\n" +
  "  }\n" +
  "  .rows tr {\n" +
  "    margin-bottom: 0.8rem;\n" +
  "    border: 1px solid var(--line);\n" +
  "  }\n" +
  "  .rows td {\n" +
  "    border: 0;\n" +
  "    padding: 0.2rem 0.6rem;\n" +
  "  }\n" +
  "  .rows td:empty {\n" +
  "    display: none;\n" +
  "  }\n" +
  "}\n" +
  "@page {\n" +
  "  size: A4 landscape;\n" +
  "  margin: 12mm 10mm;\n" +
  "}\n" +
  "@media print {\n" +
  "  body {\n" +
  "    max-width: none;\n" +
  "    padding: 0;\n" +
  "    font-size: 9.5pt;\n" +
  "    line-height: 1.4;\n" +
  "  }\n" +
  "  .filters,\n" +
  "  .bar nav,\n" +
  "  .bar label,\n" +
  "  .skip {\n" +
  "    display: none;\n" +
  "  }\n" +
  "  figure {\n" +
  "    break-inside: avoid;\n" +
  "    flex: 1 1 45%;\n" +
  "    max-width: 48%;\n" +
  "  }\n" +
  "  .charts {\n" +
  "    gap: 3mm;\n" +
  "  }\n" +
  "  h2 {\n" +
  "    break-after: avoid;\n" +
  "  }\n" +
  "  thead {\n" +
  "    display: table-header-group;\n" +
  "  }\n" +
  "  tr {\n" +
  "    break-inside: avoid;\n" +
  "  }\n" +
  "  .rows {\n" +
  "    font-size: 8pt;\n" +
  "    line-height: 1.3;\n" +
  "  }\n" +
  "  .rows th,\n" +
  "  .rows td {\n" +
  "    padding: 0.8mm 1.2mm;\n" +
  "  }\n" +
  "  .argument p {\n" +
  "    margin: 0;\n" +
  "  }\n" +
  "  .rows th[aria-sort][aria-sort] button::after {\n" +
  "    content: none;\n" +
  "  }\n" +
  "  .rows .long {\n" +
  "    max-height: none;\n" +
  "    overflow: visible;\n" +
  "  }\n" +
  "  .rows tr:has(.long) {\n" +
  "    break-inside: auto;\n" +
  "  }\n" +
  "  .wide {\n" +
  "    overflow: visible;\n" +
  "  }\n" +
  "  * {\n" +
  "    -webkit-print-color-adjust: exact;\n" +
  "    print-color-adjust: exact;\n" +
  "  }\n" +
  "}\n";
