// An app is handed to a method, by whoever makes the app. A part of the paths comes from outside.
export class Gateway {
  constructor(options) {
    this.base = options.base;
  }

  init(app) {
    app.get('/livez', (req, res) => res.json({ ok: true }));
    app.get(`${this.base}/load`, (req, res) => res.json({}));
    app.on('mount', () => app.post('/reload', (req, res) => res.sendStatus(204)));
  }
}
