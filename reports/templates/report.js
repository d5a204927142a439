// Folding, filtering and copying. The page can be read without it: then nothing is folded, and a scenario's details
// appear when its link is followed.
(() => {
  'use strict';

  const pages = [...document.querySelectorAll('tbody.page')].map((body) => ({
    body,
    button: body.querySelector('tr.page button'),
    scenarios: [...body.querySelectorAll('tr.scenario')].map((row) => ({
      row,
      link: row.querySelector('a'),
      detail: row.nextElementSibling,
      text: (row.dataset.text + ' ' + row.cells[0].textContent).toLowerCase(),
      cells: [...row.cells].slice(1).map((cell) => cell.dataset.verdicts.split(' ')),
    })),
  }));
  const find = document.getElementById('find');
  const verdict = document.getElementById('verdict');
  const column = document.getElementById('column');
  const matches = document.getElementById('matches');

  const fold = (page, folded) => {
    page.body.classList.toggle('folded', folded);
    page.button.setAttribute('aria-expanded', String(!folded));
  };

  const open = (scenario, shown) => {
    scenario.detail.classList.toggle('open', shown);
    scenario.link.setAttribute('aria-expanded', String(shown));
  };

  const isShown = (scenario, words, wanted, only) => {
    const cells = only === '' ? scenario.cells : [scenario.cells[Number(only)]];
    return words.every((word) => scenario.text.includes(word)) &&
      (wanted === '' || cells.some((verdicts) => verdicts.includes(wanted)));
  };

  const showColumn = (only) => {
    for (const cell of document.querySelectorAll('.matrix [data-column]')) {
      cell.hidden = only !== '' && cell.dataset.column !== only;
    }
  };

  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const isFiltered = words.length > 0 || verdict.value !== '';
    let count = 0;
    for (const page of pages) {
      let inPage = 0;
      for (const scenario of page.scenarios) {
        const shown = isShown(scenario, words, verdict.value, column.value);
        scenario.row.hidden = !shown;
        scenario.detail.hidden = !shown;
        inPage += shown;
      }
      page.body.hidden = inPage === 0;
      if (isFiltered && inPage > 0) fold(page, false);
      count += inPage;
    }
    matches.value = isFiltered ? `${count} ${count === 1 ? 'scenario' : 'scenarios'}` : '';
  };

  const follow = () => {
    for (const page of pages) {
      const scenario = page.scenarios.find((item) => '#' + item.detail.id === location.hash);
      if (!scenario) continue;
      fold(page, false);
      open(scenario, true);
      scenario.row.scrollIntoView({ block: 'start' });
    }
  };

  // Where a page may not write to the clipboard, the command is selected, ready to be copied.
  const copy = async (button, text) => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = 'Selected';
    }
    button.addEventListener('blur', () => { button.textContent = 'Copy'; }, { once: true });
  };

  const addCopyButton = (command) => {
    const button = document.createElement('button');
    const text = command.querySelector('pre');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy the command');
    button.addEventListener('click', () => copy(button, text));
    command.append(button);
  };

  document.documentElement.classList.add('js');
  document.querySelector('.controls').hidden = false;
  document.querySelector('.controls').addEventListener('submit', (event) => event.preventDefault());
  for (const page of pages) {
    page.button.addEventListener('click', () => fold(page, !page.body.classList.contains('folded')));
    fold(page, page.body.dataset.unexpected === undefined);
    for (const scenario of page.scenarios) {
      scenario.link.setAttribute('role', 'button');
      open(scenario, false);
      scenario.row.addEventListener('click', (event) => {
        event.preventDefault();
        open(scenario, !scenario.detail.classList.contains('open'));
      });
      scenario.link.addEventListener('keydown', (event) => {
        if (event.key !== ' ') return;
        event.preventDefault();
        scenario.link.click();
      });
    }
  }
  document.getElementById('unfold').addEventListener('click', () => pages.forEach((page) => fold(page, false)));
  document.getElementById('fold').addEventListener('click', () => pages.forEach((page) => fold(page, true)));
  find.addEventListener('input', filter);
  verdict.addEventListener('change', filter);
  column.addEventListener('change', () => { showColumn(column.value); filter(); });
  document.querySelectorAll('.command').forEach(addCopyButton);
  addEventListener('hashchange', follow);
  follow();
})();
