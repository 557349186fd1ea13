// Shows a page on as it changes. Without it, pages are as they were when they were loaded.
(() => {
  'use strict';

  const live = document.querySelector('[data-live]');
  const connection = document.getElementById('connection');

  // What was opened, chosen and focused in a panel stays so when the panel is shown anew.
  const replace = (panel, html) => {
    const active = document.activeElement;
    if (panel.contains(active) && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName)) {
      panel.dataset.waits = html;
      return;
    }

    const open = [...panel.querySelectorAll('details')].map(d => d.open);
    const focusable = 'a[href], button, summary, [tabindex]';
    const focused = [...panel.querySelectorAll(focusable)].indexOf(active);
    const scrolled = [...panel.querySelectorAll('.scroll')].map(s => s.scrollLeft);
    panel.innerHTML = html;
    panel.querySelectorAll('details').forEach((d, i) => { if (i < open.length) d.open = open[i]; });
    panel.querySelectorAll('.scroll').forEach((s, i) => { if (i < scrolled.length) s.scrollLeft = scrolled[i]; });
    if (focused >= 0) panel.querySelectorAll(focusable)[focused]?.focus({ preventScroll: true });
  };

  const show = event => {
    const { id, html } = JSON.parse(event.data);
    const known = document.getElementById(id);
    if (known) {
      if (known.dataset.shown !== html) replace(known, html);
      known.dataset.shown = html;
      return;
    }

    const panel = document.createElement('section');
    panel.id = id;
    panel.innerHTML = html;
    live.append(panel);
  };

  const say = text => {
    connection.textContent = text;
    connection.hidden = text === '';
  };

  if (live && live.dataset.live) {
    let source = null;
    const open = () => {
      source = new EventSource(live.dataset.live);
      source.addEventListener('panel', show);
      source.onopen = () => say('');
      source.onerror = () => {
        say(`No connection since ${new Date().toLocaleTimeString()}: what is shown is how it was then. Trying again.`);
        // A browser gives up on what is refused; a process that starts again answers later.
        if (source.readyState === EventSource.CLOSED) setTimeout(() => { if (source.readyState === EventSource.CLOSED) open(); }, 3000);
      };
    };

    // Nobody looks at a page that is not visible.
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        source?.close();
        source = null;
      } else if (!source) {
        open();
      }
    });
    live.addEventListener('focusout', event => {
      const panel = event.target.closest('section');
      if (panel?.dataset.waits && !panel.contains(event.relatedTarget)) {
        const html = panel.dataset.waits;
        delete panel.dataset.waits;
        replace(panel, html);
      }
    });
    if (!document.hidden) open();
  }

  // One click, one operation; and what cannot be taken back without more is asked about.
  document.addEventListener('submit', event => {
    const button = event.target.querySelector('button[type=submit]');
    if (!button) return;
    if (button.classList.contains('grave') && !confirm(`${button.textContent}?`)) {
      event.preventDefault();
      return;
    }

    button.disabled = true;
    button.textContent += ' …';
  });
  window.addEventListener('pageshow', event => {
    if (event.persisted) location.reload();
  });
})();
